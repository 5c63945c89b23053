using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>The changes that one run serves.</summary>
/// <param name="LeftBehind">Whether a node took them that did not finish.</param>
/// <param name="Everybody">Whether the regular look at everybody is due, whatever has changed (rule B4).</param>
sealed record Batch(int Directory, Guid Id, IReadOnlyList<Change> Changes, DateTimeOffset? DueAt, bool LeftBehind, bool Everybody)
{
    /// <summary>Whether everybody was looked at before, so that nothing but the changes can have anything left to do.</summary>
    public bool IsFollowing { get; init; }
}

/// <summary>Takes the changes that a run serves and lets go of them when they are served (rules B1, B3).</summary>
sealed class Batches(Store store, PendingSyncs pending, TimeProvider clock, IOptions<SyncOptions> options, ILogger log)
{
    /// <summary>After so many failures in a row later changes must not wait any longer.</summary>
    const int MostAttempts = 5;

    /// <summary>Null when nothing is to be run after all: another node was quicker (rule B1), or no configuration is enabled (rule B9).</summary>
    public Task<Batch?> TakeAsync(int directory, SyncTrigger trigger, CancellationToken ct) => store.WriteGuardedAsync(async db =>
    {
        await pending.RenewAsync(db, directory, ct);
        if (!await db.Configurations.AnyAsync(c => c.DirectoryKey == directory && c.Enabled, ct)) return null;
        var changes = db.Changes.Where(c => c.DirectoryKey == directory);
        var left = await changes.Where(c => c.Batch != null).OrderBy(c => c.Sequence).Select(c => c.Batch).FirstOrDefaultAsync(ct);
        var row = await db.Directories.AsNoTracking().SingleAsync(d => d.Key == directory, ct);
        var opened = await changes.Where(c => c.Batch == left && c.OpensWindow).MinAsync(c => (DateTimeOffset?)c.At, ct);
        var delay = row.SyncDelay ?? options.Value.Delay;
        DateTimeOffset? due = opened is null ? null : BatchWindow.DueAt(opened.Value, delay);
        // Asked for a few, a run looks at no others: the regular look keeps its own time.
        var everybody = trigger is not SyncTrigger.Rerun && BatchWindow.FullIsDue(row.FullRunAt ?? row.CreatedAt, options.Value.FullReconcileEvery, clock.GetUtcNow());
        if (left is null && trigger is SyncTrigger.Window && (opened is null || !BatchWindow.IsOver(opened.Value, delay, clock.GetUtcNow()))) return null;
        // Those who are to be run again were taken when they were named; whatever else waits, waits on (rule B1).
        if (left is null && trigger is SyncTrigger.Rerun) return null;
        // The regular look waits for an open window and goes with its run.
        if (left is null && trigger is SyncTrigger.Periodic && (!everybody || due is not null)) return null;

        var id = left ?? NewId.At(clock);
        if (left is null)
        {
            await db.TakeAsync(changes.Where(c => c.Batch == null), id, ct);
            await db.SaveChangesAsync(ct);
        }
        var taken = await changes.AsNoTracking().Where(c => c.Batch == id).ToListAsync(ct);
        // A run that no change asked for is a batch all the same: it is tried again, or taken over, as the same run.
        if (taken.Count == 0)
            db.Add(new Change { DirectoryKey = directory, Kind = ChangeKind.Everybody, OpensWindow = false, Batch = id, At = clock.GetUtcNow() });
        taken.RemoveAll(IsPlaceholder);
        // With nothing to follow, "sync now" means everybody: nobody asks for a run that does nothing.
        return new Batch(directory, id, taken, due, left is not null, everybody || taken.Count == 0)
        {
            IsFollowing = row.FullRunAt is not null,
        };
    }, ct);

    /// <summary>Whether the row only stands for a run that no change asked for.</summary>
    public static bool IsPlaceholder(Change change) =>
        change is { Kind: ChangeKind.Everybody, OpensWindow: false, TenantKey: null, GroupId: null };

    /// <summary>
    /// Drops the changes when every tenant is done. After a failure they stay and are tried again; after too many they go, and the next
    /// window looks at everybody instead.
    /// </summary>
    public Task EndAsync(Batch batch, bool failed, CancellationToken ct) => store.WriteGuardedAsync(async db =>
    {
        await pending.RenewAsync(db, batch.Directory, ct);
        if (failed)
        {
            var attempts = (await db.Leases.FindAsync([batch.Directory], ct))!.FailedAttempts + 1;
            if (attempts < MostAttempts) return;
            log.GivenUp(batch.Directory, attempts);
            db.Add(new Change { DirectoryKey = batch.Directory, Kind = ChangeKind.Everybody, At = clock.GetUtcNow() });
        }
        else if (batch.Everybody || SyncScope.Of(batch.Changes).Everybody)
            (await db.Directories.SingleAsync(d => d.Key == batch.Directory, ct)).FullRunAt = clock.GetUtcNow();
        await db.DeleteAsync(db.Changes.Where(c => c.DirectoryKey == batch.Directory && c.Batch == batch.Id), ct);
    }, ct);
}
