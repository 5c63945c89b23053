using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Rule B7: a failure is opened once, counted while it lasts, and closed by the run in which the user succeeds or is gone.</summary>
sealed class FailureLedger(ScimDb db, int directory, int tenant, TimeProvider clock, CancellationToken ct)
{
    const int Chunk = 500;

    /// <param name="examined">The users whose failures the run can speak about; null for everybody.</param>
    public async Task RecordAsync(
        IReadOnlyList<PlannedFailure> failures, IReadOnlySet<Guid>? examined, bool speaksForDirectory, Guid run)
    {
        var now = clock.GetUtcNow();
        var open = (await OpenAsync(examined, speaksForDirectory)).ToDictionary(f => (f.TenantKey, f.UserId, f.Code));
        var opened = new List<SyncFailure>();
        foreach (var failure in failures)
        {
            int? of = failure.OfDirectory ? null : tenant;
            if (!open.Remove((of, failure.User.Id, failure.Code), out var known))
            {
                db.Add(known = New(failure, of, now));
                opened.Add(known);
            }
            else
                known.Count++;
            known.UserName = failure.User.UserName;
            known.Email = failure.User.Email;
            known.Groups = [.. failure.User.Groups.Select(g => g.Name)];
            known.Reason = failure.Reason;
            known.Remedy = failure.Remedy;
            known.LastSeenAt = now;
        }
        foreach (var healed in open.Values)
        {
            healed.ResolvedAt = now;
            healed.ResolvedByRun = run;
        }
        await News.OfFailuresAsync(
            db, clock, directory, tenant, run, opened, [.. open.Values], failures.Select(f => f.User.Id).ToHashSet(), ct);
    }

    /// <summary>Has a batch look again at everybody whose failure is open; how many those are.</summary>
    public static async Task<int> TakeAsync(ScimDb db, int directory, Guid batch, DateTimeOffset now, CancellationToken ct)
    {
        var users = await db.Failures.Where(f => f.DirectoryKey == directory && f.ResolvedAt == null).Select(f => f.UserId).Distinct().ToListAsync(ct);
        if (users.Count > SyncScope.FollowedUsers) db.Add(Again(ChangeKind.Everybody, null));
        else db.AddRange(users.Select(user => Again(ChangeKind.AccountFailed, user)));
        return users.Count;

        Change Again(ChangeKind kind, Guid? user) => new()
        {
            DirectoryKey = directory, Kind = kind, UserId = user, At = now, OpensWindow = false, Batch = batch,
        };
    }

    async Task<List<SyncFailure>> OpenAsync(IReadOnlySet<Guid>? examined, bool speaksForDirectory)
    {
        var open = db.Failures.Where(f => f.DirectoryKey == directory && f.ResolvedAt == null
            && (f.TenantKey == tenant || speaksForDirectory && f.TenantKey == null));
        if (examined is null) return await open.ToListAsync(ct);
        var found = new List<SyncFailure>();
        foreach (var ids in examined.Chunk(Chunk)) found.AddRange(await open.Where(f => ids.Contains(f.UserId)).ToListAsync(ct));
        return found;
    }

    SyncFailure New(PlannedFailure failure, int? of, DateTimeOffset now) => new()
    {
        DirectoryKey = directory, Id = NewId.At(clock), TenantKey = of, UserId = failure.User.Id, UserName = failure.User.UserName,
        Code = failure.Code, Reason = failure.Reason, Remedy = failure.Remedy, FirstSeenAt = now,
    };
}
