using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Which differences are one, who counts as an admin, and what comes first.</summary>
public sealed class What_a_plan_looks_at
{
    static readonly SyncUser Ann = Person(1, "user", "hr");

    [Fact]
    public void Is_the_groups_of_a_role_and_not_its_name_alone()
    {
        var account = AccountOf(Ann, "user", "hr");
        PlannedRole other = new("hr", ["Elsewhere"]), user = account.Roles[0], hr = account.Roles[1];

        Assert.IsType<SyncStep.Update>(Assert.Single(Plan([Ann], account with { Roles = [user, other] }).Steps));
        Assert.IsType<SyncStep.Update>(Assert.Single(Plan([Ann], account with { Roles = [other, user] }).Steps));
        Assert.IsType<SyncStep.Update>(Assert.Single(Plan([Ann], account with { Roles = [hr, new("admin", user.SourceGroups)] }).Steps));
    }

    [Fact]
    public void Is_the_name_of_a_role_and_not_its_groups_alone()
    {
        var bob = Person(2, "user");

        Assert.IsType<SyncStep.Update>(Assert.Single(Plan([bob], AccountOf(bob) with { Roles = [new("admin", [Prefix + "user"])] }).Steps));
        Assert.IsType<SyncStep.Update>(Assert.Single(Plan([bob], AccountOf(bob) with { Roles = [new("user", ["Elsewhere"])] }).Steps));
    }

    /// <summary>Rule M3: "u\u017Fer", with a long s, is a custom role, and its group does not give the platform role.</summary>
    [Fact]
    public void Of_a_platform_role_is_none_of_the_groups_of_a_custom_role_that_looks_like_it()
    {
        var roles = Assert.IsType<SyncStep.Create>(Assert.Single(Plan([Person(1, "user", "u\u017Fer", "hr", "HR")]).Steps)).Roles;

        Assert.Equal([Prefix + "user"], roles.Single(r => r.Role == "user").SourceGroups);
    }

    [Fact]
    public void Is_not_the_order_of_the_roles()
    {
        var account = AccountOf(Ann, "user", "hr");

        var (forwards, backwards) = (Plan([Ann], account), Plan([Ann], account with { Roles = [.. account.Roles.Reverse()] }));

        Assert.Empty(forwards.Steps.Concat(backwards.Steps));
        Assert.Equal((1, 1), (forwards.Unchanged, backwards.Unchanged));
    }

    [Fact]
    public void Of_two_users_as_old_as_each_other_is_the_id()
    {
        SyncUser[] twins = [User(2, "same@acme.example", "user") with { CreatedAt = Start }, User(1, "same@acme.example", "user") with { CreatedAt = Start }];

        Assert.Equal(Id(1), Assert.IsType<SyncStep.Create>(Assert.Single(Plan(twins).Steps)).UserId);
    }

    [Fact]
    public void Of_the_admins_are_those_who_are_active_and_stay_so()
    {
        var (ann, bob) = (Person(1, "user"), Person(2, "user"));
        var off = AccountOf(ann, "admin") with { Enabled = false };
        var keeping = OnlyTenant with { OnMissingPlatformRole = MissingPlatformRole.Keep };

        // Who was no active admin is no loss; an account that is kept without the role is one.
        Assert.Empty(Plan([ann], off).Warnings);
        Assert.Equal(Guard.NoActiveAdmin, Assert.Single(Plan(keeping, [Person(1, "hr")], AccountOf(ann, "admin", "hr")).Warnings).Code);
        Assert.Equal(Guard.NoActiveAdmin, Assert.Single(Plan([ann, bob], AccountOf(ann, "admin"), AccountOf(bob, "admin")).Warnings).Code);
        Assert.Empty(Plan([ann, Person(2, "admin"), Person(3, "admin")], AccountOf(ann, "admin")).Warnings);
    }

    [Fact]
    public void Of_parts_is_counted_over_all_of_them()
    {
        var parts = new PlanInParts(OnlyTenant);

        parts.Add([Ann], [AccountOf(Ann, "user", "hr")]);
        parts.Add([Person(2, "user")], [AccountOf(Person(2), "user"), Account(9, "x@acme.example", null, "user") with { Enabled = false }]);

        Assert.Equal(2, parts.ActiveAccounts);
        Assert.Equal(2, parts.Whole([], [], otherAdmins: 0).Unchanged);
    }

    [Fact]
    public void Comes_in_the_order_of_names_whatever_was_looked_at_first()
    {
        var target = OnlyTenant with
        {
            Domains = ["x"], DomainPolicy = DomainPolicy.Warn, ProtectedAccounts = new HashSet<string> { "A@ACME.EXAMPLE", "B@ACME.EXAMPLE" },
        };
        SyncUser[] users = [Person(2, "user", "HR", "hr", "b:c"), Person(1, "user", "IT", "it", "a:b")];

        var warnings = Plan(target, users, Account(1, "b@acme.example", null), Account(2, "a@acme.example", null)).Warnings;

        Assert.Equal(["a:b", "b:c", "u1 ", "u2 ", "u1@", "u2@", "a@", "b@"], warnings.Select(w =>
            new[] { "a:b", "b:c", "u1@", "u2@", "a@", "b@", "u1 ", "u2 " }.First(start => w.Message.Contains(start, StringComparison.Ordinal))));
    }

    [Fact]
    public void Of_a_near_miss_is_told_to_the_tenant_it_names_and_where_it_names_none_to_all()
    {
        SyncUser[] users = [User(TwoTenants, 1, "u1@acme.example", Prefix + "user", Prefix + "MYTENANT_user", Prefix + "MYTENAT_hr")];

        Assert.Equal("PrefixNearMiss", Assert.Single(Plan(Target(MyTenant, 2), users).Warnings).Code);
        Assert.Empty(Plan(Target(Acme, 2), users).Warnings);
        var mapper = new Orgvue.ScimEndpoint.Roles.RoleMapper([MyTenant, MyTenant with { Tenant = "THEIRS" }]);
        SyncUser[] lost = [User(mapper, 1, "u1@acme.example", "IMAPP_Orgvue_SCIM_ELSEWHERE_user")];
        Assert.Equal("PrefixNearMiss", Assert.Single(Plan(Target(MyTenant, 2), lost).Warnings).Code);
    }
}
