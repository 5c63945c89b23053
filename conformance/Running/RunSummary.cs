namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>All results of a run against one server: what every report is made of.</summary>
public sealed record RunSummary(string Url, DateTimeOffset StartedAt, TimeSpan Took, IReadOnlyList<CaseResult> Results)
{
    public int Count(Verdict verdict) => Results.Count(r => r.Verdict == verdict);
}
