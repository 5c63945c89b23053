using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What the next run would do; nothing of it has been done.</summary>
/// <param name="DueAt">When the open window ends; null when nothing waits for a run.</param>
/// <param name="FullRunDueAt">When a run looks at everybody, whatever changes; null when that is switched off.</param>
/// <param name="Advice">Groups that begin alike but not as is configured, which one setting or one renaming may mend (rule M8).</param>
public sealed record PlanView(
    string DirectoryId, DateTimeOffset? OpenedAt, DateTimeOffset? DueAt, int PendingChanges, DateTimeOffset? FullRunDueAt,
    IReadOnlyList<TenantPlanView> Tenants, IReadOnlyList<PrefixAdvice> Advice)
{
    public static PlanView Of(DirectoryPlan plan, string directory, int limit) => new(
        directory, plan.Window?.OpenedAt, plan.Window?.DueAt, plan.Window?.PendingChanges ?? 0, plan.FullRunDueAt,
        [.. plan.Tenants.Select(t => TenantPlanView.Of(t, limit))],
        plan.Tenants.Count == 0 ? [] : PrefixAdvice.Of(plan.Tenants[0].Planned.Snapshot.Users, [.. plan.Tenants.Select(t => t.Planned.Configuration)]));
}

/// <summary>The plan for one tenant. Its hash is what a release has to name.</summary>
/// <param name="Summary">The plan in a sentence.</param>
/// <param name="Held">The run that waits to be released or discarded (rule B8).</param>
/// <param name="WouldBeHeld">Why the run would not carry this out by itself; null when it would.</param>
/// <param name="Truncated">Whether a list has more entries than are shown; the counts count all.</param>
public sealed record TenantPlanView(
    string TenantId, string ConfigurationId, string EffectivePrefix, string PlanHash, string Summary, HeldView? Held, string? WouldBeHeld,
    PlanCounts Counts, IReadOnlyList<PlannedCreate> Creates, IReadOnlyList<PlannedUpdate> Updates, IReadOnlyList<PlannedLoss> Disables,
    IReadOnlyList<PlannedLoss> Removals, IReadOnlyList<PlannedFailureView> Failures, IReadOnlyList<SyncWarning> Warnings, bool Truncated)
{
    public static TenantPlanView Of(TenantPlan of, int limit)
    {
        var (plan, users) = (of.Planned.Plan, of.Planned.Snapshot.Users.ToDictionary(u => u.Id));
        var counts = PlanCounts.Of(plan);
        return new(
            of.Planned.Target.Tenant, of.Planned.Configuration.Id.ToString(), of.Planned.Target.GroupPrefix, of.Hash, counts.Sentence,
            of.Held is { } held ? new(held.Id.ToString(), held.HeldBecause!, held.StartedAt, held.PlanHash!, held.PlanHash != of.Hash) : null,
            of.Planned.Hold, counts,
            [.. plan.Steps.OfType<SyncStep.Create>().Take(limit).Select(c =>
                new PlannedCreate(c.Email, c.UserId.ToString(), users[c.UserId].UserName, RoleView.Of(c.Roles), c.Why))],
            [.. plan.Steps.Where(s => s is SyncStep.Update or SyncStep.Keep).Take(limit).Select(PlannedUpdate.Of)],
            [.. plan.Steps.OfType<SyncStep.Disable>().Take(limit).Select(d => PlannedLoss.Of(d.Account, d.Why))],
            [.. plan.Steps.OfType<SyncStep.Remove>().Take(limit).Select(r => PlannedLoss.Of(r.Account, r.Why))],
            [.. plan.Failures.Take(limit).Select(PlannedFailureView.Of)],
            plan.Warnings, counts.Most > limit);
    }
}

/// <param name="OutOfDate">Whether the plan has changed since the run last looked; a release must name the plan as it is now.</param>
public sealed record HeldView(string RunId, string Because, DateTimeOffset Since, string PlanHash, bool OutOfDate);

public sealed record PlanCounts(int Create, int Update, int Disable, int Remove, int Unchanged, int Fail)
{
    internal int Most => new[] { Create, Update, Disable, Remove, Fail }.Max();

    internal static PlanCounts Of(SyncPlan plan) => new(
        plan.Steps.Count(s => s is SyncStep.Create), plan.Steps.Count(s => s is SyncStep.Update or SyncStep.Keep),
        plan.Steps.Count(s => s is SyncStep.Disable), plan.Steps.Count(s => s is SyncStep.Remove), plan.Unchanged, plan.Failures.Count);

    internal string Sentence
    {
        get
        {
            var parts = new[] { (Create, "created"), (Update, "updated"), (Disable, "disabled"), (Remove, "removed") }
                .Where(p => p.Item1 > 0).Select(p => $"{p.Item1} {p.Item2}").ToList();
            var changes = parts.Count == 0 ? "No account would change" : $"Accounts: {string.Join(", ", parts)}";
            return $"{changes}; {Unchanged} stay as they are; {(Fail == 0 ? "nobody fails" : Fail == 1 ? "1 user fails" : $"{Fail} users fail")}.";
        }
    }
}

/// <summary>A role and the groups that give it; none for one that was given by hand.</summary>
public sealed record RoleView(string Role, IReadOnlyList<string> Groups)
{
    internal static IReadOnlyList<RoleView> Of(IEnumerable<PlannedRole> roles) =>
        [.. roles.OrderBy(r => r.Role, StringComparer.Ordinal).Select(r => new RoleView(r.Role, r.SourceGroups))];
}

public sealed record PlannedCreate(string Email, string UserId, string UserName, IReadOnlyList<RoleView> Roles, string Why);

/// <param name="Email">The e-mail as it will be.</param>
/// <param name="EmailBefore">The e-mail that it has now, where it changes.</param>
public sealed record PlannedUpdate(
    string AccountId, string Email, string? EmailBefore, bool Enables, IReadOnlyList<RoleView> RolesAdded, IReadOnlyList<string> RolesRemoved,
    IReadOnlyList<RoleView> Roles, string Why)
{
    internal static PlannedUpdate Of(SyncStep step) => step switch
    {
        SyncStep.Update update => Of(update.Account, update.Email, update.Roles, !update.Account.Enabled, update.Why),
        SyncStep.Keep keep => Of(keep.Account, keep.Account.Email, keep.Roles, false, keep.Why),
        _ => throw new ArgumentException($"{step.GetType().Name} updates nothing.", nameof(step)),
    };

    static PlannedUpdate Of(SyncAccount account, string email, IReadOnlyList<PlannedRole> roles, bool enables, string why)
    {
        var (had, has) = (account.Roles.Select(r => r.Role).ToHashSet(StringComparer.Ordinal), roles.Select(r => r.Role).ToHashSet(StringComparer.Ordinal));
        return new(
            account.Id.ToString(), email, account.Email == email ? null : account.Email, enables, RoleView.Of(roles.Where(r => !had.Contains(r.Role))),
            [.. had.Except(has).Order(StringComparer.Ordinal)], RoleView.Of(roles), why);
    }
}

/// <summary>An account that would be disabled or removed, with the roles that it has now.</summary>
public sealed record PlannedLoss(string AccountId, string Email, IReadOnlyList<string> Roles, string Why)
{
    internal static PlannedLoss Of(SyncAccount account, string why) =>
        new(account.Id.ToString(), account.Email, [.. account.Roles.Select(r => r.Role).Order(StringComparer.Ordinal)], why);
}

/// <summary>A user who would have no account, and what to change in the identity provider.</summary>
public sealed record PlannedFailureView(
    string UserId, string UserName, string? Email, IReadOnlyList<string> Groups, string Code, string Reason, string Remedy)
{
    internal static PlannedFailureView Of(PlannedFailure f) => new(
        f.User.Id.ToString(), f.User.UserName, f.User.Email, [.. f.User.Groups.Select(g => g.Name)], f.Code, f.Reason, f.Remedy);
}
