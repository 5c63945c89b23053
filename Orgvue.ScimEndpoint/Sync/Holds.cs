using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What became of the wish to carry a held run out.</summary>
public abstract record ReleaseOutcome
{
    public sealed record Released(SyncRun Run) : ReleaseOutcome;

    /// <summary>The plan is not the one that was looked at; the run now shows what it would do.</summary>
    public sealed record Stale(SyncRun Run) : ReleaseOutcome;

    /// <summary>The run is not held (any more); null when there is none.</summary>
    public sealed record NotHeld(SyncRunStatus? Status) : ReleaseOutcome;

    /// <summary>The tenant has no enabled configuration any more.</summary>
    public sealed record NotConfigured : ReleaseOutcome;
}

/// <summary>Held runs (rule B8): one a tenant at most. It takes in what comes after it, and waits for somebody to release or discard it.</summary>
public sealed class Holds(PendingSyncs pending, TimeProvider clock)
{
    /// <summary>The held run of a tenant, if there is one.</summary>
    public static Task<SyncRun?> OfTenantAsync(IQueryable<SyncRun> runs, int directory, int tenant, CancellationToken ct) =>
        runs.SingleOrDefaultAsync(r => r.DirectoryKey == directory && r.TenantKey == tenant && r.Status == SyncRunStatus.Held, ct);

    /// <summary>Holds a run, or has the held one take in what has changed since; nothing is applied.</summary>
    internal async Task<SyncRun> KeepAsync(
        ScimDb db, Batch batch, Planned planned, SyncRun? held, SyncTrigger trigger, DateTimeOffset started, CancellationToken ct)
    {
        await pending.RenewAsync(db, batch.Directory, ct);
        var run = await OfTenantAsync(db.Runs, batch.Directory, planned.Configuration.TenantKey, ct);
        // Somebody decided while this was being planned: what he decided on is not to come back by itself.
        if (held is not null && run is null) throw new StalePlanException();
        run ??= await db.Runs.SingleOrDefaultAsync(
                r => r.DirectoryKey == batch.Directory && r.Batch == batch.Id && r.TenantKey == planned.Configuration.TenantKey, ct)
            ?? db.Add(new SyncRun
            {
                DirectoryKey = batch.Directory, Id = NewId.At(clock), Batch = batch.Id, TenantKey = planned.Configuration.TenantKey,
                Trigger = trigger, DueAt = batch.DueAt, StartedAt = started,
            }).Entity;
        // What was held before takes in what came since: that is not told again.
        var news = db.Entry(run).State == EntityState.Added || run.Status != SyncRunStatus.Held;
        run.Status = SyncRunStatus.Held;
        run.HeldBecause = planned.Hold ?? run.HeldBecause;
        run.PlanHash = PlanHash.Of(planned.Plan);
        run.FinishedAt = clock.GetUtcNow();
        RunCounts.Fill(run, planned, planned.Plan.Steps, planned.Plan.Failures.Count);
        if (news) await News.RunHeldAsync(db, clock, run, ct);
        await News.ReconcileDiffersAsync(db, clock, run, planned.Differences, ct);
        return run;
    }

    /// <summary>Notes who decided on a held run, in the transaction of what he decided.</summary>
    public static async Task DecideAsync(ScimDb db, SyncRun run, DateTimeOffset now, CancellationToken ct)
    {
        var row = await OfTenantAsync(db.Runs, run.DirectoryKey, run.TenantKey, ct);
        if (row?.Id != run.Id) throw new StalePlanException();
        (row.DecidedBy, row.DecidedAt) = (Actor.Current.Name, now);
    }

    /// <summary>The run does not happen. Whatever changes next has everybody looked at, so that nothing of it is forgotten (rule B4).</summary>
    public static async Task DiscardAsync(ScimDb db, SyncRun run, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await DecideAsync(db, run, now, ct);
        var row = (await OfTenantAsync(db.Runs, run.DirectoryKey, run.TenantKey, ct))!;
        row.Status = SyncRunStatus.Discarded;
        await News.RunDiscardedAsync(db, clock, row, ct);
        db.Add(new Change { DirectoryKey = run.DirectoryKey, Kind = ChangeKind.Everybody, TenantKey = run.TenantKey, OpensWindow = false, At = now });
    }
}

/// <summary>What a run did, or would do, in numbers.</summary>
static class RunCounts
{
    public static void Fill(SyncRun run, Planned planned, IReadOnlyCollection<SyncStep> done, int failed)
    {
        run.Full = planned.Snapshot.Examined is null;
        run.Created = done.OfType<SyncStep.Create>().Count();
        run.Updated = done.Count(s => s is SyncStep.Update or SyncStep.Keep);
        run.Disabled = done.OfType<SyncStep.Disable>().Count();
        run.Removed = done.OfType<SyncStep.Remove>().Count();
        run.Unchanged = planned.Plan.Unchanged;
        run.Failed = failed;
        run.Warnings = [.. planned.Plan.Warnings];
    }
}
