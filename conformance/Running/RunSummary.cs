using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>All results of a run against one server: what every report is made of.</summary>
public sealed partial record RunSummary(
    string Url, DateTimeOffset StartedAt, TimeSpan Took, Advertised Server, IReadOnlyList<CaseResult> Results)
{
    public int Count(Verdict verdict) => Results.Count(r => r.Verdict == verdict);

    public IEnumerable<Tally> ByLevel =>
        Results.GroupBy(r => r.Case.Level).OrderBy(g => g.Key).Select(g => Tally.Of(g.Key.ToString().ToUpperInvariant(), g));

    public IEnumerable<Tally> ByClause => InOrder(Results).Select(g => Tally.Of(g.Key, g));

    /// <summary>Results by clause, in the order of a table of contents: §3.5.2.10 comes after §3.5.2.2.</summary>
    public static IEnumerable<IGrouping<string, CaseResult>> InOrder(IEnumerable<CaseResult> results) =>
        results.GroupBy(r => r.Case.Clause).OrderBy(g => Digits.Replace(g.Key, m => m.Value.PadLeft(5, '0')), StringComparer.Ordinal);

    [GeneratedRegex(@"\d+")]
    static partial Regex Digits { get; }
}
