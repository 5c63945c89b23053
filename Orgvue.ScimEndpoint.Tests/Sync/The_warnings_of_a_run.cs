using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>What a run notices and stops nobody for (rules M4, M6, M7, M8, M11, A2, B8).</summary>
public sealed class The_warnings_of_a_run
{
    [Fact]
    public void M4_Two_spellings_of_a_role_are_one_role_and_a_warning()
    {
        var plan = Plan([Person(1, "user", "Sales", "sales")]);

        var roles = Assert.IsType<SyncStep.Create>(Assert.Single(plan.Steps)).Roles;
        Assert.Equal(["Sales", "user"], roles.RoleNames());
        Assert.Equal([Prefix + "Sales", Prefix + "sales"], roles.Single(r => r.Role == "Sales").SourceGroups);
        Assert.Equal("RoleCaseConflict", Assert.Single(plan.Warnings).Code);
    }

    [Theory]
    [InlineData(Prefix, "EmptyRole")]
    [InlineData(Prefix + "hr,admin", "InvalidRoleName")]
    [InlineData("Everyone", null)]
    [InlineData(Prefix + "user", null)]
    public void M6_M7_A_group_that_cannot_be_a_role_gives_none_and_a_warning(string group, string? code)
    {
        var plan = Plan([User(OneTenant, 1, "u1@acme.example", Prefix + "admin", group)]);

        Assert.Contains("admin", Assert.IsType<SyncStep.Create>(Assert.Single(plan.Steps)).Roles.RoleNames());
        Assert.Equal(code, plan.Warnings.SingleOrDefault()?.Code);
    }

    [Fact]
    public void M6_A_tenant_that_is_not_configured_is_a_warning_of_the_tenants_that_share_the_prefix()
    {
        var mapper = new Orgvue.ScimEndpoint.Roles.RoleMapper([MyTenant]);
        SyncUser[] users = [User(mapper, 1, "u1@acme.example", Prefix + "ELSEWHERE_hr")];

        Assert.Equal("UnknownTenant", Assert.Single(Plan(Target(MyTenant, 1), users).Warnings).Code);
        Assert.Empty(Plan(Target(MyTenant with { Prefix = "Other_" }, 1), users).Warnings);
    }

    [Fact]
    public void M8_A_near_miss_says_what_was_meant_and_whom_it_costs()
    {
        var plan = Plan([User(OneTenant, 1, "u1@acme.example", "IMAPP_Orgvue_SCIM_user")]);

        var warning = Assert.Single(plan.Warnings);
        Assert.Equal("PrefixNearMiss", warning.Code);
        Assert.Contains("Did you mean \"IAMAPP_Orgvue_SCIM_user\"?", warning.Message, StringComparison.Ordinal);
        Assert.Contains("1 user ", warning.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"IAMAPP_Orgvue_SCIM_user\"?", Assert.Single(plan.Failures).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void M8_A_custom_role_that_only_looks_like_a_platform_role_is_pointed_out_and_not_said_to_grant_nothing()
    {
        // The e of "user" is Cyrillic.
        var plan = Plan([User(OneTenant, 1, "u1@acme.example", Prefix + "us\u0435r")]);

        var warning = Assert.Single(plan.Warnings);
        Assert.Equal("PrefixNearMiss", warning.Code);
        Assert.Contains("Did you mean \"IAMAPP_Orgvue_SCIM_user\"?", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("grants nothing", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("grants nothing", Assert.Single(plan.Failures).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void M11_A_group_in_a_group_is_a_warning() => Assert.Equal("NestedGroupIgnored", Assert.Single(
        Reconciler.Plan(Snapshot([]) with { NestedIn = [Prefix + "user"] }, OnlyTenant).Warnings).Code);

    [Fact]
    public void A2_Domains_are_remarked_on_for_those_who_get_an_account_only()
    {
        var target = Target(Acme, 2) with { Domains = ["b.example"], DomainPolicy = DomainPolicy.Warn };
        var stranger = User(TwoTenants, 1, "u1@acme.example", Prefix + "MYTENANT_user");
        var asleep = Person(2, "user") with { Active = false };

        Assert.Empty(Plan(target, [stranger, asleep]).Warnings);
    }

    [Fact]
    public void B8_Losing_the_last_active_admin_is_a_warning_and_losing_one_of_two_is_none()
    {
        var (first, second) = (Person(1, "user"), Person(2, "admin"));

        Assert.Equal("NoActiveAdmin", Assert.Single(Plan([first], AccountOf(first, "admin")).Warnings).Code);
        Assert.Empty(Plan([first, second], AccountOf(first, "admin")).Warnings);
        Assert.Empty(Plan([first, second], AccountOf(first, "admin"), AccountOf(second, "admin")).Warnings);
    }

    [Fact]
    public void B8_A_run_that_looks_at_a_few_knows_of_the_other_admins()
    {
        var user = Person(1, "user");
        var looked = Snapshot([user], AccountOf(user, "admin")) with { Examined = new HashSet<Guid> { user.Id } };

        Assert.Equal("NoActiveAdmin", Assert.Single(Reconciler.Plan(looked, OnlyTenant).Warnings).Code);
        Assert.Empty(Reconciler.Plan(looked with { OtherAdmins = 1 }, OnlyTenant).Warnings);
    }
}
