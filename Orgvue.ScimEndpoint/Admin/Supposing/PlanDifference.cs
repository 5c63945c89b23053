using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>How a tenant's plan would differ from the one that it has. Pure.</summary>
/// <param name="Now">Null where the tenant is fed only in the supposition.</param>
/// <param name="Then">Null where it is fed no more: its accounts stay as they are (rule B9).</param>
/// <param name="Newly">Steps that would be taken and would not be now.</param>
/// <param name="NoLonger">Steps that would be taken now and would not be.</param>
/// <param name="Failing">Users who would fail and do not now, or for another reason.</param>
/// <param name="Healed">Users who fail now and would not.</param>
sealed record PlanDifference(
    string Tenant, TenantPlan? Now, TenantPlan? Then, IReadOnlyList<SyncStep> Newly, IReadOnlyList<SyncStep> NoLonger,
    IReadOnlyList<PlannedFailure> Failing, IReadOnlyList<PlannedFailure> Healed)
{
    public bool IsNone => Newly.Count + NoLonger.Count + Failing.Count + Healed.Count == 0 && Now is null == Then is null;

    /// <summary>One a tenant that is fed now or would be.</summary>
    public static IReadOnlyList<PlanDifference> Of(DirectoryPlan now, DirectoryPlan then)
    {
        var (before, after) = (ByTenant(now), ByTenant(then));
        var failing = then.Tenants.SelectMany(t => t.Planned.Plan.Failures).Select(f => f.User.Id).ToHashSet();
        return [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal).Select(t => Of(t, before.GetValueOrDefault(t), after.GetValueOrDefault(t), failing))];
    }

    static Dictionary<string, TenantPlan> ByTenant(DirectoryPlan plan) => plan.Tenants.ToDictionary(t => t.Planned.Target.Tenant, StringComparer.Ordinal);

    /// <param name="failing">Who would fail in any tenant: a failure of none in particular is healed only where there is no other.</param>
    static PlanDifference Of(string tenant, TenantPlan? now, TenantPlan? then, HashSet<Guid> failing)
    {
        var (steps, steps2) = (now?.Planned.Plan.Steps ?? [], then?.Planned.Plan.Steps ?? []);
        var (lines, lines2) = (steps.Select(PlanHash.Line).ToHashSet(StringComparer.Ordinal), steps2.Select(PlanHash.Line).ToHashSet(StringComparer.Ordinal));
        // A step that is taken either way, to another end, is new and nothing is missed.
        var touched = steps2.Select(Touched).ToHashSet();
        var (failures, failures2) = (now?.Planned.Plan.Failures ?? [], then?.Planned.Plan.Failures ?? []);
        var (codes, users2) = (failures.Select(f => (f.User.Id, f.Code)).ToHashSet(), failures2.Select(f => f.User.Id).ToHashSet());
        return new(tenant, now, then,
            [.. steps2.Where(s => !lines.Contains(PlanHash.Line(s)))],
            [.. steps.Where(s => !lines2.Contains(PlanHash.Line(s)) && !touched.Contains(Touched(s)))],
            [.. failures2.Where(f => !codes.Contains((f.User.Id, f.Code)))],
            then is null ? [] : [.. failures.Where(f => !(f.OfDirectory ? failing : users2).Contains(f.User.Id))]);
    }

    static Guid Touched(SyncStep step) => step is SyncStep.Create create ? create.UserId : SyncApply.AccountOf(step)!.Id;
}
