using System.Text;

namespace Orgvue.ScimEndpoint.Unicode;

/// <summary>
/// Unicode's canonical decomposition and composition (UAX #15), with width mapping first. The runtime's own needs ICU, which a machine with
/// nothing but the .NET SDK may lack.
/// </summary>
public static class NormalForm
{
    // Hangul syllables are made by arithmetic (Unicode 3.12).
    const int FirstSyllable = 0xAC00, FirstLead = 0x1100, FirstVowel = 0x1161, FirstTail = 0x11A7;
    const int Leads = 19, Vowels = 21, Tails = 28;

    static readonly UnicodeData Data = UnicodeData.Load();

    /// <summary>The text taken apart: letters, then their accents in canonical order.</summary>
    public static string Decompose(string text)
    {
        var points = new List<int>(text.Length + 8);
        foreach (var point in Points(text)) Decompose(point, points);
        Order(points);
        return Text(points);
    }

    /// <summary>A text that was taken apart, put together again (NFC).</summary>
    public static string Compose(string decomposed)
    {
        var made = new List<int>(decomposed.Length);
        var (starter, last) = (-1, 0);
        foreach (var point in Points(decomposed))
        {
            var kind = Data.Class(point);
            // An accent composes with its letter unless one of its own class, or a letter, stands between.
            var free = starter >= 0 && (made.Count - 1 == starter || last < kind);
            if (free && Pair(made[starter], point) is { } composed)
            {
                made[starter] = composed;
                continue;
            }
            if (kind == 0) starter = made.Count;
            last = kind;
            made.Add(point);
        }
        return Text(made);
    }

    static void Decompose(int point, List<int> into)
    {
        if (point - FirstSyllable is var syllable and >= 0 and < Leads * Vowels * Tails)
        {
            into.Add(FirstLead + syllable / (Vowels * Tails));
            into.Add(FirstVowel + syllable / Tails % Vowels);
            if (syllable % Tails > 0) into.Add(FirstTail + syllable % Tails);
        }
        else if (Data.Apart(point) is { } parts)
            foreach (var part in parts) Decompose(part, into);
        else into.Add(point);
    }

    static int? Pair(int first, int second)
    {
        if (first - FirstLead is var lead and >= 0 and < Leads && second - FirstVowel is var vowel and >= 0 and < Vowels)
            return FirstSyllable + (lead * Vowels + vowel) * Tails;
        if (first - FirstSyllable is var syllable and >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0
            && second - FirstTail is var tail and > 0 and < Tails)
            return first + tail;
        return Data.Together(first, second);
    }

    // Accents that follow one letter stand in the order of their classes; those of one class stay as they are. A client may send as many as a text
    // is long: what takes the square of that would take it minutes.
    static void Order(List<int> points)
    {
        for (var from = 0; from < points.Count; from++)
        {
            var end = from;
            while (end < points.Count && Data.Class(points[end]) != 0) end++;
            if (end - from < 2) continue;
            var place = from;
            foreach (var accent in points.GetRange(from, end - from).OrderBy(Data.Class)) points[place++] = accent;
            from = end;
        }
    }

    static IEnumerable<int> Points(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                yield return char.ConvertToUtf32(text[i], text[++i]);
            else yield return text[i];
    }

    static string Text(List<int> points)
    {
        var text = new StringBuilder(points.Count);
        foreach (var point in points)
            if (point > char.MaxValue) text.Append(char.ConvertFromUtf32(point));
            else text.Append((char)point);
        return text.ToString();
    }
}
