using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>How a case went, why, and all that was said.</summary>
public sealed record CaseResult(
    DialogueCase Case, Verdict Verdict, IReadOnlyList<Problem> Problems, IReadOnlyList<Exchange> Exchanges, string? SkippedBecause, TimeSpan Took)
{
    /// <summary>One readable text, for a test's message.</summary>
    public override string ToString() => Verdict switch
    {
        Verdict.Skipped => $"{Case.Id} skipped: {SkippedBecause}",
        Verdict.Failed => $"{Case.Id} failed ({Case.Clause}): {Case.Title}\n  {string.Join("\n  ", Problems)}",
        _ => $"{Case.Id} passed",
    };
}
