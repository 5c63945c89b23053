namespace Orgvue.ScimEndpoint.Roles;

/// <summary>Reads group names as (tenant, role): a pure function of the name and the directory's enabled configurations (M10).</summary>
public sealed class RoleMapper
{
    readonly Claim[] _claims;
    readonly NearMisses _nearMisses;

    public RoleMapper(IReadOnlyList<RoleSource> sources)
    {
        _claims = Claim.LongestFirst(sources);
        _nearMisses = new(_claims, Read);
    }

    /// <summary>What a group of this name means (M12: always its current one), with a hint where it nearly means more (M8).</summary>
    public GroupMeaning MeaningOf(string displayName)
    {
        var name = displayName.Trim();
        return Read(name) switch
        {
            GroupMeaning.NotOrgvue => new GroupMeaning.NotOrgvue(_nearMisses.OfPrefix(name)),
            GroupMeaning.UnknownTenant unknown => unknown with { Hint = _nearMisses.OfTenant(name, unknown.Prefix) },
            GroupMeaning.Mapped mapped when !PlatformRole.Is(mapped.Role) =>
                mapped with { Hint = _nearMisses.OfRole(name, mapped.Role, mapped.Tenant) },
            var meaning => meaning,
        };
    }

    /// <summary>The role that a group of this name gives, or null; without the search for near misses, which nobody reads here.</summary>
    public GroupMeaning.Mapped? RoleOf(string displayName) => Read(displayName.Trim()) as GroupMeaning.Mapped;

    /// <summary>The rules M1 to M7, without hints; the name is trimmed.</summary>
    GroupMeaning Read(string name)
    {
        var owner = OwnerOf(name);
        if (owner is null)
            return BareTenant(name) is { } tenant ? new GroupMeaning.EmptyRole(tenant) : Unowned(name);

        var role = name[owner.Prefix.Length..].Trim();
        if (role.Length == 0) return new GroupMeaning.EmptyRole(owner.Tenant);
        if (PlatformRole.Canonical(role) is { } platform) return new GroupMeaning.Mapped(owner.Tenant, platform);
        // "…_EU_FINANCE" is the tenant EU_FINANCE without its role, not the role FINANCE of the tenant EU.
        if (BareTenant(name) is { } bare) return new GroupMeaning.EmptyRole(bare);
        return Flaw(role) is { } reason
            ? new GroupMeaning.InvalidRoleName(owner.Tenant, role, reason)
            : new GroupMeaning.Mapped(owner.Tenant, role);
    }

    /// <summary>M1: the longest effective prefix that starts the name.</summary>
    Claim? OwnerOf(string name)
    {
        foreach (var claim in _claims)
            if (claim.Starts(name)) return claim;
        return null;
    }

    /// <summary>The tenant whose effective prefix the name is, but for the last <c>_</c>.</summary>
    string? BareTenant(string name)
    {
        foreach (var claim in _claims)
            if (claim.IsMulti && claim.Prefix.Length == name.Length + 1
                && claim.Prefix.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return claim.Tenant;
        return null;
    }

    /// <summary>M6: a multi-tenant configuration's prefix without one of its tenants. An empty prefix claims nothing.</summary>
    GroupMeaning Unowned(string name)
    {
        Claim? longest = null;
        foreach (var claim in _claims)
            if (claim.IsMulti && claim.Source.Prefix.Length > (longest?.Source.Prefix.Length ?? 0)
                && name.StartsWith(claim.Source.Prefix, StringComparison.OrdinalIgnoreCase)) longest = claim;
        if (longest is null) return new GroupMeaning.NotOrgvue(null);
        var prefix = longest.Source.Prefix;
        return new GroupMeaning.UnknownTenant(prefix, name[prefix.Length..].Trim());
    }

    /// <summary>M7: why a role cannot be one, or null. Orgvue joins roles with these: "hr,admin" must not make an administrator.</summary>
    static string? Flaw(string role)
    {
        for (var i = 0; i < role.Length; i++)
        {
            var c = role[i];
            if (c is ',' or ';' or ':') return $"The role holds \"{c}\" at character {i + 1}; Orgvue separates roles with it.";
            if (char.IsControl(c)) return $"The role holds the control character U+{(int)c:X4} at character {i + 1}.";
        }
        return null;
    }
}
