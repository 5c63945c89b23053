using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>What runs have to tell, added to the caller's transaction.</summary>
public static class News
{
    /// <summary>One event for all that a run opened, and one for all that it resolved.</summary>
    /// <param name="stillFailing">Users who fail in this run.</param>
    public static async Task OfFailuresAsync(
        ScimDb db, TimeProvider clock, int directory, int tenant, Guid run,
        IReadOnlyList<SyncFailure> opened, IReadOnlyList<SyncFailure> resolved, IReadOnlySet<Guid> stillFailing, CancellationToken ct)
    {
        if (opened.Count > 0)
            await Outbox.AddAsync(db, clock, EventName.FailureOpened, directory, tenant, place => Notices.FailuresOpened(place, run, opened), ct);
        if (resolved.Count > 0)
            await Outbox.AddAsync(db, clock, EventName.FailureResolved, directory, tenant,
                place => Notices.FailuresResolved(place, run, resolved, stillFailing), ct);
    }

    public static Task RunHeldAsync(ScimDb db, TimeProvider clock, SyncRun run, CancellationToken ct) =>
        OfAsync(db, clock, EventName.RunHeld, run, Notices.RunHeld, ct);

    public static Task RunReleasedAsync(ScimDb db, TimeProvider clock, SyncRun run, CancellationToken ct) =>
        OfAsync(db, clock, EventName.RunReleased, run, Notices.RunReleased, ct);

    public static Task RunDiscardedAsync(ScimDb db, TimeProvider clock, SyncRun run, CancellationToken ct) =>
        OfAsync(db, clock, EventName.RunDiscarded, run, Notices.RunDiscarded, ct);

    public static Task RunFailedAsync(ScimDb db, TimeProvider clock, SyncRun run, CancellationToken ct) =>
        OfAsync(db, clock, EventName.RunFailed, run, Notices.RunFailed, ct);

    /// <summary>Nothing is told where nothing differs.</summary>
    public static Task ReconcileDiffersAsync(ScimDb db, TimeProvider clock, SyncRun run, int accounts, CancellationToken ct) =>
        accounts == 0 ? Task.CompletedTask
            : OfAsync(db, clock, EventName.ReconcileDiffers, run, (place, of) => Notices.ReconcileDiffers(place, of, accounts), ct);

    static Task<int> OfAsync(ScimDb db, TimeProvider clock, string name, SyncRun run, Func<Place, SyncRun, Notice> say, CancellationToken ct) =>
        Outbox.AddAsync(db, clock, name, run.DirectoryKey, run.TenantKey, place => say(place, run), ct);
}
