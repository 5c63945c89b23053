namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>How a case went.</summary>
public enum Verdict
{
    Passed,
    Failed,
    Skipped,
}
