namespace Orgvue.ScimEndpoint.Roles;

/// <summary>A configuration and the effective prefix by which it claims groups (M1), computed once.</summary>
sealed record Claim(RoleSource Source, string Prefix)
{
    public string Tenant => Source.Tenant;
    public bool IsMulti => Source.Mode == TenantMode.MultiTenant;

    public bool Starts(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    // A total order, so that the order in which configurations are given never shows (M10).
    public static Claim[] LongestFirst(IReadOnlyList<RoleSource> sources) =>
    [
        .. sources.Select(source => new Claim(source, source.EffectivePrefix))
            .OrderByDescending(claim => claim.Prefix.Length)
            .ThenBy(claim => claim.Prefix, StringComparer.Ordinal)
            .ThenBy(claim => claim.Tenant, StringComparer.Ordinal)
            .ThenBy(claim => claim.Source.Prefix, StringComparer.Ordinal)
            .ThenBy(claim => claim.Source.Mode)
    ];
}
