using System.Collections.Frozen;
using System.Globalization;

namespace Orgvue.ScimEndpoint.Unicode;

/// <summary>The few columns of Unicode's character database that composition needs, from the embedded Data.txt.</summary>
sealed class UnicodeData
{
    readonly FrozenDictionary<int, int[]> _apart;
    readonly FrozenDictionary<(int, int), int> _together;
    readonly FrozenDictionary<int, byte> _classes;

    UnicodeData(Dictionary<int, int[]> apart, Dictionary<(int, int), int> together, Dictionary<int, byte> classes) =>
        (_apart, _together, _classes) = (apart.ToFrozenDictionary(), together.ToFrozenDictionary(), classes.ToFrozenDictionary());

    /// <summary>What the character is made of, or null when it is made of nothing else.</summary>
    public int[]? Apart(int point) => _apart.GetValueOrDefault(point);

    /// <summary>The character that both make, or null.</summary>
    public int? Together(int first, int second) => _together.TryGetValue((first, second), out var made) ? made : null;

    /// <summary>The canonical combining class; 0 for what is no accent.</summary>
    public byte Class(int point) => _classes.GetValueOrDefault(point);

    public static UnicodeData Load()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("Orgvue.ScimEndpoint.Unicode.Data.txt")
            ?? throw new InvalidOperationException("Unicode/Data.txt is not embedded.");
        using var reader = new System.IO.StreamReader(stream);
        var (apart, together, classes) = (new Dictionary<int, int[]>(), new Dictionary<(int, int), int>(), new Dictionary<int, byte>());
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "c":
                    foreach (var range in words[2..])
                        foreach (var point in Range(range)) classes[point] = byte.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
                case "d" or "x" or "w":
                    var (whole, parts) = (Point(words[1]), words[2..].Select(Point).ToArray());
                    apart[whole] = parts;
                    if (words[0] == "d") together[(parts[0], parts[1])] = whole;
                    break;
            }
        }
        return new(apart, together, classes);
    }

    static IEnumerable<int> Range(string text)
    {
        var ends = text.Split('-');
        return Enumerable.Range(Point(ends[0]), Point(ends[^1]) - Point(ends[0]) + 1);
    }

    static int Point(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
