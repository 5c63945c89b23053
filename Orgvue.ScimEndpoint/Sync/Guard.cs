using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>How much a run may take away before somebody has to look at it (rule B8).</summary>
/// <param name="Accounts">Accounts removed or disabled.</param>
/// <param name="Percent">The same, as a share of the tenant's active accounts, once more than ten are concerned.</param>
public sealed record GuardLimits(int Accounts, int Percent, bool HoldOnLastAdmin)
{
    public static readonly GuardLimits Default = new(500, 50, false);
}

/// <summary>The blast-radius guard: whether a plan may be carried out without anybody having looked at it (rule B8). Pure.</summary>
public static class Guard
{
    /// <summary>The code of the warning that a run leaves no active admin.</summary>
    public const string NoActiveAdmin = "NoActiveAdmin";

    /// <summary>Whether the answer depends on how many active accounts the tenant has.</summary>
    public static bool NeedsTotal(SyncPlan plan, GuardLimits limits) => Lost(plan) > IamSyncConfiguration.GuardFrom && Lost(plan) <= limits.Accounts;

    /// <summary>Why the plan is to be held, for an administrator to read; null when it may be carried out.</summary>
    public static string? HoldReason(SyncPlan plan, GuardLimits limits, int activeAccounts)
    {
        var (removed, disabled) = (plan.Steps.Count(s => s is SyncStep.Remove), Disabled(plan));
        var lost = $"The run would remove {removed} and disable {disabled} accounts";
        if (removed + disabled > limits.Accounts) return $"{lost}: more than {limits.Accounts} in one run.";
        var active = plan.Steps.Count(s => s is SyncStep.Remove { Account.Enabled: true }) + disabled;
        if (removed + disabled > IamSyncConfiguration.GuardFrom && active * 100L > limits.Percent * (long)activeAccounts)
            return $"{lost}, {active} of them of the tenant's {activeAccounts} active ones: more than {limits.Percent} %.";
        return limits.HoldOnLastAdmin && plan.Warnings.Any(w => w.Code == NoActiveAdmin)
            ? "The run would leave the tenant without an active admin."
            : null;
    }

    static int Lost(SyncPlan plan) => plan.Steps.Count(s => s is SyncStep.Remove) + Disabled(plan);

    // An account that is disabled already loses nothing more.
    static int Disabled(SyncPlan plan) => plan.Steps.Count(s => s is SyncStep.Disable { Account.Enabled: true });
}
