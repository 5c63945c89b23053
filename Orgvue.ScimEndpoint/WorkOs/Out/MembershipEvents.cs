using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>
/// Who came into a group and who went out of it. What goes with a user or a group that is deleted is not told: receivers draw that from the
/// deletion. Groups within groups are unknown to WorkOS.
/// </summary>
static class MembershipEvents
{
    const int Chunk = 500;

    public static async Task<IReadOnlyList<WorkOsEvent>> OfAsync(
        ScimDb db, Saved saved, IReadOnlyDictionary<int, Owner> owners, TimeProvider clock, CancellationToken ct)
    {
        var deleted = saved.Of<DirectoryUser>(gone: true).Select(r => ((DirectoryUser)r.Entity).Id)
            .Concat(saved.Of<DirectoryGroup>(gone: true).Select(r => ((DirectoryGroup)r.Entity).Id)).ToHashSet();
        var members = saved.Of<GroupMember>().Select(r => (Gone: r.State == EntityState.Deleted, Row: (GroupMember)r.Entity))
            .Where(m => m.Row.Kind == MemberKind.User && owners.ContainsKey(m.Row.DirectoryKey)
                && !deleted.Contains(m.Row.MemberId) && !deleted.Contains(m.Row.GroupId))
            .OrderBy(m => m.Row.DirectoryKey).ThenByDescending(m => m.Gone).ThenBy(m => m.Row.GroupId).ThenBy(m => m.Row.MemberId).ToList();
        var events = new List<WorkOsEvent>(members.Count);
        foreach (var part in members.GroupBy(m => m.Row.DirectoryKey))
        {
            var owner = owners[part.Key];
            var groups = await GroupsAsync(db, owner, [.. part.Select(m => m.Row.GroupId).Distinct()], ct);
            var users = await UsersAsync(db, owner, [.. part.Select(m => m.Row.MemberId).Distinct()], ct);
            foreach (var (gone, row) in part)
                // A row without its user or its group is no membership.
                if (groups.TryGetValue(row.GroupId, out var group) && users.TryGetValue(row.MemberId, out var user))
                    events.Add(Envelope.Of(clock, owner.Key, gone ? EventNames.UserRemoved : EventNames.UserAdded,
                        $$"""{"directory_id":"{{owner.DirectoryId}}","user":{{user}},"group":{{group}}}"""));
        }
        return events;
    }

    static async Task<Dictionary<Guid, string>> GroupsAsync(ScimDb db, Owner owner, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var found = db.ChangeTracker.Entries<DirectoryGroup>().Where(e => e.Entity.DirectoryKey == owner.Key).ToDictionary(e => e.Entity.Id, e => e.Entity);
        foreach (var chunk in ids.Where(id => !found.ContainsKey(id)).Chunk(Chunk))
            foreach (var group in await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == owner.Key && chunk.Contains(g.Id)).ToListAsync(ct))
                found[group.Id] = group;
        return ids.Where(found.ContainsKey).ToDictionary(id => id, id => ExactJson.Text(Views.Group(owner, found[id])));
    }

    static async Task<Dictionary<Guid, string>> UsersAsync(ScimDb db, Owner owner, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var texts = db.ChangeTracker.Entries<DirectoryUser>().Where(e => e.Entity.DirectoryKey == owner.Key)
            .ToDictionary(e => e.Entity.Id, e => ExactJson.Text(UserView.Of(owner, e.Entity)));
        foreach (var chunk in ids.Where(id => !texts.ContainsKey(id)).Chunk(Chunk))
            foreach (var user in await db.Users.AsNoTracking().Where(u => u.DirectoryKey == owner.Key && chunk.Contains(u.Id)).ToListAsync(ct))
                texts[user.Id] = ExactJson.Text(UserView.Of(owner, user));
        return texts;
    }
}
