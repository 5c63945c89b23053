using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// What nearly every write of a user or a group looks up, by a prepared statement where the context has some
/// (docs/adr/0014). Rows that were looked up are tracked, as those of EF are.
/// </summary>
public static class Lookups
{
    const int Chunk = 500;

    /// <summary>With its e-mails.</summary>
    public static async Task<DirectoryUser?> UserAsync(this ScimDb db, int directory, Guid id, CancellationToken ct)
    {
        if (db.Direct is not { } direct || db.Tracks<DirectoryUser>() || db.Tracks<UserEmail>())
            return await db.Users.Include(u => u.Emails).SingleOrDefaultAsync(u => u.DirectoryKey == directory && u.Id == id, ct);
        var user = db.Tracked<DirectoryUser>(direct, LookupSql.ById, directory, Key(id)).SingleOrDefault();
        if (user is not null) db.Tracked<UserEmail>(direct, LookupSql.OfUser, directory, Key(id));
        return user;
    }

    public static async Task<DirectoryGroup?> GroupAsync(this ScimDb db, int directory, Guid id, CancellationToken ct) =>
        db.Direct is { } direct && !db.Tracks<DirectoryGroup>()
            ? db.Tracked<DirectoryGroup>(direct, LookupSql.ById, directory, Key(id)).SingleOrDefault()
            : await db.Groups.SingleOrDefaultAsync(g => g.DirectoryKey == directory && g.Id == id, ct);

    /// <summary>Whether a user other than this one has the name.</summary>
    public static async Task<bool> HasOtherUserAsync(this ScimDb db, int directory, string userNameKey, Guid than, CancellationToken ct) =>
        db.Direct is { } direct
            ? direct.Any(LookupSql.OtherUser, directory, userNameKey, Key(than))
            : await db.Users.AnyAsync(u => u.DirectoryKey == directory && u.UserNameKey == userNameKey && u.Id != than, ct);

    /// <summary>Whether a group other than this one has the name.</summary>
    public static async Task<bool> HasOtherGroupAsync(this ScimDb db, int directory, string displayNameKey, Guid than, CancellationToken ct) =>
        db.Direct is { } direct
            ? direct.Any(LookupSql.OtherGroup, directory, displayNameKey, Key(than))
            : await db.Groups.AnyAsync(g => g.DirectoryKey == directory && g.DisplayNameKey == displayNameKey && g.Id != than, ct);

    /// <summary>The memberships of one user or group.</summary>
    public static async Task<List<GroupMember>> MembershipsAsync(this ScimDb db, int directory, Guid member, CancellationToken ct) =>
        db.Direct is { } direct && !db.Tracks<GroupMember>()
            ? db.Tracked<GroupMember>(direct, LookupSql.OfMember, directory, Key(member))
            : await db.Members.Where(m => m.DirectoryKey == directory && m.MemberId == member).ToListAsync(ct);

    /// <summary>The members of a group that are among these.</summary>
    public static async Task<List<GroupMember>> MembersAsync(
        this ScimDb db, int directory, Guid group, IReadOnlyCollection<Guid> among, CancellationToken ct)
    {
        var found = new List<GroupMember>();
        if (db.Direct is { } direct && !db.Tracks<GroupMember>())
            foreach (var id in among.Distinct())
                found.AddRange(db.Tracked<GroupMember>(direct, LookupSql.InGroup, directory, Key(group), Key(id)));
        else
            foreach (var ids in among.Distinct().Chunk(Chunk))
                found.AddRange(await db.Members.Where(m => m.DirectoryKey == directory && m.GroupId == group && ids.Contains(m.MemberId)).ToListAsync(ct));
        return found;
    }

    /// <summary>Those of these ids that users have.</summary>
    public static async Task<List<Guid>> KnownUsersAsync(this ScimDb db, int directory, IReadOnlyCollection<Guid> among, CancellationToken ct) =>
        db.Direct is { } direct
            ? [.. among.Where(id => direct.Any(LookupSql.User, directory, Key(id)))]
            : await db.Users.Where(u => u.DirectoryKey == directory && among.Contains(u.Id)).Select(u => u.Id).ToListAsync(ct);

    /// <summary>Those of these ids that groups have.</summary>
    public static async Task<List<Guid>> KnownGroupsAsync(this ScimDb db, int directory, IReadOnlyCollection<Guid> among, CancellationToken ct) =>
        db.Direct is { } direct
            ? [.. among.Where(id => direct.Any(LookupSql.Group, directory, Key(id)))]
            : among.Count == 0 ? [] : await db.Groups.Where(g => g.DirectoryKey == directory && among.Contains(g.Id)).Select(g => g.Id).ToListAsync(ct);

    /// <summary>The groups that a user or a group is a direct member of, in the order of their ids.</summary>
    public static async Task<List<(Guid Id, string DisplayName)>> GroupsOfAsync(this ScimDb db, int directory, Guid member, CancellationToken ct)
    {
        if (db.Direct is not { } direct)
            return [.. (await (
                from m in db.Members.AsNoTracking()
                where m.DirectoryKey == directory && m.MemberId == member
                join g in db.Groups.AsNoTracking() on new { m.DirectoryKey, Id = m.GroupId } equals new { g.DirectoryKey, g.Id }
                orderby m.GroupId
                select new { g.Id, g.DisplayName }).ToListAsync(ct)).Select(g => (g.Id, g.DisplayName))];
        return direct.All(LookupSql.GroupsOf, rows => (new Guid(rows.GetFieldValue<byte[]>(0), bigEndian: true), rows.GetString(1)), directory, Key(member));
    }

    /// <summary>Gives back the unique values that a resource had.</summary>
    public static async Task ReleaseValuesAsync(this ScimDb db, int directory, Guid resource, CancellationToken ct)
    {
        if (db.Direct is { } direct) direct.Execute(LookupSql.ReleaseValues, directory, Key(resource));
        else await db.DeleteAsync(db.UniqueValues.Where(v => v.DirectoryKey == directory && v.ResourceId == resource), ct);
    }

    // Which of them is the one that is there already, EF sorts out.
    static bool Tracks<T>(this ScimDb db) where T : class => db.ChangeTracker.Entries<T>().Any();

    static List<T> Tracked<T>(this ScimDb db, Statements direct, string where, params ReadOnlySpan<object?> values) where T : class
    {
        var table = Table.Of(db.Model.FindEntityType(typeof(T))!)!;
        var rows = direct.All(table.Selecting(where), table.Row<T>, values);
        foreach (var row in rows) db.Entry(row).State = EntityState.Unchanged;
        return rows;
    }

    // As SQLite keeps an id, see GuidBytes.
    static byte[] Key(Guid id) => id.ToByteArray(bigEndian: true);
}
