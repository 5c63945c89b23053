namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>An answer that the identity provider did not reckon with, fit to be shown.</summary>
public sealed record Surprise(string Kind, string Request, int Status, string Answer, string Expected);

/// <summary>What went over the line: counts, times and surprises.</summary>
public sealed class Traffic
{
    readonly Lock _noting = new();
    readonly Dictionary<(string Kind, int Status), int> _counts = [];
    readonly List<string> _kinds = [];
    readonly List<double> _milliseconds = [];
    readonly List<Surprise> _surprises = [];

    public int Requests => _milliseconds.Count;
    public int Refusals { get; internal set; }
    public IReadOnlyList<Surprise> Surprises => _surprises;

    /// <summary>For each kind of request, in the order of their first: how often which status came.</summary>
    public IEnumerable<(string Kind, IReadOnlyList<(int Status, int Count)> Answers)> ByKind =>
        from kind in _kinds
        select (kind, (IReadOnlyList<(int, int)>)
            [.. from c in _counts where c.Key.Kind == kind orderby c.Key.Status select (c.Key.Status, c.Value)]);

    /// <summary>The time within which so many of a hundred answers came (nearest rank).</summary>
    public double Percentile(double percent)
    {
        if (_milliseconds.Count == 0) return 0;
        var sorted = _milliseconds.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    internal void Note(string kind, int status, TimeSpan took)
    {
        lock (_noting)
        {
            if (!_kinds.Contains(kind)) _kinds.Add(kind);
            _counts[(kind, status)] = _counts.GetValueOrDefault((kind, status)) + 1;
            _milliseconds.Add(took.TotalMilliseconds);
            if (status == 429) Refusals++;
        }
    }

    internal void Note(Surprise surprise)
    {
        lock (_noting) _surprises.Add(surprise);
    }
}
