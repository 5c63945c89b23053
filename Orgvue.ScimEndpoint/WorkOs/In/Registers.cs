using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// What is known of directories at WorkOS, in the database. Statements are folded in; what the directory has to show otherwise is marked, and
/// shown afterwards. Every call can be repeated, whole or in part.
/// </summary>
public sealed class Registers(Store store)
{
    /// <summary>One transaction takes in so much that other writers do not wait for long.</summary>
    const int Chunk = 500;

    /// <summary>Takes statements in. All of them are kept when this returns, unless the directory is linked no more.</summary>
    /// <param name="seenInPull">The pull whose lists they are from.</param>
    public async Task FoldAsync(int directory, IReadOnlyList<Statement> statements, int? seenInPull, CancellationToken ct)
    {
        foreach (var some in statements.Chunk(Chunk))
        {
            await store.WriteAsync(db => FoldAsync(db, directory, some, seenInPull, ct), ct);
            // Marked again when the event is read again: a crash in between loses no mark.
            if (some.OfType<Statement.TornDown>().Any()) await VoidAsync(directory, ct);
        }
    }

    /// <summary>
    /// Ends a complete pull: whatever was true before it began and is not in its lists is not there any more. The pull's start is kept, so
    /// that an event from before it that arrives later brings nothing back.
    /// </summary>
    /// <returns>How much went.</returns>
    public async Task<int> SweepAsync(int directory, int pullNumber, DateTimeOffset remoteStart, CancellationToken ct)
    {
        var known = await store.WriteAsync(async db =>
        {
            if (await db.WorkOsLinks.FindAsync([directory], ct) is not { } link) return false;
            if (!(link.SweptAt >= remoteStart)) (link.SweptAt, link.Version) = (remoteStart, link.Version + 1);
            return true;
        }, ct);
        if (!known) return 0;
        var standing = new Standing(null, null, remoteStart, default);
        await FoldAsync(directory, await UnheardOfAsync(directory, remoteStart, ct), pullNumber, ct);
        return await MarkAsync(
            directory, items => items.Where(i => i.Present && i.At <= remoteStart && i.SeenInPull != pullNumber),
            item =>
            {
                if (!standing.IsSwept(item)) return false;
                item.Present = false;
                return true;
            }, ct);
    }

    // Members that were pushed before the directory was linked, and that WorkOS has never told of: the lists would have shown them.
    Task<List<Statement>> UnheardOfAsync(int directory, DateTimeOffset remoteStart, CancellationToken ct) => store.ReadAsync(async db => (await (
        from member in db.Members
        where member.DirectoryKey == directory
        join g in db.WorkOsItems on new { member.DirectoryKey, Kind = WorkOsItemKind.Group, Id = (Guid?)member.GroupId }
            equals new { g.DirectoryKey, g.Kind, Id = g.LocalId }
        join u in db.WorkOsItems on new { member.DirectoryKey, Kind = WorkOsItemKind.User, Id = (Guid?)member.MemberId }
            equals new { u.DirectoryKey, u.Kind, Id = u.LocalId }
        where !db.WorkOsItems.Any(i =>
            i.DirectoryKey == directory && i.Kind == WorkOsItemKind.Membership && i.RemoteId == g.RemoteId + " " + u.RemoteId)
        select new { Group = g.RemoteId, User = u.RemoteId }).ToListAsync(ct))
        .ConvertAll(m => (Statement)new Statement.Membership(m.Group, m.User, Present: false, Stamp.Listed(remoteStart))));

    /// <summary>Looks anew at the users who are deleted at WorkOS: what becomes of them was set otherwise.</summary>
    public Task<int> ReviewDeletedAsync(int directory, CancellationToken ct) =>
        MarkAsync(directory, items => items.Where(i => i.Kind == WorkOsItemKind.User && !i.Present), _ => true, ct);

    static async Task FoldAsync(ScimDb db, int directory, Statement[] statements, int? seenInPull, CancellationToken ct)
    {
        if (await db.WorkOsLinks.FindAsync([directory], ct) is not { } link) return;
        foreach (var statement in statements) Note(link, statement);
        var standing = Standing.Of(link);
        var counting = statements.Where(s => !standing.IsVoid(s.Stamp)).ToList();
        var items = await ItemsAsync(db, directory, counting, ct);
        foreach (var statement in counting)
        {
            if (Register.KeyOf(statement) is not { } key) continue;
            // Of what was never heard of the directory may know none the less: it was pushed to before.
            var isNew = !items.TryGetValue(key, out var item);
            if (isNew) db.Add(items[key] = item = Register.New(directory, statement));
            var (at, madeAt, by) = (item!.At, item.EventAt, item.EventId);
            var changed = Register.Take(item, statement) || isNew;
            if (seenInPull is { } pull) item.SeenInPull = pull;
            if (changed) (item.Dirty, item.RetryAt, item.Attempts) = (true, null, 0);
            if (changed || (at, madeAt, by) != (item.At, item.EventAt, item.EventId)) item.Version++;
        }
    }

    static void Note(WorkOsLink link, Statement statement)
    {
        switch (statement)
        {
            case Statement.TornDown when statement.Stamp.IsAfter(link.TornDownAt, link.TornDownBy):
                (link.TornDownAt, link.TornDownBy, link.Version) = (statement.Stamp.At, statement.Stamp.Tie, link.Version + 1);
                break;
            case Statement.Activated when !(link.ActivatedAt >= statement.Stamp.At):
                (link.ActivatedAt, link.Version) = (statement.Stamp.At, link.Version + 1);
                break;
        }
    }

    static async Task<Dictionary<(WorkOsItemKind, string), WorkOsItem>> ItemsAsync(
        ScimDb db, int directory, List<Statement> statements, CancellationToken ct)
    {
        var found = new Dictionary<(WorkOsItemKind, string), WorkOsItem>();
        var keys = statements.Select(Register.KeyOf).OfType<(WorkOsItemKind Kind, string Id)>().Distinct();
        foreach (var kind in keys.ToLookup(k => k.Kind, k => k.Id))
        {
            var ids = kind.ToArray();
            foreach (var item in await db.WorkOsItems
                .Where(i => i.DirectoryKey == directory && i.Kind == kind.Key && ids.Contains(i.RemoteId)).ToListAsync(ct))
                found[(item.Kind, item.RemoteId)] = item;
        }
        return found;
    }

    // Every statement from up to then is void. What is left of none goes when the directory shows it no more.
    async Task VoidAsync(int directory, CancellationToken ct)
    {
        var link = await store.ReadAsync(db => db.WorkOsLinks.AsNoTracking().SingleOrDefaultAsync(l => l.DirectoryKey == directory, ct));
        if (link is not { TornDownAt: { } at }) return;
        var standing = Standing.Of(link);
        await MarkAsync(directory, items => items.Where(i => i.At <= at || i.ProvisionedAt <= at), item =>
        {
            if (standing.IsVoid(item)) item.Present = false;
            if (!standing.IsProvisioned(item)) (item.ProvisionedAt, item.ProvisionedBy) = (null, null);
            return true;
        }, ct);
    }

    // Walks by key, so that each chunk goes on where the one before it ended, however few match.
    async Task<int> MarkAsync(
        int directory, Func<IQueryable<WorkOsItem>, IQueryable<WorkOsItem>> which, Func<WorkOsItem, bool> change, CancellationToken ct)
    {
        var marked = 0;
        foreach (var kind in Enum.GetValues<WorkOsItemKind>())
            for (var after = ""; after is not null;)
                (after, marked) = await store.WriteAsync(async db =>
                {
                    var (from, count) = (after, marked);
                    var rest = db.WorkOsItems.Where(i => i.DirectoryKey == directory && i.Kind == kind && string.Compare(i.RemoteId, from) > 0);
                    var some = await which(rest).OrderBy(i => i.RemoteId).Take(Chunk).ToListAsync(ct);
                    foreach (var item in some.Where(change))
                    {
                        (item.Dirty, item.RetryAt, item.Attempts) = (true, null, 0);
                        item.Version++;
                        count++;
                    }
                    return (some.Count < Chunk ? null : some[^1].RemoteId, count);
                }, ct);
        return marked;
    }
}
