using CsCheck;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Tests.Roles;

/// <summary>What holds for every name and every set of configurations.</summary>
public sealed class The_mapping_properties
{
    const int Iterations = 20_000;

    // Few letters, so that prefixes, tenants and names collide all the time.
    static readonly Gen<string> Prefixes = Gen.Frequency(
        (3, Gen.Const("IAMAPP_Orgvue_SCIM_")), (1, Gen.Const("Org_")), (1, Gen.Const("IAMAPP_Orgvue_SCIM_EU_")), (1, Gen.Const("")),
        (2, Gen.Char["AaB_-"].Array[0, 12].Select(chars => new string(chars))));

    static readonly Gen<string> Tenants = Gen.OneOf(
        Gen.OneOf<string>("ACME", "EU", "EU_FINANCE", "MYTENANT", "ADMIN", "USER"),
        Gen.Char["ABEU"].SelectMany(first => Gen.Char["ABEU0_"].Array[0, 12].Select(rest => first + new string(rest))));

    static readonly Gen<RoleSource> Source = Gen.Select(Tenants, Gen.Bool, Prefixes,
        (tenant, multi, prefix) => new RoleSource(tenant, multi ? TenantMode.MultiTenant : TenantMode.SingleTenant, prefix));

    static readonly Gen<RoleSource[]> Sources = Source.Array[0, 5];

    static readonly Gen<string> Roles = Gen.OneOf(
        Gen.OneOf<string>("user", "admin", "Administrator", "hr_europe", "hr,admin", "a;b", "a:b", "a\u0000b", "us\u0435r", "_user", "",
            "\u00E9t\u00E9"),
        Gen.Char["abUSER_ "].Array[0, 10].Select(chars => new string(chars)),
        Gen.String[0, 8]);

    static readonly Gen<string> Noise = Gen.OneOf(
        Gen.String[0, 40], Gen.Char["IAMPorgvueSCM_-. \u200B\u0421\uFF29\uD83D\uDE00\n,"].Array[0, 40].Select(chars => new string(chars)));

    /// <summary>Configurations, and a name that often belongs to one of them, or nearly.</summary>
    static readonly Gen<(RoleSource[] Sources, string Name)> Cases = Gen
        .Select(Sources, Prefixes, Tenants, Roles, Noise, Gen.Int[0, 7], Gen.Int[0, 60])
        .Select((sources, prefix, tenant, role, noise, shape, at) => (sources, NameOf(sources, prefix, tenant, role, noise, shape, at)));

    static string NameOf(RoleSource[] sources, string prefix, string tenant, string role, string noise, int shape, int at)
    {
        var claimed = sources.Length == 0 ? prefix : sources[at % sources.Length].EffectivePrefix;
        var name = claimed + role;
        var slip = name.Length == 0 ? 0 : at % name.Length;
        return shape switch
        {
            0 => noise,
            1 => prefix + tenant + "_" + role,
            2 => prefix + tenant,
            3 when name.Length > 0 => name.Remove(slip, 1),
            4 => name.Insert(slip, noise.Length > 0 ? noise[..1] : "x"),
            5 => name.Replace('_', '-'),
            _ => name,
        };
    }

    [Fact]
    public void Mapping_never_throws_and_is_the_same_in_any_order() => Cases.Sample(c =>
    {
        var meaning = new RoleMapper(c.Sources).MeaningOf(c.Name);
        return meaning == new RoleMapper([.. c.Sources.Reverse()]).MeaningOf(c.Name);
    }, iter: Iterations);

    [Fact]
    public void A_mapped_role_is_what_follows_the_longest_effective_prefix() => Cases.Sample(c =>
    {
        if (new RoleMapper(c.Sources).MeaningOf(c.Name) is not GroupMeaning.Mapped mapped) return true;
        var name = c.Name.Trim();
        var starting = c.Sources.Where(source => name.StartsWith(source.EffectivePrefix, StringComparison.OrdinalIgnoreCase)).ToArray();
        var longest = starting.Max(source => source.EffectivePrefix.Length);
        return starting.Any(source => source.Tenant == mapped.Tenant && source.EffectivePrefix.Length == longest)
            && name[longest..].Trim().Equals(mapped.Role, SpellingOf(mapped.Role))
            && mapped.Role.Length > 0 && !mapped.Role.Any(IsSeparator);
    }, iter: Iterations);

    [Fact]
    public void Prefix_and_role_map_back_to_the_role() => Gen.Select(Source, Roles).Sample((source, role) =>
    {
        var bare = role.Trim();
        if (bare.Length == 0 || bare.Any(IsSeparator)) return true;
        return new RoleMapper([source]).MeaningOf(source.EffectivePrefix + role) is GroupMeaning.Mapped mapped
            && mapped.Tenant == source.Tenant && mapped.Role == (PlatformRole.Canonical(bare) ?? bare);
    }, iter: Iterations);

    [Fact]
    public void A_near_miss_grants_nothing_that_the_name_does_not() => Cases.Sample(c =>
    {
        var meaning = new RoleMapper(c.Sources).MeaningOf(c.Name);
        if (meaning.Hint is null) return true;
        // Nothing is granted, or a custom role of the name's own spelling.
        return meaning is GroupMeaning.NotOrgvue or GroupMeaning.UnknownTenant
            || (meaning is GroupMeaning.Mapped mapped && !PlatformRole.Is(mapped.Role)
                && c.Name.TrimEnd().EndsWith(mapped.Role, StringComparison.Ordinal));
    }, iter: Iterations);

    [Fact]
    public void What_a_near_miss_suggests_reaches_the_tenant_it_names() => Cases.Sample(c =>
    {
        var mapper = new RoleMapper(Accepted(c.Sources));
        if (mapper.MeaningOf(c.Name).Hint is not { } hint) return true;
        return mapper.MeaningOf(hint.Suggestion) switch
        {
            GroupMeaning.Mapped mapped => mapped.Tenant == hint.Tenant,
            GroupMeaning.InvalidRoleName invalid => invalid.Tenant == hint.Tenant,
            GroupMeaning.UnknownTenant => hint.Tenant.Length == 0,
            _ => false,
        };
    }, iter: Iterations);

    [Fact]
    public void The_case_of_a_name_changes_neither_tenant_nor_platform_role() => Gen.Select(Cases, Gen.ULong).Sample((c, flips) =>
    {
        var mapper = new RoleMapper(c.Sources);
        var flipped = string.Concat(c.Name.Select((x, i) => (flips >> (i % 64) & 1) == 0 ? x : Flipped(x)));
        return Essence(mapper.MeaningOf(c.Name)) == Essence(mapper.MeaningOf(flipped));
    }, iter: Iterations);

    [Fact]
    public void Merged_roles_are_sorted_unique_and_independent_of_order() => Roles.Array[0, 8].Sample(roles =>
    {
        var (merged, conflicts) = RoleSet.Merge(roles);
        return merged.SequenceEqual(merged.Order(StringComparer.Ordinal))
            && merged.Distinct(StringComparer.OrdinalIgnoreCase).Count() == merged.Count
            && merged.SequenceEqual(RoleSet.Merge(roles.Reverse()).Roles)
            && merged.SequenceEqual(RoleSet.Merge(merged).Roles)
            && PlatformRole.Of(merged) == PlatformRole.Of(roles)
            && roles.All(role => merged.Contains(role, StringComparer.OrdinalIgnoreCase))
            && conflicts.All(conflict => merged.Contains(conflict.Kept) && !conflict.Dropped.Any(merged.Contains));
    }, iter: Iterations);

    static (string Kind, string? Tenant, string? Platform) Essence(GroupMeaning meaning) => meaning switch
    {
        GroupMeaning.Mapped(var tenant, var role) => ("Mapped", tenant, PlatformRole.Canonical(role)),
        GroupMeaning.EmptyRole(var tenant) => ("EmptyRole", tenant, null),
        GroupMeaning.InvalidRoleName(var tenant, _, _) => ("InvalidRoleName", tenant, null),
        _ => (meaning.GetType().Name, null, null),
    };

    // Two configurations of one tenant or prefix are refused (M9): which of them a suggestion reaches is nobody's promise.
    static List<RoleSource> Accepted(IEnumerable<RoleSource> sources)
    {
        List<RoleSource> accepted = [];
        foreach (var source in sources)
            if (SourceRules.ProblemsOf([.. accepted, source]).All(p => p.Severity == SourceSeverity.Warning)) accepted.Add(source);
        return accepted;
    }

    // M3, M4: platform roles are stored lower-case, custom roles as spelt.
    static StringComparison SpellingOf(string role) =>
        PlatformRole.Is(role) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    static bool IsSeparator(char c) => c is ',' or ';' or ':' || char.IsControl(c);

    // ASCII letters only: elsewhere a letter's small form need not come back to it (the Kelvin sign's is "k").
    static char Flipped(char c) => char.IsAsciiLetter(c) ? (char)(c ^ 0x20) : c;
}
