using CsCheck;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B8: <c>protectedAccounts</c> are never removed or disabled, in whatever way the directory would have it.</summary>
public sealed partial class A_protected_account
{
    static readonly SyncUser Ann = User(1, "ann@acme.example", "user");
    static readonly SyncTarget Target = OnlyTenant with { ProtectedAccounts = Keys("ann@acme.example") };

    [Fact]
    public void B8_Stays_when_its_user_is_deleted() => Kept(Target);

    [Fact]
    public void B8_Stays_when_it_was_added_by_hand() =>
        Kept(Plan(Target, [], Account(1, "Ann@ACME.example", null, "admin")));

    [Theory]
    [InlineData(InactiveUserHandling.Disable)]
    [InlineData(InactiveUserHandling.Remove)]
    public void B8_Stays_when_its_user_is_inactive(InactiveUserHandling handling) =>
        Kept(Target with { InactiveUserHandling = handling }, Ann with { Active = false });

    [Theory]
    [InlineData(MissingPlatformRole.Disable)]
    [InlineData(MissingPlatformRole.Remove)]
    [InlineData(MissingPlatformRole.Keep)]
    public void B8_Stays_when_its_user_loses_the_platform_role_which_is_a_failure_all_the_same(MissingPlatformRole handling)
    {
        var plan = Plan(Target with { OnMissingPlatformRole = handling }, [User(1, "ann@acme.example", "hr")], AccountOf(Ann, "user"));

        Kept(plan);
        Assert.Equal(FailureCode.MissingPlatformRole, Assert.Single(plan.Failures).Code);
    }

    [Fact]
    public void B8_Stays_when_its_user_is_outside_the_domains() => Kept(Target with { Domains = ["other.example"] }, Ann);

    [Fact]
    public void B8_Stays_when_its_user_has_no_email_any_more() => Kept(Target, User(1, null, "user"));

    [Fact]
    public void B8_Stays_when_its_user_moves_to_another_tenant() => Kept(Plan(
        Given.Target(Acme, 2) with { ProtectedAccounts = Target.ProtectedAccounts },
        [User(TwoTenants, 1, "ann@acme.example", Prefix + "MYTENANT_user")], AccountOf(Ann, "user")));

    [Fact]
    public void B8_Stays_when_its_user_has_another() => Kept(Plan(
        Target, [User(1, "new@acme.example", "user")], Account(1, "new@acme.example", Ann, "user"), Account(2, "ann@acme.example", Ann, "user")));

    [Fact]
    public void B8_Is_adopted_by_the_user_who_gets_its_email_instead_of_making_room()
    {
        var bob = User(2, "ann@acme.example", "user");

        var plan = Plan(Target, [bob], Account(1, "ann@acme.example", null, "admin"), Account(2, "bob@acme.example", bob, "user"));

        Assert.Equal(Id(1002), Assert.IsType<SyncStep.Remove>(plan.Steps[0]).Account.Id);
        var update = Assert.IsType<SyncStep.Update>(plan.Steps[1]);
        Assert.Equal((Id(1001), bob.Id, "ann@acme.example"), (update.Account.Id, update.UserId, update.Email));
    }

    [Fact]
    public void B8_Goes_along_when_its_own_user_changes_the_email()
    {
        var update = Assert.IsType<SyncStep.Update>(Assert.Single(Plan(Target, [User(1, "new@acme.example", "user")], AccountOf(Ann, "user")).Steps));

        Assert.Equal("new@acme.example", update.Email);
    }

    [Fact]
    public void B8_Is_written_like_any_other_while_its_user_is_entitled() =>
        Assert.Equal(["admin", "user"], Assert.IsType<SyncStep.Update>(
            Assert.Single(Plan(Target, [User(1, "ann@acme.example", "user", "admin")], AccountOf(Ann, "user")).Steps)).Roles.RoleNames());

    [Fact]
    public void B8_Is_in_no_plan_to_be_removed_or_disabled_and_what_is_planned_leaves_nothing_to_do() => The_reconciler_properties.Cases.Sample(c =>
    {
        var plan = Plan(c.Target, c.Users, c.Accounts);
        var again = Plan(c.Target, c.Users, The_reconciler_properties.Applied(plan, c.Accounts));
        return again.Steps.Count == 0 && !plan.Steps.Any(s => s switch
        {
            SyncStep.Remove remove => c.Target.ProtectedAccounts.Contains(remove.Account.EmailKey),
            SyncStep.Disable disable => c.Target.ProtectedAccounts.Contains(disable.Account.EmailKey),
            _ => false,
        });
    }, iter: 20_000);

    static void Kept(SyncTarget target, params SyncUser[] users) => Kept(Plan(target, users, AccountOf(Ann, "user")));

    static void Kept(SyncPlan plan)
    {
        Assert.Empty(plan.Steps);
        Assert.Contains("is protected and stays as it is", Assert.Single(plan.Warnings, w => w.Code == "ProtectedAccountKept").Message,
            StringComparison.Ordinal);
    }

    static HashSet<string> Keys(params string[] emails) => [.. emails.Select(Fold.Key)];
}
