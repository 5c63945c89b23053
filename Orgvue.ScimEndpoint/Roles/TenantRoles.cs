namespace Orgvue.ScimEndpoint.Roles;

/// <summary>A role of one tenant and the groups that give it now.</summary>
/// <param name="Key">The same for all spellings that Orgvue takes for one role (M4).</param>
/// <param name="Role">The spelling that is kept.</param>
public sealed record TenantRole(string Tenant, string Key, string Role, IReadOnlyList<Guid> Groups)
{
    public bool IsPlatform => PlatformRole.Is(Role);
}

/// <summary>The roles that a directory's groups can give: in every tenant the two platform roles, and what a group gives besides.</summary>
public static class TenantRoles
{
    static readonly string[] Platform = [PlatformRole.Admin, PlatformRole.User];

    /// <summary>By tenant, the platform roles first.</summary>
    public static IReadOnlyList<TenantRole> Of(IReadOnlyList<RoleSource> sources, IEnumerable<(Guid Id, string DisplayName)> groups)
    {
        var mapper = new RoleMapper(sources);
        var given = groups.Select(g => (g.Id, Meaning: mapper.RoleOf(g.DisplayName))).Where(g => g.Meaning is not null)
            .ToLookup(g => g.Meaning!.Tenant, g => (g.Id, g.Meaning!.Role), StringComparer.Ordinal);
        return
        [
            .. sources.Select(s => s.Tenant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .SelectMany(tenant => Of(tenant, given[tenant]))
        ];
    }

    static IEnumerable<TenantRole> Of(string tenant, IEnumerable<(Guid Id, string Role)> given)
    {
        var byKey = given.ToLookup(g => RoleSet.KeyOf(g.Role), StringComparer.Ordinal);
        return Platform.Concat(byKey.Select(g => g.Key).Except(Platform, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            .Select(key => new TenantRole(tenant, key,
                byKey[key].Select(g => g.Role).Order(StringComparer.Ordinal).FirstOrDefault(key), [.. byKey[key].Select(g => g.Id)]));
    }
}
