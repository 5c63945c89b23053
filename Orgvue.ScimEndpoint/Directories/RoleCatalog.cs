using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>The roles of the tenants that a directory feeds, read from its groups as they are now.</summary>
public sealed class RoleCatalog(Store store, Cursors cursors, ScimLimits limits)
{
    const int Chunk = 500;

    public async Task<RolePage> ListAsync(DirectoryContext directory, Query query, CancellationToken ct)
    {
        var filter = query.Filter is null ? null : FilterParser.Parse(query.Filter, BuiltIn.Role, limits, directory.Tolerance);
        var sort = query.SortBy is null ? null : SortPath.Parse(query.SortBy, [BuiltIn.Role], directory.Tolerance)[0];
        var found = (await AllAsync(directory.Key, ct)).Select(r => (Role: r, Shown: r.Shown(query.Root)))
            .Where(r => filter is null || FilterMatch.Matches(filter, BuiltIn.Role, r.Shown))
            .Select(r => (At: new Hit(sort?.KeyOf(r.Shown) ?? r.Role.Place, Guid.ParseExact(r.Role.Id, "N")), r.Shown)).ToList();
        found.Sort((left, right) => query.Descending ? Hit.Compare(right.At, left.At) : Hit.Compare(left.At, right.At));
        if (query.Cursor is null) return new([.. found.Skip(query.StartIndex - 1).Take(query.Count).Select(r => r.Shown)], found.Count, query.StartIndex);

        var canonical = $"{directory.Key}\n{BuiltIn.Role.Name}\n{filter}\n{sort?.Text}\n{query.Descending}";
        var start = query.Cursor.Length == 0 ? null : (await cursors.ReadAsync(query.Cursor, canonical, ct)).At?.Hit;
        var behind = start is null ? found : found.FindAll(r => (query.Descending ? Hit.Compare(start, r.At) : Hit.Compare(r.At, start)) > 0);
        var page = behind.Take(query.Count).ToList();
        var next = page.Count == behind.Count ? null
            : await cursors.WriteAsync(new Position(page.Count == 0 ? null : new(0, page[^1].At), found.Count), canonical, ct);
        return new([.. page.Select(r => r.Shown)], found.Count, NextCursor: next);
    }

    public async Task<JsonObject> GetAsync(DirectoryContext directory, string id, string root, CancellationToken ct) =>
        (await AllAsync(directory.Key, ct)).FirstOrDefault(r => r.Id == id)?.Shown(root) ?? throw Ids.NotFound("Role", id);

    // The configurations, the groups and their members must be of one moment.
    Task<List<OfferedRole>> AllAsync(int directory, CancellationToken ct) => store.SnapshotAsync(async db =>
    {
        var configurations = await db.Configurations.AsNoTracking().Include(c => c.Tenant)
            .Where(c => c.DirectoryKey == directory && c.Enabled).ToListAsync(ct);
        var groups = await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory)
            .OrderBy(g => g.Id).Select(g => new { g.Id, g.DisplayName }).ToListAsync(ct);
        var roles = TenantRoles.Of(
            [.. configurations.Select(c => new RoleSource(c.Tenant!.TenantId, (TenantMode)c.Mode, c.GroupPrefix))],
            groups.Select(g => (g.Id, g.DisplayName)));

        var users = db.Members.AsNoTracking().Where(m => m.DirectoryKey == directory && m.Kind == MemberKind.User);
        var sizes = await SizesAsync(users, [.. roles.SelectMany(r => r.Groups)], ct);
        var offered = new List<OfferedRole>(roles.Count);
        foreach (var role in roles)
            offered.Add(new(role, role.Groups.Count > 1
                ? await DistinctAsync(users, role.Groups, ct)
                : role.Groups.Sum(g => sizes.GetValueOrDefault(g))));
        return offered;
    }, ct);

    static async Task<Dictionary<Guid, int>> SizesAsync(IQueryable<GroupMember> users, IReadOnlyList<Guid> groups, CancellationToken ct)
    {
        var sizes = new Dictionary<Guid, int>();
        foreach (var ids in groups.Chunk(Chunk))
            foreach (var group in await users.Where(m => ids.Contains(m.GroupId)).GroupBy(m => m.GroupId)
                .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct))
                sizes[group.Key] = group.Count;
        return sizes;
    }

    // "ADMIN" and " admin" are two groups and one role: who is in both has it once.
    static Task<int> DistinctAsync(IQueryable<GroupMember> users, IReadOnlyList<Guid> groups, CancellationToken ct) =>
        users.Where(m => groups.Contains(m.GroupId)).Select(m => m.MemberId).Distinct().CountAsync(ct);
}
