using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// Lets the directory show what is known of its users and groups: whatever is marked is looked at, and what the directory is to show follows
/// from the register alone, so that doing it twice, or half and then again, ends alike.
/// </summary>
sealed class Mirror(Store store, DirectoryContexts contexts, TimeProvider clock, ILogger<Mirror> log)
{
    const int Most = 50;

    /// <summary>Other writers wait for one step, so it ends when it has taken this long.</summary>
    internal static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(40);

    /// <summary>One step: some of the marked ones whose remote ids follow this one.</summary>
    /// <returns>The last one that was looked at; null when there are no more.</returns>
    public async Task<string?> StepAsync(int directory, Shown shown, string after, CancellationToken ct)
    {
        try
        {
            return await TogetherAsync(directory, shown, after, Most, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or TimeoutException))
        {
            // One of them is more than can be borne. The others shall not wait for it.
            log.WorkOsStepFailed(e, directory);
            return await AloneAsync(directory, shown, after, ct);
        }
    }

    async Task<string?> TogetherAsync(int directory, Shown shown, string after, int most, CancellationToken ct)
    {
        string? last = null;
        await store.TogetherAsync(async () =>
        {
            if (await Scene.OfAsync(store, contexts, directory, ct) is not { } scene) return;
            var items = await DueAsync(directory, shown.Kind, after, most, ct);
            if (items.Count == 0) return;
            var claims = await Claims.TakeAsync(store, scene, items, ct);
            var began = clock.GetTimestamp();
            var (outcomes, taken) = (new List<(WorkOsItem Seen, Outcome Outcome)>(), new HashSet<Guid>());
            foreach (var item in items)
            {
                if (outcomes.Count > 0 && clock.GetElapsedTime(began) > Slice) break;
                var outcome = await ShowAsync(scene, shown, item, claims, taken, ct);
                outcomes.Add((item, outcome));
                if (outcome.LocalId is { } id) taken.Add(id);
            }
            await NoteAsync(scene, shown, outcomes, ct);
            last = outcomes[^1].Seen.RemoteId;
        }, ct);
        return last;
    }

    async Task<string?> AloneAsync(int directory, Shown shown, string after, CancellationToken ct)
    {
        if ((await DueAsync(directory, shown.Kind, after, 1, ct)).SingleOrDefault() is not { } item) return null;
        try
        {
            return await TogetherAsync(directory, shown, after, 1, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or TimeoutException))
        {
            log.WorkOsItemFailed(e, directory, item.RemoteId);
            await store.WriteAsync(async db =>
            {
                if (await db.WorkOsItems.FindAsync([directory, item.Kind, item.RemoteId], ct) is { } row)
                    new Outcome.Refused(row.LocalId, "The server failed; its log has the cause.").Note(row, item, default, clock.GetUtcNow());
            }, ct);
            return item.RemoteId;
        }
    }

    Task<List<WorkOsItem>> DueAsync(int directory, WorkOsItemKind kind, string after, int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.ReadAsync(db => db.WorkOsItems.AsNoTracking().DueAt(now)
            .Where(i => i.DirectoryKey == directory && i.Kind == kind && string.Compare(i.RemoteId, after) > 0)
            .OrderBy(i => i.RemoteId).Take(most).ToListAsync(ct));
    }

    async Task<Outcome> ShowAsync(Scene scene, Shown shown, WorkOsItem item, Claims claims, HashSet<Guid> taken, CancellationToken ct)
    {
        Actor.Enter(Scene.ActorOf(item));
        if (Claims.NameOf(item, scene.Standing) is not { } name) return await RemoveAsync(scene, shown, item, ct);
        using var data = JsonDocument.Parse(item.Data!);
        if (!claims.Has(item))
            return await PutAsync(item.RemoteId, id => new Outcome.Done(id, scene.Standing.IsPresent(item)
                ? $"{shown.Kind} {item.RemoteId} is called like another one of the directory at WorkOS: it is kept under its id."
                : null));
        try
        {
            return await PutAsync(name, id => new Outcome.Done(id));
        }
        catch (ScimException e) when (e.Status == StatusCodes.Status409Conflict && name != item.RemoteId)
        {
            // Whoever has the name may be about to give it up, and waits for this one's: so go out of each other's way.
            return await PutAsync(
                item.RemoteId, id => new Outcome.Meanwhile(id, $"Kept under its id for the time being: {e.Message}"), retried: true);
        }

        async Task<Outcome> PutAsync(string called, Func<Guid, Outcome> outcome, bool retried = false)
        {
            try
            {
                return outcome(await ShownAsAsync(scene, shown, item, data.RootElement, called, taken, ct));
            }
            catch (ScimException e) when (retried || called == item.RemoteId || e.Status != StatusCodes.Status409Conflict)
            {
                return new Outcome.Refused(item.LocalId, e.Message);
            }
        }
    }

    async Task<Guid> ShownAsAsync(
        Scene scene, Shown shown, WorkOsItem item, JsonElement data, string name, HashSet<Guid> taken, CancellationToken ct)
    {
        var present = scene.Standing.IsPresent(item);
        var known = item.LocalId
            ?? await store.ReadAsync(db => shown.UnclaimedAsync(db, scene.Key, ScimObjects.ExternalId(data), name, taken, ct));
        if (known is { } id)
            try
            {
                await shown.ChangeAsync(scene.Directory, id, data, name, present, ct);
                return id;
            }
            catch (ScimException e) when (e.Status == StatusCodes.Status404NotFound)
            {
                // Somebody else removed it; WorkOS says that it is there.
            }
        return await shown.CreateAsync(scene.Directory, data, name, present, ct);
    }

    static async Task<Outcome> RemoveAsync(Scene scene, Shown shown, WorkOsItem item, CancellationToken ct)
    {
        if (item.LocalId is not { } id) return new Outcome.Done(null);
        try
        {
            await shown.DeleteAsync(scene.Directory, id, ct);
        }
        catch (ScimException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            // Gone already.
        }
        catch (ScimException e)
        {
            return new Outcome.Refused(id, e.Message);
        }
        return new Outcome.Done(null);
    }

    Task NoteAsync(
        Scene scene, Shown shown, List<(WorkOsItem Seen, Outcome Outcome)> outcomes, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var ids = outcomes.Select(o => o.Seen.RemoteId).ToArray();
        var rows = await db.WorkOsItems
            .Where(i => i.DirectoryKey == scene.Key && i.Kind == shown.Kind && ids.Contains(i.RemoteId)).ToDictionaryAsync(i => i.RemoteId, ct);
        var now = clock.GetUtcNow();
        foreach (var (seen, outcome) in outcomes)
        {
            if (!rows.TryGetValue(seen.RemoteId, out var row)) continue;
            var before = row.LocalId;
            outcome.Note(row, seen, scene.Standing, now);
            var memberships = shown.MembershipsOf(db.WorkOsItems.Where(i => i.DirectoryKey == scene.Key && i.Present && !i.Dirty), row.RemoteId);
            // A membership is shown when both are there, and those of before a deletion went with the group.
            if (row.LocalId is not null && row.LocalId != before) await db.MarkDirtyAsync(memberships, ct);
            else if (row is { Kind: WorkOsItemKind.Group, DeletedAt: { } deleted })
                await db.MarkDirtyAsync(memberships.Where(m => m.At <= deleted), ct);
            // All that was ever said of it is void, and the directory shows it no more.
            if (row is { LocalId: null, Dirty: false } && scene.Standing.IsVoid(row)) db.Remove(row);
            row.Version++;
        }
    }, ct);
}
