using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Reads memberships in both directions, with the names to show.</summary>
public sealed class References
{
    const int Chunk = 500;

    public async Task<IReadOnlyList<Reference>> GroupsOfAsync(ScimDb db, int directory, Guid user, CancellationToken ct) =>
        [.. (await db.GroupsOfAsync(directory, user, ct)).Select(g => new Reference(g.Id, MemberKind.Group, g.DisplayName))];

    /// <summary>The groups that users are direct members of (RFC 7643 §4.1.2, read-only).</summary>
    public async Task<ILookup<Guid, Reference>> GroupsOfAsync(ScimDb db, int directory, IReadOnlyCollection<Guid> users, CancellationToken ct)
    {
        var found = new List<(Guid Of, Reference Reference)>();
        foreach (var ids in users.Chunk(Chunk))
            found.AddRange((await (
                from member in db.Members.AsNoTracking()
                where member.DirectoryKey == directory && ids.Contains(member.MemberId)
                join g in db.Groups.AsNoTracking() on new { member.DirectoryKey, Id = member.GroupId } equals new { g.DirectoryKey, g.Id }
                orderby member.MemberId, member.GroupId
                select new { member.MemberId, g.Id, g.DisplayName }).ToListAsync(ct))
                .Select(m => (m.MemberId, new Reference(m.Id, MemberKind.Group, m.DisplayName))));
        return found.ToLookup(f => f.Of, f => f.Reference);
    }

    /// <summary>Users and groups by their ids, as they are shown when they are members.</summary>
    public static async Task<IReadOnlyList<Reference>> ShownAsync(ScimDb db, int directory, IReadOnlyCollection<Guid> members, CancellationToken ct)
    {
        var shown = new List<Reference>();
        foreach (var ids in members.Chunk(Chunk))
        {
            shown.AddRange((await db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory && ids.Contains(u.Id))
                .Select(u => new { u.Id, Display = u.DisplayName ?? u.UserName }).ToListAsync(ct))
                .Select(u => new Reference(u.Id, MemberKind.User, u.Display)));
            shown.AddRange((await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory && ids.Contains(g.Id))
                .Select(g => new { g.Id, g.DisplayName }).ToListAsync(ct))
                .Select(g => new Reference(g.Id, MemberKind.Group, g.DisplayName)));
        }
        return shown;
    }

    public async Task<IReadOnlyList<Reference>> MembersOfAsync(ScimDb db, int directory, Guid group, CancellationToken ct) =>
        [.. (await MembersOfAsync(db, directory, [group], ct))[group]];

    public async Task<ILookup<Guid, Reference>> MembersOfAsync(ScimDb db, int directory, IReadOnlyCollection<Guid> groups, CancellationToken ct)
    {
        var found = new List<(Guid Of, Reference Reference)>();
        foreach (var ids in groups.Chunk(Chunk))
        {
            var members = db.Members.AsNoTracking().Where(m => m.DirectoryKey == directory && ids.Contains(m.GroupId));
            found.AddRange((await (
                from member in members
                where member.Kind == MemberKind.User
                join u in db.Users.AsNoTracking() on new { member.DirectoryKey, Id = member.MemberId } equals new { u.DirectoryKey, u.Id }
                orderby member.GroupId, member.MemberId
                select new { member.GroupId, u.Id, Display = u.DisplayName ?? u.UserName }).ToListAsync(ct))
                .Select(m => (m.GroupId, new Reference(m.Id, MemberKind.User, m.Display))));
            found.AddRange((await (
                from member in members
                where member.Kind == MemberKind.Group
                join g in db.Groups.AsNoTracking() on new { member.DirectoryKey, Id = member.MemberId } equals new { g.DirectoryKey, g.Id }
                orderby member.GroupId, member.MemberId
                select new { member.GroupId, g.Id, g.DisplayName }).ToListAsync(ct))
                .Select(m => (m.GroupId, new Reference(m.Id, MemberKind.Group, m.DisplayName))));
        }
        // In the order of their ids, whatever they are: the first decides where a group stands in a sorted list (RFC 7644 section 3.4.2.3), and is the first that is shown.
        return found.OrderBy(f => f.Reference.Id).ToLookup(f => f.Of, f => f.Reference);
    }
}
