namespace Orgvue.ScimEndpoint.Roles;

/// <summary>Finds what was probably meant by a name that grants nothing, or not what it seems to. It only suggests (M8).</summary>
sealed class NearMisses(IReadOnlyList<Claim> claims, Func<string, GroupMeaning> read)
{
    readonly string[] _prefixes =
    [
        .. claims.Select(claim => claim.Source.Prefix).Where(prefix => prefix.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.Ordinal)
    ];

    /// <summary>For a name no prefix starts.</summary>
    public NearMiss? OfPrefix(string name)
    {
        if (PrefixSlip.Of(name, _prefixes) is not var (slip, prefix)) return null;
        var meant = Settled(prefix + Visible(name[slip.Length..]));
        return Hint(name, meant.Name, meant.Tenant, slip.Kind, slip.Explanation);
    }

    /// <summary>For a name whose prefix is right and whose tenant is not configured (M6).</summary>
    public NearMiss? OfTenant(string name, string prefix) => OtherTenant(name, prefix) ?? NoTenant(name, prefix);

    /// <summary>For a custom role that may have been meant as another tenant's, or as a platform role.</summary>
    public NearMiss? OfRole(string name, string role, string tenant)
    {
        // An empty prefix claims every group: none can be nearer to it than another.
        if (role.Length == name.Length) return null;
        // Without the spaces that may follow the prefix; longest first, the one that starts the name is the role's.
        var start = name[..claims.First(claim => claim.Starts(name)).Prefix.Length];
        if (OtherTenant(name, start) is { } other) return other;
        if (LookAlikes.PlatformRoleIn(role) is not { } platform) return null;
        var kind = role.Length == platform.Length ? NearMissKind.LookAlike : NearMissKind.StrayCharacter;
        return Hint(name, start + platform, tenant, kind, $"Its role only looks like \"{platform}\"; it is a custom role.");
    }

    /// <summary>A tenant whose effective prefix goes on from this start, and which the rest of the name nearly spells.</summary>
    NearMiss? OtherTenant(string name, string start)
    {
        NearMiss? nearest = null;
        var distance = int.MaxValue;
        // With the "_" that a name without a role lacks, "MYTENAT" is as near to "MYTENANT_" as "MYTENAT_user" is.
        string? rest = null;
        foreach (var claim in claims)
        {
            if (!claim.IsMulti || claim.Prefix.Length <= start.Length) continue;
            if (!claim.Prefix.StartsWith(start, StringComparison.OrdinalIgnoreCase)) continue;
            rest ??= name[start.Length..].TrimStart() + "_";
            if (TenantSlip(rest, claim.Prefix.AsSpan(start.Length)) is not { } slip || slip.Distance >= distance) continue;
            distance = slip.Distance;
            var role = slip.Length == rest.Length ? "" : rest[slip.Length..^1].Trim();
            var suggestion = claim.Prefix + (role.Length == 0 ? PlatformRole.User : LookAlikes.PlatformRoleIn(role) ?? role);
            nearest = Hint(name, suggestion, claim.Tenant, slip.Kind,
                $"It does not name the tenant {claim.Tenant} as configured: that takes \"{claim.Prefix}\", then the role.");
        }
        return nearest;
    }

    static PrefixSlip? TenantSlip(string rest, ReadOnlySpan<char> segment)
    {
        if (PrefixSlip.Disguised(rest, segment) is { } disguised) return disguised;
        var allowed = EditDistance.Allowed(segment.Length - 1);
        if (EditDistance.Nearest(segment, rest, allowed) is not var (distance, length)) return null;
        var ends = LookAlikes.IsSeparator(rest[length - 1]) || LookAlikes.PlatformRoleIn(rest[length..]) is not null;
        return ends ? new(NearMissKind.UnknownTenant, length, "", distance) : null;
    }

    /// <summary>A platform role straight after the prefix, where only one tenant can have been meant.</summary>
    NearMiss? NoTenant(string name, string prefix)
    {
        if (LookAlikes.PlatformRoleIn(name[prefix.Length..]) is not { } platform) return null;
        Claim[] tenants =
        [
            .. claims.Where(claim => claim.IsMulti && claim.Source.Prefix.Equals(prefix, StringComparison.OrdinalIgnoreCase))
        ];
        if (tenants is not [var only]) return null;
        return Hint(name, only.Prefix + platform, only.Tenant, NearMissKind.UnknownTenant,
            $"It names no tenant after the prefix \"{prefix}\".");
    }

    /// <summary>A corrected name, read again: its tenant and role may have slipped too.</summary>
    (string Name, string Tenant) Settled(string name) => read(name) switch
    {
        GroupMeaning.Mapped(var tenant, var role) when !PlatformRole.Is(role) => Or(OfRole(name, role, tenant), name, tenant),
        GroupMeaning.Mapped(var tenant, _) => (name, tenant),
        GroupMeaning.InvalidRoleName(var tenant, _, _) => (name, tenant),
        GroupMeaning.EmptyRole(var tenant) => (claims.First(claim => claim.Tenant == tenant).Prefix + PlatformRole.User, tenant),
        GroupMeaning.UnknownTenant(var prefix, _) => Or(OfTenant(name, prefix), name, ""),
        _ => (name, ""),
    };

    static (string Name, string Tenant) Or(NearMiss? hint, string name, string tenant) =>
        hint is null ? (name, tenant) : (hint.Suggestion, hint.Tenant);

    static string Visible(string text) => string.Concat(text.Where(c => !LookAlikes.IsInvisible(c))).Trim();

    NearMiss Hint(string name, string suggestion, string tenant, NearMissKind kind, string explanation) =>
        new(name, suggestion, tenant, kind, $"{explanation} Did you mean \"{suggestion}\"?")
        {
            GivesPlatformRole = read(suggestion) is GroupMeaning.Mapped mapped && PlatformRole.Is(mapped.Role),
        };
}
