using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>The roles of the tenants that a directory feeds, read from its groups as they are now.</summary>
public sealed class RoleCatalog(Store store, ScimLimits limits)
{
    const int Chunk = 500;

    public async Task<RolePage> ListAsync(DirectoryContext directory, Query query, string root, CancellationToken ct)
    {
        var filter = query.Filter is null ? null : FilterParser.Parse(query.Filter, BuiltIn.Role, limits, directory.Tolerance);
        var found = (await AllAsync(directory.Key, ct)).Select(r => r.Shown(root))
            .Where(shown => filter is null || FilterMatch.Matches(filter, BuiltIn.Role, shown)).ToList();
        return new([.. found.Skip(query.StartIndex - 1).Take(query.Count)], found.Count, query.StartIndex);
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
