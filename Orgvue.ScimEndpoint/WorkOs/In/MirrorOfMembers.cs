using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>Lets the directory show what is known of memberships: those of one group in one change.</summary>
sealed class MirrorOfMembers(
    Store store, DirectoryContexts contexts, Groups groups, ScimLimits limits, TimeProvider clock, ILogger<MirrorOfMembers> log)
{
    readonly int _most = Math.Min(500, limits.MembersPerRequest);

    /// <summary>One step: some of the marked ones whose ids follow this one. Ids begin with the group's, so a group's are together.</summary>
    /// <returns>The last one that was looked at; null when there are no more.</returns>
    public async Task<string?> StepAsync(int directory, string after, CancellationToken ct)
    {
        try
        {
            return await TogetherAsync(directory, after, oneGroup: false, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or TimeoutException))
        {
            log.WorkOsStepFailed(e, directory);
            return await AloneAsync(directory, after, ct);
        }
    }

    // The group with which it cannot be done keeps none of the others from it.
    async Task<string?> AloneAsync(int directory, string after, CancellationToken ct)
    {
        try
        {
            return await TogetherAsync(directory, after, oneGroup: true, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or TimeoutException))
        {
            var due = await DueAsync(directory, after, ct);
            var some = due.Where(i => i.GroupId == due[0].GroupId).Select(i => (i, "The server failed; its log has the cause.")).ToList();
            log.WorkOsItemFailed(e, directory, due[0].GroupId!);
            await NoteAsync(directory, default, new([], []), [], some, ct);
            return some[^1].i.RemoteId;
        }
    }

    async Task<string?> TogetherAsync(int directory, string after, bool oneGroup, CancellationToken ct)
    {
        string? last = null;
        var refused = new List<(WorkOsItem Seen, string Problem)>();
        await store.TogetherAsync(async () =>
        {
            refused.Clear();
            last = null;
            if (await Scene.OfAsync(store, contexts, directory, ct) is not { } scene) return;
            var due = await DueAsync(directory, after, ct);
            if (due.Count == 0) return;
            var known = await KnownAsync(directory, due, ct);
            var began = clock.GetTimestamp();
            var shown = new List<WorkOsItem>();
            foreach (var ofGroup in due.GroupBy(i => i.GroupId!))
            {
                if (last is not null && (oneGroup || clock.GetElapsedTime(began) > Mirror.Slice)) break;
                var some = ofGroup.ToList();
                if (await ShowAsync(scene, known, some, ct) is { } problem) refused.AddRange(some.Select(i => (i, problem)));
                else shown.AddRange(some);
                last = some[^1].RemoteId;
            }
            await NoteAsync(scene.Key, scene.Standing, known, shown, refused, ct);
        }, ct);
        return last;
    }

    Task<List<WorkOsItem>> DueAsync(int directory, string after, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.ReadAsync(db => db.WorkOsItems.AsNoTracking().DueAt(now)
            .Where(i => i.DirectoryKey == directory && i.Kind == WorkOsItemKind.Membership && string.Compare(i.RemoteId, after) > 0)
            .OrderBy(i => i.RemoteId).Take(_most).ToListAsync(ct));
    }

    // Who stands for whom, of those who are there.
    Task<Known> KnownAsync(int directory, List<WorkOsItem> due, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var groupIds = due.Select(i => i.GroupId!).Distinct().ToArray();
        var userIds = due.Select(i => i.UserId!).Distinct().ToArray();
        var ofGroups = await db.WorkOsItems.AsNoTracking()
            .Where(i => i.DirectoryKey == directory && i.Kind == WorkOsItemKind.Group && groupIds.Contains(i.RemoteId))
            .Select(i => new { i.RemoteId, i.LocalId, i.DeletedAt, i.DeletedBy }).ToListAsync(ct);
        var ofUsers = await (
            from item in db.WorkOsItems
            where item.DirectoryKey == directory && item.Kind == WorkOsItemKind.User && userIds.Contains(item.RemoteId) && item.LocalId != null
            join user in db.Users on new { item.DirectoryKey, Id = item.LocalId!.Value } equals new { user.DirectoryKey, user.Id }
            select new { item.RemoteId, user.Id }).ToListAsync(ct);
        return new Known(
            ofGroups.ToDictionary(g => g.RemoteId, g => (g.LocalId, g.DeletedAt, g.DeletedBy)), ofUsers.ToDictionary(u => u.RemoteId, u => u.Id));
    });

    // What the directory will not have, in its own words; null when it shows all of them.
    async Task<string?> ShowAsync(Scene scene, Known known, List<WorkOsItem> memberships, CancellationToken ct)
    {
        Actor.Enter(Scene.ActorOf(memberships[0]));
        if (!known.Groups.TryGetValue(memberships[0].GroupId!, out var group) || group.LocalId is not { } id) return null;
        var add = new JsonArray();
        var operations = new List<PatchOperation>();
        foreach (var membership in memberships)
        {
            if (!known.Users.TryGetValue(membership.UserId!, out var user)) continue;
            if (scene.Standing.Counts(membership, group.DeletedAt, group.DeletedBy)) add.Add((JsonNode)new JsonObject { ["value"] = user.ToString() });
            else operations.Add(new(PatchOp.Remove, $"members[value eq \"{user}\"]", null, false, operations.Count));
        }
        if (add.Count > 0) operations.Add(new(PatchOp.Add, "members", add, true, operations.Count));
        if (operations.Count == 0) return null;
        try
        {
            await groups.PatchAsync(scene.Directory, id.ToString(), operations, null, withMembers: false, ct);
            return null;
        }
        catch (ScimException e)
        {
            log.WorkOsMembersRefused(scene.Key, memberships[0].GroupId!, e.Status);
            return e.Message;
        }
    }

    Task NoteAsync(
        int directory, Standing standing, Known known, List<WorkOsItem> shown, List<(WorkOsItem Seen, string Problem)> refused,
        CancellationToken ct) => store.WriteAsync(async db =>
    {
        var problems = refused.ToDictionary(r => r.Seen.RemoteId, r => r.Problem);
        var seen = shown.Concat(refused.Select(r => r.Seen)).ToDictionary(i => i.RemoteId);
        var ids = seen.Keys.ToArray();
        var rows = await db.WorkOsItems
            .Where(i => i.DirectoryKey == directory && i.Kind == WorkOsItemKind.Membership && ids.Contains(i.RemoteId)).ToListAsync(ct);
        foreach (var row in rows)
        {
            if (row.Version != seen[row.RemoteId].Version) continue;
            row.Version++;
            if (problems.TryGetValue(row.RemoteId, out var problem))
            {
                row.Attempts++;
                (row.Problem, row.RetryAt) = (problem, clock.GetUtcNow() + Outcome.Backoff(row.Attempts));
                continue;
            }
            // By what was known when it was shown: a group that was deleted since looks at its memberships again.
            var group = known.Groups.GetValueOrDefault(row.GroupId!);
            if (!standing.Counts(row, group.DeletedAt, group.DeletedBy)) row.Present = false;
            (row.Dirty, row.Problem, row.RetryAt, row.Attempts) = (false, null, null, 0);
            if (standing.IsVoid(row)) db.Remove(row);
        }
    }, ct);

    sealed record Known(Dictionary<string, (Guid? LocalId, DateTimeOffset? DeletedAt, string? DeletedBy)> Groups, Dictionary<string, Guid> Users);
}
