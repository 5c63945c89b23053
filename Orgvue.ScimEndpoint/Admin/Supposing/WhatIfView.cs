using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>The plan as it would be, and what differs from the plan as it is. Nothing of it has been written.</summary>
/// <param name="Warnings">What a real configuration of this kind would be warned of.</param>
/// <param name="Plan">The whole plan as it would be.</param>
public sealed record WhatIfView(
    string DirectoryId, string Summary, IReadOnlyList<DifferenceView> Tenants, IReadOnlyList<SyncWarning> Warnings, PlanView Plan)
{
    internal static string Sentence(IReadOnlyList<PlanDifference> differences) => differences.All(d => d.IsNone)
        ? "Nothing would be different."
        : string.Join(' ', differences.Where(d => !d.IsNone).Select(d => DifferenceView.Sentence(d)));
}

/// <summary>What would be different for one tenant.</summary>
/// <param name="Creates">Accounts that would be made, and are not now.</param>
/// <param name="NoLonger">What would be done to accounts now, and would not be.</param>
/// <param name="NewlyFailing">Users who would fail and do not now, or for another reason.</param>
/// <param name="Healed">Users who fail now and would not.</param>
/// <param name="NewlyHeld">Why the run would be held, and is not now (rule B8).</param>
public sealed record DifferenceView(
    string TenantId, string Summary, DifferenceCounts Counts, IReadOnlyList<PlannedCreate> Creates, IReadOnlyList<PlannedUpdate> Updates,
    IReadOnlyList<PlannedLoss> Disables, IReadOnlyList<PlannedLoss> Removals, IReadOnlyList<NotDone> NoLonger,
    IReadOnlyList<PlannedFailureView> NewlyFailing, IReadOnlyList<PlannedFailureView> Healed, string? NewlyHeld, bool Truncated)
{
    internal static DifferenceView Of(PlanDifference of, int limit)
    {
        var users = of.Then?.Planned.Snapshot.Users.ToDictionary(u => u.Id) ?? [];
        var counts = DifferenceCounts.Of(of);
        return new(
            of.Tenant, Sentence(of), counts,
            [.. of.Newly.OfType<SyncStep.Create>().Take(limit).Select(c => new PlannedCreate(c.Email, c.UserId.ToString(), users[c.UserId].UserName, RoleView.Of(c.Roles), c.Why))],
            [.. of.Newly.Where(s => s is SyncStep.Update or SyncStep.Keep).Take(limit).Select(PlannedUpdate.Of)],
            [.. of.Newly.OfType<SyncStep.Disable>().Take(limit).Select(d => PlannedLoss.Of(d.Account, d.Why))],
            [.. of.Newly.OfType<SyncStep.Remove>().Take(limit).Select(r => PlannedLoss.Of(r.Account, r.Why))],
            [.. of.NoLonger.Take(limit).Select(NotDone.Of)],
            [.. of.Failing.Take(limit).Select(PlannedFailureView.Of)],
            [.. of.Healed.Take(limit).Select(PlannedFailureView.Of)],
            of.Now?.Planned.Hold is null ? of.Then?.Planned.Hold : null, counts.Most > limit);
    }

    internal static string Sentence(PlanDifference of)
    {
        if (of.Then is null) return $"{of.Tenant}: it would be fed no more; its accounts would stay as they are and its changes would wait (B9).";
        if (of.IsNone) return $"{of.Tenant}: nothing would be different.";
        var counts = DifferenceCounts.Of(of);
        var parts = new[]
        {
            Many(counts.Create, "account", "would be created"), Many(counts.Update, "account", "would be updated"),
            Many(counts.Disable, "account", "would be disabled"), Many(counts.Remove, "account", "would be removed"),
            Many(counts.NoLonger, "step", "that is planned now would not be taken"), Many(counts.Heal, "user", "would be healed"),
            Many(counts.Fail, "user", "would newly fail, or for another reason"),
        }.OfType<string>().ToList();
        return $"{of.Tenant}: {string.Join(", ", of.Now is null ? parts.Prepend("it would be fed") : parts)}.";
    }

    static string? Many(int count, string what, string would) => count == 0 ? null : $"{count} {what}{(count == 1 ? "" : "s")} {would}";
}

public sealed record DifferenceCounts(int Create, int Update, int Disable, int Remove, int NoLonger, int Fail, int Heal)
{
    internal int Most => new[] { Create, Update, Disable, Remove, NoLonger, Fail, Heal }.Max();

    internal static DifferenceCounts Of(PlanDifference d) => new(
        d.Newly.Count(s => s is SyncStep.Create), d.Newly.Count(s => s is SyncStep.Update or SyncStep.Keep), d.Newly.Count(s => s is SyncStep.Disable),
        d.Newly.Count(s => s is SyncStep.Remove), d.NoLonger.Count, d.Failing.Count, d.Healed.Count);
}

/// <summary>What is not done any more: <c>create</c>, <c>update</c>, <c>disable</c> or <c>remove</c>.</summary>
public sealed record NotDone(string Kind, string Email, string Why)
{
    internal static NotDone Of(SyncStep step) => new(KindOf(step), step.Email, step.Why);

    internal static string KindOf(SyncStep step) => step switch
    {
        SyncStep.Create => "create",
        SyncStep.Update or SyncStep.Keep => "update",
        SyncStep.Disable => "disable",
        _ => "remove",
    };
}
