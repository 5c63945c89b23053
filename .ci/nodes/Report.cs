using System.Globalization;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>What was expected and what was seen, line by line as the other checks print it.</summary>
sealed class Report(TextWriter output)
{
    readonly Lock _one = new();
    int _passed, _failed;

    public bool AllIsWell => _failed == 0;

    public void Expect<T>(string what, T expected, T seen)
    {
        var well = EqualityComparer<T>.Default.Equals(expected, seen);
        Line(well, well ? $"{what}: {Text(seen)}" : $"{what}: expected {Text(expected)}, got {Text(seen)}");
    }

    public void Within(string what, TimeSpan most, TimeSpan seen) =>
        Line(seen <= most, FormattableString.Invariant($"{what}: {seen.TotalSeconds:F1} s (at most {most.TotalSeconds:F0})"));

    public void Failed(string what) => Line(false, what);

    public void Note(string what)
    {
        lock (_one) output.WriteLine($"           {what}");
    }

    public void End() => output.WriteLine(FormattableString.Invariant($"{_passed} passed, {_failed} failed"));

    void Line(bool well, string text)
    {
        lock (_one)
        {
            if (well) _passed++;
            else _failed++;
            output.WriteLine($"   {(well ? "ok     " : "FAILED ")} {text}");
        }
    }

    static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}
