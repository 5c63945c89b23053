using Orgvue.ScimEndpoint.Roles;
using static Orgvue.ScimEndpoint.Roles.TenantMode;

namespace Orgvue.ScimEndpoint.Tests.Roles;

/// <summary>One test a rule, M1 to M10 (M11 and M12 belong to the reconciler).</summary>
public sealed class The_mapping_rules
{
    const string Prefix = "IAMAPP_Orgvue_SCIM_";

    [Fact]
    public void M1_the_longest_effective_prefix_wins_and_nothing_is_split()
    {
        var mapper = Mapper(("ACME", SingleTenant), ("EU", MultiTenant), ("EU_FINANCE", MultiTenant));

        Assert.Equal(new GroupMeaning.Mapped("EU_FINANCE", "hr_lead"),
            mapper.MeaningOf($" {Prefix.ToLowerInvariant()}eu_finance_ hr_lead "));
        Assert.Equal(new GroupMeaning.Mapped("EU", "hr_lead_north"), mapper.MeaningOf(Prefix + "EU_hr_lead_north"));
        Assert.Equal(new GroupMeaning.Mapped("ACME", "US_user"), mapper.MeaningOf(Prefix + "US_user"));
    }

    [Fact]
    public void M2_the_mode_is_configured_never_guessed()
    {
        var name = Prefix + "MYTENANT_user";

        Assert.Equal(new GroupMeaning.Mapped("MYTENANT", "MYTENANT_user"), Mapper(("MYTENANT", SingleTenant)).MeaningOf(name));
        Assert.Equal(new GroupMeaning.Mapped("MYTENANT", "user"), Mapper(("MYTENANT", MultiTenant)).MeaningOf(name));
        Assert.Contains(ProblemsOf(("A", SingleTenant, "A_"), ("B", SingleTenant, "B_")), problem => problem is
            { Rule: "M2", Code: SourceProblemCode.SingleTenantConflict, Severity: SourceSeverity.Error });
    }

    [Theory]
    [InlineData("ADMIN", "admin"), InlineData("User", "user")]
    [InlineData("Administrator", null), InlineData("users", null), InlineData("superuser", null), InlineData("guest", null)]
    [InlineData("readonly", null), InlineData("u\u017Fer", null), InlineData("adm\u0131n", null), InlineData("\uFF41dmin", null)]
    public void M3_only_admin_and_user_are_platform_roles(string role, string? stored)
    {
        var mapped = Assert.IsType<GroupMeaning.Mapped>(Mapper(("ACME", SingleTenant)).MeaningOf(Prefix + role));

        Assert.Equal(stored ?? role, mapped.Role);
        Assert.Equal(stored is not null, PlatformRole.Is(mapped.Role));
        Assert.Equal(stored, PlatformRole.Of([role, "sales"]));
    }

    [Fact]
    public void M3_an_admin_who_is_also_a_user_shows_as_admin() => Assert.Equal("admin", PlatformRole.Of(["user", "Admin"]));

    [Fact]
    public void M4_custom_roles_keep_their_spelling_and_the_smallest_of_several()
    {
        var (roles, conflicts) = RoleSet.Merge(["hr", "sales", "Hr", "USER", "HR", "user", "hr", "Tech"]);

        Assert.Equal(["HR", "Tech", "sales", "user"], roles);
        var conflict = Assert.Single(conflicts);
        Assert.Equal("HR", conflict.Kept);
        Assert.Equal(["Hr", "hr"], conflict.Dropped);
    }

    [Fact]
    public void M5_the_prefix_is_literal_and_may_be_empty()
    {
        var unseparated = new RoleMapper([new("ACME", SingleTenant, "Orgvue")]);
        var empty = new RoleMapper([new("ACME", SingleTenant, "")]);

        Assert.Equal("_user", Assert.IsType<GroupMeaning.Mapped>(unseparated.MeaningOf("Orgvue_user")).Role);
        Assert.Equal(new GroupMeaning.Mapped("ACME", "All Staff"), empty.MeaningOf("All Staff"));
        Assert.Contains(ProblemsOf(("A", SingleTenant, "Orgvue")), p => p.Code == SourceProblemCode.PrefixWithoutSeparator);
        Assert.Contains(ProblemsOf(("A", SingleTenant, " A_")), p => p.Code == SourceProblemCode.PrefixNeverMatches);
        Assert.Contains(ProblemsOf(("A", SingleTenant, "A\n_")), p => p is
            { Code: SourceProblemCode.InvalidPrefix, Severity: SourceSeverity.Error });
        Assert.Contains(ProblemsOf(("A", SingleTenant, new('a', 201))), p => p.Code == SourceProblemCode.InvalidPrefix);
        Assert.Empty(ProblemsOf(("A", SingleTenant, "")));
        Assert.Empty(ProblemsOf(("A", SingleTenant, new string('a', 199) + "_")));
    }

    [Fact]
    public void M6_no_role_or_no_tenant_is_ignored()
    {
        var mapper = Mapper(("EU", MultiTenant), ("EU_FINANCE", MultiTenant));

        Assert.Equal(new GroupMeaning.EmptyRole("EU"), mapper.MeaningOf(Prefix + "EU_ "));
        Assert.Equal(new GroupMeaning.EmptyRole("EU"), mapper.MeaningOf(Prefix + "eu"));
        Assert.Equal(new GroupMeaning.EmptyRole("EU_FINANCE"), mapper.MeaningOf(Prefix + "EU_FINANCE"));
        Assert.Equal(new GroupMeaning.UnknownTenant(Prefix, "APAC_user"), mapper.MeaningOf(Prefix + "APAC_user"));
        Assert.Equal(new GroupMeaning.UnknownTenant(Prefix, ""), mapper.MeaningOf(Prefix));
    }

    [Theory]
    [InlineData("hr,admin"), InlineData("hr;admin"), InlineData("hr:admin"), InlineData("hr\tadmin"), InlineData("hr\u0000")]
    [InlineData(",")]
    public void M7_a_role_that_holds_a_separator_is_not_mapped(string role)
    {
        var invalid = Assert.IsType<GroupMeaning.InvalidRoleName>(Mapper(("ACME", SingleTenant)).MeaningOf(Prefix + role));

        Assert.Equal(("ACME", role), (invalid.Tenant, invalid.Role));
        Assert.DoesNotContain(invalid.Reason, char.IsControl);
    }

    [Fact]
    public void M8_a_near_miss_is_reported_and_grants_nothing()
    {
        var missed = Assert.IsType<GroupMeaning.NotOrgvue>(Mapper(("ACME", SingleTenant)).MeaningOf("IMAPP_Orgvue_SCIM_user"));

        Assert.Equal(new NearMiss("IMAPP_Orgvue_SCIM_user", Prefix + "user", "ACME", NearMissKind.WrongPrefixLetters,
            "It begins with \"IMAPP_Orgvue_SCIM_\", not with \"IAMAPP_Orgvue_SCIM_\". "
            + "Did you mean \"IAMAPP_Orgvue_SCIM_user\"?") { GivesPlatformRole = true }, missed.Hint);
    }

    [Fact]
    public void M9_two_claims_to_the_same_groups_or_tenant_are_refused()
    {
        Assert.Contains(ProblemsOf(("ACME", SingleTenant, "p_eu_"), ("EU", MultiTenant, "P_")), problem => problem is
            { Rule: "M9", Code: SourceProblemCode.PrefixConflict, Severity: SourceSeverity.Error });
        Assert.Contains(ProblemsOf(("EU", SingleTenant, "A_"), ("EU", MultiTenant, "B_")), problem => problem is
            { Rule: "M9", Code: SourceProblemCode.TenantConflict, Severity: SourceSeverity.Error });
        var overlap = Assert.Single(ProblemsOf(("EU_FINANCE", MultiTenant, "P_"), ("EU", MultiTenant, "P_")));
        Assert.Equal((SourceProblemCode.PrefixOverlap, SourceSeverity.Warning), (overlap.Code, overlap.Severity));
        Assert.Equal(["EU", "EU_FINANCE"], overlap.Tenants);
    }

    [Theory]
    [InlineData("A", true), InlineData("EU_FINANCE2", true), InlineData("A23456789012345678901234567890", true)]
    [InlineData("", false), InlineData("eu", false), InlineData("2EU", false), InlineData("_EU", false), InlineData("EU-F", false)]
    [InlineData("EU\n", false), InlineData("\u0410B", false), InlineData("A234567890123456789012345678901", false)]
    public void M1_a_tenant_id_is_capitals_digits_and_underscores(string id, bool valid)
    {
        Assert.Equal(valid, SourceRules.IsTenantId(id));
        Assert.Equal(!valid, ProblemsOf((id, MultiTenant, "P_")).Any(problem => problem.Code == SourceProblemCode.InvalidTenantId));
    }

    [Fact]
    public void M10_the_same_input_gives_the_same_answer_whatever_the_order_of_configurations()
    {
        (string, TenantMode)[] configurations = [("ACME", SingleTenant), ("EU", MultiTenant), ("EU_FINANCE", MultiTenant)];
        string[] names = [Prefix + "EU_FINANCE_x", Prefix + "EU_y", Prefix + "z", "IMAPP_Orgvue_SCIM_EU_user", Prefix + "EUFINANCE_x"];

        var forwards = Mapper(configurations);
        var backwards = Mapper([.. configurations.Reverse()]);

        foreach (var name in names)
        {
            Assert.Equal(forwards.MeaningOf(name), forwards.MeaningOf(name));
            Assert.Equal(forwards.MeaningOf(name), backwards.MeaningOf(name));
        }
    }

    static RoleMapper Mapper(params (string Tenant, TenantMode Mode)[] configurations) =>
        new([.. configurations.Select(c => new RoleSource(c.Tenant, c.Mode, Prefix))]);

    static IReadOnlyList<SourceProblem> ProblemsOf(params (string Tenant, TenantMode Mode, string Prefix)[] configurations) =>
        SourceRules.ProblemsOf([.. configurations.Select(c => new RoleSource(c.Tenant, c.Mode, c.Prefix))]);
}
