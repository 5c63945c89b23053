namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>How many cases of one level or clause went which way.</summary>
public sealed record Tally(string Name, int Passed, int Failed, int Skipped)
{
    internal static Tally Of(string name, IEnumerable<CaseResult> results)
    {
        var count = results.CountBy(r => r.Verdict).ToDictionary();
        return new Tally(name, Of(Verdict.Passed), Of(Verdict.Failed), Of(Verdict.Skipped));

        int Of(Verdict verdict) => count.GetValueOrDefault(verdict);
    }
}
