namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>A run beside what would be made today of what it saw. Nothing is written.</summary>
/// <param name="Run">The run as it was recorded.</param>
/// <param name="Same">Whether today's configurations and rules would treat every account as the run did.</param>
/// <param name="ConfigurationChangesSince">How many changes of the directory's configurations came after the run.</param>
/// <param name="Differences">The accounts that would be treated otherwise.</param>
/// <param name="Now">What today's configurations and rules would do, in numbers.</param>
/// <param name="FailuresNow">Who would fail today; of the run itself the number is known.</param>
public sealed record ReplayView(
    string RunId, string DirectoryId, string TenantId, string Summary, bool Same, RunView Run, int ConfigurationChangesSince,
    IReadOnlyList<ReplayDifference> Differences, int DifferencesInAll, PlanCounts Now, IReadOnlyList<PlannedFailureView> FailuresNow);

/// <summary>An account that would be treated otherwise.</summary>
/// <param name="Then">What the run did to it; null for nothing.</param>
/// <param name="Now">What would be done today; null for nothing.</param>
public sealed record ReplayDifference(string Email, AccountOutcome? Then, AccountOutcome? Now);
