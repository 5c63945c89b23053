using Orgvue.ScimEndpoint.Roles;
using static Orgvue.ScimEndpoint.Roles.NearMissKind;
using static Orgvue.ScimEndpoint.Roles.TenantMode;

namespace Orgvue.ScimEndpoint.Tests.Roles;

public sealed class A_near_miss
{
    const string Prefix = "IAMAPP_Orgvue_SCIM_";

    [Theory]
    [InlineData("IMAPP_Orgvue_SCIM_user", "user", WrongPrefixLetters)]
    [InlineData("IMAPP_Orgvue_SCIM_Retail_North", "Retail_North", WrongPrefixLetters)]
    [InlineData("IAMAPP_Orgveu_SICM_user", "user", WrongPrefixLetters)]
    [InlineData("IAMAPP_0rgvue_SC1M_admin", "admin", WrongPrefixLetters)]
    [InlineData("IAMAPP_Orgvue__SCIM_user", "user", WrongPrefixLetters)]
    [InlineData("IMAPP_Orgvue_SCIMuser", "user", WrongPrefixLetters)]
    [InlineData("IAMPP_Orgvue_SCIM", "user", WrongPrefixLetters)]
    [InlineData("iampp_orgvue_scim_user", "user", WrongPrefixLetters)]
    [InlineData("IAMPP_Orgvu_S\u0421IM_user", "user", WrongPrefixLetters)]
    [InlineData("IAMAPP_Orgvue_SCIM", "user", MissingSeparator)]
    [InlineData("IAMAPP_Orgvue_SCIMuser", "user", MissingSeparator)]
    [InlineData("IAMAPP-Orgvue-SCIM-user", "user", WrongSeparator)]
    [InlineData("iamapp orgvue scim Sales Leads", "Sales Leads", WrongSeparator)]
    [InlineData("IAMAPP_Orgvue_SCIM\uFF3Fuser", "user", WrongSeparator)]
    [InlineData("IAMAPP_Orgvue\u00A0SCIM_user", "user", WrongSeparator)]
    [InlineData("IAMAPP_Orgvue_S\u0421IM_user", "user", LookAlike)]
    [InlineData("\u0399AMAPP_Orgvue_SCIM_user", "user", LookAlike)]
    [InlineData("\uFF29AMAPP_Orgvue_SCIM_user", "user", LookAlike)]
    [InlineData("IAMAPP_Orgvue_S\u0421IM_us\u0435r", "user", LookAlike)]
    [InlineData("\u200BIAMAPP_Orgvue_SCIM_user", "user", StrayCharacter)]
    [InlineData("IAMAPP_Orgvue_\u00ADSCIM_us\u200Ber", "user", StrayCharacter)]
    [InlineData("\"IAMAPP_Orgvue_SCIM_user", "user", StrayCharacter)]
    [InlineData("_IAMAPP_Orgvue_SCIM_user", "user", StrayCharacter)]
    [InlineData("My_IAMAPP_Orgvue_SCIM_user", "user", StrayPrefix)]
    public void Of_the_prefix_is_explained(string name, string role, NearMissKind kind)
    {
        var hint = Assert.IsType<GroupMeaning.NotOrgvue>(Mapper(("ACME", SingleTenant)).MeaningOf(name)).Hint;

        Assert.NotNull(hint);
        Assert.Equal((name, Prefix + role, "ACME", kind), (hint.GroupName, hint.Suggestion, hint.Tenant, hint.Kind));
        Assert.EndsWith($"Did you mean \"{Prefix + role}\"?", hint.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("All Staff"), InlineData("IAM_Admins"), InlineData("Orgvue_user"), InlineData("SCIM_user")]
    [InlineData("user"), InlineData("")]
    [InlineData("IAMAPP_Okta_SCIM_user"), InlineData("IAMAPP_Orgvue"), InlineData("IMPP_Orgvu_SCIM_user")]
    [InlineData("xyzAMAPP_Orgvue_SCIM_user"), InlineData("AIMAPP_Orgveu_SICM_user")]
    public void Is_not_seen_in_another_name(string name) =>
        Assert.Equal(new GroupMeaning.NotOrgvue(null), Mapper(("ACME", SingleTenant)).MeaningOf(name));

    [Theory]
    [InlineData("OV_", "OVuser", null), InlineData("OV_", "OW_user", null), InlineData("OV_", "OV-user", null)]
    [InlineData("OV_", "\u200BOV_user", StrayCharacter)]
    [InlineData("Org_", "Organisation", null), InlineData("Org_", "Org Leads", null), InlineData("Org_", "Orange_x", null)]
    [InlineData("Org_", "OrgAdmin", MissingSeparator), InlineData("Org_", "Orga_user", WrongPrefixLetters)]
    [InlineData("Org_", "Org", MissingSeparator)]
    [InlineData("Org_", "Org-Leads", WrongSeparator)]
    public void Of_a_short_prefix_must_be_nearer(string prefix, string name, NearMissKind? kind)
    {
        var meaning = new RoleMapper([new("ACME", SingleTenant, prefix)]).MeaningOf(name);

        Assert.Equal(kind, Assert.IsType<GroupMeaning.NotOrgvue>(meaning).Hint?.Kind);
    }

    [Theory]
    [InlineData("MYTENAT_user", "MYTENANT_user", UnknownTenant)]
    [InlineData("MYTENATN_hr_lead", "MYTENANT_hr_lead", UnknownTenant)]
    [InlineData("MYTENAT", "MYTENANT_user", UnknownTenant)]
    [InlineData("MYTENAT_ ", "MYTENANT_user", UnknownTenant)]
    [InlineData("MYTENANTI_ _", "MYTENANT__", UnknownTenant)]
    [InlineData("MyTenant-admin", "MYTENANT_admin", WrongSeparator)]
    [InlineData("MYTENANTuser", "MYTENANT_user", UnknownTenant)]
    [InlineData("MYT\u0415NANT_user", "MYTENANT_user", LookAlike)]
    [InlineData("user", "MYTENANT_user", UnknownTenant)]
    [InlineData("APAC_user", null, null)]
    [InlineData("sales", null, null)]
    public void Of_the_tenant_is_explained(string rest, string? suggestion, NearMissKind? kind)
    {
        var meaning = Mapper(("MYTENANT", MultiTenant)).MeaningOf(Prefix + rest);

        var hint = Assert.IsType<GroupMeaning.UnknownTenant>(meaning).Hint;
        Assert.Equal((suggestion is null ? null : Prefix + suggestion, kind), (hint?.Suggestion, hint?.Kind));
    }

    [Fact]
    public void Of_a_short_tenant_is_not_guessed() => Assert.Null(
        Mapper(("EU", MultiTenant), ("US", MultiTenant)).MeaningOf(Prefix + "UK_user").Hint);

    [Theory]
    [InlineData("IMAPP_Orgvue_SCIM_EU_user", "EU_user", "EU")]
    [InlineData("IAMAPP-Orgvue-SCIM-EU-FINANCE-user", "EU_FINANCE_user", "EU_FINANCE")]
    [InlineData("IMAPP_Orgvue_SCIM_EU_FINANCE", "EU_FINANCE_user", "EU_FINANCE")]
    [InlineData("IMAPP_Orgvue_SCIM_UK_user", "UK_user", "")]
    public void Of_prefix_and_tenant_is_put_right_at_once(string name, string suggestion, string tenant)
    {
        var hint = Mapper(("EU", MultiTenant), ("EU_FINANCE", MultiTenant)).MeaningOf(name).Hint;

        Assert.Equal((Prefix + suggestion, tenant), (hint?.Suggestion, hint?.Tenant));
    }

    [Theory]
    [InlineData("MYTENAT_user", "MYTENANT_user", "MYTENANT", UnknownTenant)]
    [InlineData("us\u0435r", "user", "ACME", LookAlike)]
    [InlineData("_admin", "admin", "ACME", StrayCharacter)]
    [InlineData("user\u200B", "user", "ACME", StrayCharacter)]
    public void Of_a_role_goes_with_the_custom_role_it_gives(string role, string suggestion, string tenant, NearMissKind kind)
    {
        var mapped = Assert.IsType<GroupMeaning.Mapped>(Mapper(("ACME", SingleTenant), ("MYTENANT", MultiTenant)).MeaningOf(Prefix + role));

        Assert.Equal(("ACME", role), (mapped.Tenant, mapped.Role));
        Assert.Equal((Prefix + suggestion, tenant, kind), (mapped.Hint!.Suggestion, mapped.Hint.Tenant, mapped.Hint.Kind));
    }

    [Theory]
    [InlineData("users"), InlineData("Administrator"), InlineData("hr_europe"), InlineData("Retail")]
    [InlineData("\u041F\u0440\u043E\u0434\u0430\u0436\u0438")]
    public void Is_not_seen_in_an_honest_custom_role(string role) =>
        Assert.Null(Mapper(("ACME", SingleTenant), ("MYTENANT", MultiTenant)).MeaningOf(Prefix + role).Hint);

    [Fact]
    public void Is_never_of_an_empty_prefix()
    {
        var mapper = new RoleMapper([new("ACME", SingleTenant, ""), new("MYTENANT", MultiTenant, "")]);

        Assert.Null(mapper.MeaningOf("MYTENAT_user").Hint);
        Assert.Null(new RoleMapper([new("MYTENANT", MultiTenant, "")]).MeaningOf("MYTENAT_user").Hint);
    }

    static RoleMapper Mapper(params (string Tenant, TenantMode Mode)[] configurations) =>
        new([.. configurations.Select(c => new RoleSource(c.Tenant, c.Mode, Prefix))]);
}
