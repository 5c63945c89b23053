using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>The users of those directories, each with the groups that the user is in.</summary>
public sealed class ShownUsers(Store store)
{
    /// <summary>A page has room for this many memberships: where users have many groups it holds fewer users, and says where it goes on.</summary>
    public const int MostMemberships = 10_000;

    public Task<IActionResult> ListAsync(UserFilter filter, ListWish wish, CancellationToken ct)
    {
        var checks = new ParameterChecks();
        var window = wish.Read(checks);
        filter.Check(checks);
        checks.Refuse();
        return store.SnapshotAsync<IActionResult>(async db =>
        {
            var (owner, group) = await ScopeAsync(db, filter, ct);
            var cursor = await CursorAsync(db, owner, window, ct);
            var ids = Ids(db, owner, group, filter);
            var slice = await Slice<Guid>.ReadAsync(
                (rising, beyond, take) => KeyReadings.ReadAsync(ids, rising, beyond, take, ct), window, cursor, keys => RoomAsync(db, owner, keys, ct));
            return slice.List(window, await ShowAsync(db, owner, slice.Keys, ct));
        }, ct);
    }

    /// <param name="directory">Of this directory alone; null for any.</param>
    public Task<IActionResult> GetAsync(string id, string? directory, CancellationToken ct) => store.SnapshotAsync<IActionResult>(async db =>
    {
        if (directory is not null) await ShownDirectories.FindAsync(db, directory, ct);
        if (!WireId.TryParse(WireId.User, id, out var key)) throw Refuse.NotFound("Directory User", id);
        var found = await OwnerAsync(db, key, ct);
        if (found is null || directory is not null && found.DirectoryId != directory) throw Refuse.NotFound("Directory User", id);
        return new WireJson((await ShowAsync(db, found, [key], ct))[0]);
    }, ct);

    /// <summary>The directory that has this user.</summary>
    internal static Task<Owner?> OwnerAsync(ScimDb db, Guid user, CancellationToken ct) => ShownDirectories.OwnerAsync(
        db, keys => db.Users.Where(u => keys.Contains(u.DirectoryKey) && u.Id == user).Select(u => (int?)u.DirectoryKey), ct);

    // A filter that names nothing is refused and not answered with nobody: nobody is what a reader would take for a directory that is empty.
    static async Task<(Owner Owner, Guid? Group)> ScopeAsync(ScimDb db, UserFilter filter, CancellationToken ct)
    {
        var owner = filter.Directory is { } named ? Owner.Of(await ShownDirectories.FindAsync(db, named, ct)) : null;
        if (filter.Group is not { } group) return (owner!, null);
        var found = WireId.TryParse(WireId.Group, group, out var key) ? await ShownGroups.OwnerAsync(db, key, ct) : null;
        if (found is null || owner is not null && found.Key != owner.Key) throw Refuse.NotFound("Directory Group", group);
        return (found, key);
    }

    // A user who was deleted between two pages must not break the walk: the audit trail still knows the id.
    static async Task<Guid?> CursorAsync(ScimDb db, Owner owner, Window window, CancellationToken ct)
    {
        if (window.Cursor is not { } cursor) return null;
        if (!WireId.TryParse(WireId.User, cursor, out var id)) throw Refuse.UnknownCursor(window.Field, cursor);
        var text = id.ToString();
        return await db.Users.AnyAsync(u => u.DirectoryKey == owner.Key && u.Id == id, ct)
            || await db.Audit.AnyAsync(a => a.DirectoryKey == owner.Key && a.Subject == AuditSubject.User && a.SubjectId == text, ct)
                ? id
                : throw Refuse.UnknownCursor(window.Field, cursor);
    }

    static IQueryable<Guid> Ids(ScimDb db, Owner owner, Guid? group, UserFilter filter)
    {
        var users = db.Users.Where(u => u.DirectoryKey == owner.Key);
        if (filter.Email is { } email)
        {
            var key = Fold.Key(email);
            users = users.Where(u => u.LoginEmailKey == key);
        }
        var ids = filter.IdpId is { } idp ? WithIdpId(users, idp) : users.Select(u => u.Id);
        if (group is null) return ids;
        var members = db.Members.Where(m => m.DirectoryKey == owner.Key && m.GroupId == group && m.Kind == MemberKind.User);
        // Whoever is named is sought in the group, not the other way round: the group may be large.
        return filter is { IdpId: null, Email: null } ? members.Select(m => m.MemberId) : ids.Where(id => members.Any(m => m.MemberId == id));
    }

    // Two searches: one condition with an "or" SQLite would answer by looking at everybody.
    static IQueryable<Guid> WithIdpId(IQueryable<DirectoryUser> users, string idp)
    {
        var given = users.Where(u => u.ExternalId == idp).Select(u => u.Id);
        return Guid.TryParseExact(idp, "D", out var own) && own.ToString() == idp
            ? given.Union(users.Where(u => u.Id == own && u.ExternalId == null).Select(u => u.Id))
            : given;
    }

    static async Task<int> RoomAsync(ScimDb db, Owner owner, IReadOnlyList<Guid> users, CancellationToken ct)
    {
        var counts = await db.Members.Where(m => m.DirectoryKey == owner.Key && users.Contains(m.MemberId))
            .GroupBy(m => m.MemberId).Select(m => new { m.Key, Count = m.Count() }).ToDictionaryAsync(m => m.Key, m => m.Count, ct);
        var (fit, sum) = (0, 0);
        while (fit < users.Count && ((sum += counts.GetValueOrDefault(users[fit])) <= MostMemberships || fit == 0)) fit++;
        return fit;
    }

    static async Task<IReadOnlyList<JsonObject>> ShowAsync(ScimDb db, Owner owner, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var users = await db.Users.AsNoTracking().Where(u => u.DirectoryKey == owner.Key && ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, ct);
        var memberships = await db.Members.AsNoTracking().Where(m => m.DirectoryKey == owner.Key && ids.Contains(m.MemberId))
            .OrderBy(m => m.MemberId).ThenBy(m => m.GroupId).Select(m => new { m.MemberId, m.GroupId }).ToListAsync(ct);
        var groups = new Dictionary<Guid, DirectoryGroup>();
        foreach (var chunk in memberships.Select(m => m.GroupId).Distinct().Chunk(500))
            foreach (var group in await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == owner.Key && chunk.Contains(g.Id)).ToListAsync(ct))
                groups[group.Id] = group;
        var ofUser = memberships.Where(m => groups.ContainsKey(m.GroupId)).ToLookup(m => m.MemberId, m => groups[m.GroupId]);
        return [.. ids.Where(users.ContainsKey).Select(id => UserView.WithGroups(owner, users[id], ofUser[id]))];
    }
}
