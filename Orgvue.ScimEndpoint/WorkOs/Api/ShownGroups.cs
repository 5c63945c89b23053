using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>The groups of those directories, without their members: who is in a group is asked of the users.</summary>
public sealed class ShownGroups(Store store)
{
    /// <param name="directory">Those of this directory; null where a user says which.</param>
    /// <param name="user">Those that this user is a direct member of.</param>
    public Task<IActionResult> ListAsync(string? directory, string? user, ListWish wish, CancellationToken ct)
    {
        var checks = new ParameterChecks();
        var window = wish.Read(checks);
        if (directory is null && user is null) checks.Add("directory", "directory_or_user_required", "Give a directory or a user.");
        checks.Refuse();
        return store.SnapshotAsync<IActionResult>(async db =>
        {
            var (owner, member) = await ScopeAsync(db, directory, user, ct);
            var cursor = await CursorAsync(db, owner, window, ct);
            var ids = member is null
                ? db.Groups.Where(g => g.DirectoryKey == owner.Key).Select(g => g.Id)
                : db.Members.Where(m => m.DirectoryKey == owner.Key && m.MemberId == member).Select(m => m.GroupId);
            var slice = await Slice<Guid>.ReadAsync((rising, beyond, take) => KeyReadings.ReadAsync(ids, rising, beyond, take, ct), window, cursor);
            var groups = await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == owner.Key && slice.Keys.Contains(g.Id)).ToDictionaryAsync(g => g.Id, ct);
            return slice.List(window, [.. slice.Keys.Where(groups.ContainsKey).Select(id => Views.Group(owner, groups[id]))]);
        }, ct);
    }

    /// <param name="directory">Of this directory alone; null for any.</param>
    public Task<IActionResult> GetAsync(string id, string? directory, CancellationToken ct) => store.SnapshotAsync<IActionResult>(async db =>
    {
        if (directory is not null) await ShownDirectories.FindAsync(db, directory, ct);
        if (!WireId.TryParse(WireId.Group, id, out var key)) throw Refuse.NotFound("Directory Group", id);
        var owner = await OwnerAsync(db, key, ct);
        if (owner is null || directory is not null && owner.DirectoryId != directory) throw Refuse.NotFound("Directory Group", id);
        return new WireJson(Views.Group(owner, await db.Groups.AsNoTracking().SingleAsync(g => g.DirectoryKey == owner.Key && g.Id == key, ct)));
    }, ct);

    /// <summary>The directory that has this group.</summary>
    internal static Task<Owner?> OwnerAsync(ScimDb db, Guid group, CancellationToken ct) => ShownDirectories.OwnerAsync(
        db, keys => db.Groups.Where(g => keys.Contains(g.DirectoryKey) && g.Id == group).Select(g => (int?)g.DirectoryKey), ct);

    static async Task<(Owner Owner, Guid? Member)> ScopeAsync(ScimDb db, string? directory, string? user, CancellationToken ct)
    {
        var owner = directory is not null ? Owner.Of(await ShownDirectories.FindAsync(db, directory, ct)) : null;
        if (user is null) return (owner!, null);
        var found = WireId.TryParse(WireId.User, user, out var key) ? await ShownUsers.OwnerAsync(db, key, ct) : null;
        if (found is null || owner is not null && found.Key != owner.Key) throw Refuse.NotFound("Directory User", user);
        return (found, key);
    }

    static async Task<Guid?> CursorAsync(ScimDb db, Owner owner, Window window, CancellationToken ct)
    {
        if (window.Cursor is not { } cursor) return null;
        if (!WireId.TryParse(WireId.Group, cursor, out var id)) throw Refuse.UnknownCursor(window.Field, cursor);
        var text = id.ToString();
        return await db.Groups.AnyAsync(g => g.DirectoryKey == owner.Key && g.Id == id, ct)
            || await db.Audit.AnyAsync(a => a.DirectoryKey == owner.Key && a.Subject == AuditSubject.Group && a.SubjectId == text, ct)
                ? id
                : throw Refuse.UnknownCursor(window.Field, cursor);
    }
}
