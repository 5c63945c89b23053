using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rules A1 to A10 (A1's choice of the e-mail is made where the user is written).</summary>
public sealed class The_account_rules
{
    [Fact]
    public void A1_A_user_without_a_login_email_fails_and_is_told_to_get_one()
    {
        var plan = Plan([User(1, email: null, "user")]);

        Assert.Empty(plan.Steps);
        Assert.Equal(FailureCode.MissingEmail, Assert.Single(plan.Failures).Code);
        Assert.Contains("u1", plan.Failures[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u@acme.example", true)]
    [InlineData("u@ACME.Example", true)]
    [InlineData("u@sub.acme.example", false)]
    [InlineData("u@acme.example.evil", false)]
    [InlineData("\"u@acme.example\"@evil.example", false)]
    public void A2_Only_the_exact_domain_after_the_last_at_sign_is_allowed(string email, bool allowed)
    {
        var plan = Plan(OnlyTenant with { Domains = ["other.example", "acme.example"] }, [User(1, email, "user")]);

        Assert.Equal(allowed ? 1 : 0, plan.Steps.Count);
        Assert.Equal(allowed ? [] : [FailureCode.DomainNotAllowed], plan.Failures.Select(f => f.Code));
    }

    [Theory]
    [InlineData(DomainPolicy.Warn, 1)]
    [InlineData(DomainPolicy.Off, 0)]
    public void A2_A_policy_that_does_not_enforce_gives_the_account(DomainPolicy policy, int warnings)
    {
        var plan = Plan(OnlyTenant with { Domains = ["other.example"], DomainPolicy = policy }, [Person(1, "user")]);

        Assert.IsType<SyncStep.Create>(Assert.Single(plan.Steps));
        Assert.Empty(plan.Failures);
        Assert.Equal(warnings, plan.Warnings.Count(w => w.Code == FailureCode.DomainNotAllowed));
    }

    [Fact]
    public void A3_The_older_of_two_active_users_keeps_the_email_and_roles_never_merge()
    {
        var plan = Plan([User(2, "Same@acme.example", "user", "hr"), User(1, "same@acme.example", "user", "sales")]);

        var create = Assert.IsType<SyncStep.Create>(Assert.Single(plan.Steps));
        Assert.Equal(Id(1), create.UserId);
        Assert.Equal(["sales", "user"], create.Roles.RoleNames());
        var failure = Assert.Single(plan.Failures);
        Assert.Equal((Id(2), FailureCode.DuplicateEmail), (failure.User.Id, failure.Code));
        Assert.Contains("u1", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A3_An_inactive_user_holds_no_email_against_an_active_one()
    {
        var plan = Plan([User(1, "same@acme.example", "user") with { Active = false }, User(2, "same@acme.example", "user")]);

        Assert.Equal(Id(2), Assert.IsType<SyncStep.Create>(Assert.Single(plan.Steps)).UserId);
        Assert.Empty(plan.Failures);
    }

    [Fact]
    public void A3_Is_judged_over_the_directory_not_the_tenant()
    {
        SyncUser[] users =
        [
            User(TwoTenants, 1, "same@acme.example", Prefix + "MYTENANT_user"), User(TwoTenants, 2, "same@acme.example", Prefix + "user"),
        ];

        Assert.Equal([FailureCode.DuplicateEmail], Plan(Target(Acme, 2), users).Failures.Select(f => f.Code));
        Assert.Equal(Id(1), Assert.IsType<SyncStep.Create>(Assert.Single(Plan(Target(MyTenant, 2), users).Steps)).UserId);
    }

    [Fact]
    public void A4_Neither_admin_nor_user_fails_with_the_guides_sentence_and_the_group_to_add()
    {
        var failure = Assert.Single(Plan([Person(1, "training", "Tech")]).Failures);

        Assert.Equal("User is not part of either User group or Admin group", failure.Reason);
        Assert.Contains("IAMAPP_Orgvue_SCIM_user or IAMAPP_Orgvue_SCIM_admin", failure.Remedy, StringComparison.Ordinal);
        Assert.Contains("IAMAPP_Orgvue_SCIM_training", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A4_A_user_of_one_tenant_has_neither_account_nor_failure_in_another()
    {
        var user = User(TwoTenants, 1, "u1@acme.example", Prefix + "user");

        var plan = Plan(Target(MyTenant, 2), [user], AccountOf(user, "user"));

        Assert.IsType<SyncStep.Remove>(Assert.Single(plan.Steps));
        Assert.Empty(plan.Failures);
    }

    [Fact]
    public void A4_A_user_of_no_group_fails_once_for_the_directory_where_there_are_several_tenants()
    {
        SyncUser[] users = [User(TwoTenants, 1, "u1@acme.example", "Everyone")];

        var spoken = Assert.Single(Plan(Target(Acme, 2), users).Failures);

        Assert.Equal((FailureCode.NoTenantGroup, true), (spoken.Code, spoken.OfDirectory));
        Assert.Empty(Plan(Target(MyTenant, 2), users).Failures);
        Assert.Equal(FailureCode.MissingPlatformRole, Assert.Single(Plan(Target(Acme, 1), users).Failures).Code);
    }

    [Fact]
    public void A5_An_account_that_loses_its_platform_role_is_disabled_and_the_failure_recorded()
    {
        var user = Person(1, "hr");

        var plan = Plan([user], AccountOf(user, "admin", "hr"));

        Assert.Equal(["hr"], Assert.IsType<SyncStep.Disable>(Assert.Single(plan.Steps)).Roles.RoleNames());
        Assert.Equal(FailureCode.MissingPlatformRole, Assert.Single(plan.Failures).Code);
    }

    [Fact]
    public void A5_Remove_takes_the_account_away()
    {
        var user = Person(1, "hr");

        var plan = Plan(OnlyTenant with { OnMissingPlatformRole = MissingPlatformRole.Remove }, [user], AccountOf(user, "user"));

        Assert.IsType<SyncStep.Remove>(Assert.Single(plan.Steps));
    }

    [Fact]
    public void A5_Keep_leaves_the_account_enabled_but_never_with_a_role_that_no_group_gives()
    {
        var user = Person(1, "hr");
        var target = OnlyTenant with { OnMissingPlatformRole = MissingPlatformRole.Keep };

        var plan = Plan(target, [user], AccountOf(user, "admin", "hr"));

        Assert.Equal(["hr"], Assert.IsType<SyncStep.Keep>(Assert.Single(plan.Steps)).Roles.RoleNames());
        Assert.Empty(Plan(target, [user], AccountOf(user, "hr")).Steps);
    }

    [Fact]
    public void A6_An_inactive_user_is_disabled_without_a_failure_and_comes_back()
    {
        var user = Person(1, "user", "hr");
        var account = AccountOf(user, "user", "hr");

        var plan = Plan([user with { Active = false }], account);

        Assert.Equal(["hr", "user"], Assert.IsType<SyncStep.Disable>(Assert.Single(plan.Steps)).Roles.RoleNames());
        Assert.Empty(plan.Failures);
        Assert.IsType<SyncStep.Update>(Assert.Single(Plan([user], account with { Enabled = false }).Steps));
    }

    [Fact]
    public void A6_Remove_takes_the_account_of_an_inactive_user_away()
    {
        var user = Person(1, "user");
        var target = OnlyTenant with { InactiveUserHandling = InactiveUserHandling.Remove };

        Assert.IsType<SyncStep.Remove>(Assert.Single(Plan(target, [user with { Active = false }], AccountOf(user, "user")).Steps));
    }

    [Fact]
    public void A6_An_inactive_user_without_a_platform_role_fails_nothing() =>
        Assert.Empty(Plan([User(1, email: null, "hr") with { Active = false }]).Failures);

    [Fact]
    public void A7_The_account_of_a_deleted_user_is_removed() =>
        Assert.IsType<SyncStep.Remove>(Assert.Single(Plan([], AccountOf(Person(1), "user")).Steps));

    [Fact]
    public void A8_The_linked_account_comes_before_the_one_with_the_email()
    {
        var user = User(1, "new@acme.example", "user");

        var plan = Plan([user], Account(1, "old@acme.example", user, "user"), Account(2, "NEW@acme.example", null, "user"));

        Assert.Collection(plan.Steps,
            step => Assert.Equal(Id(1002), Assert.IsType<SyncStep.Remove>(step).Account.Id),
            step => Assert.Equal(Id(1001), Assert.IsType<SyncStep.Update>(step).Account.Id));
    }

    [Fact]
    public void A8_A_manual_account_with_the_email_is_adopted()
    {
        var plan = Plan([User(1, "u1@acme.example", "user")], Account(7, "U1@acme.example", null, "admin"));

        var update = Assert.IsType<SyncStep.Update>(Assert.Single(plan.Steps));
        Assert.Equal((Id(1007), Id(1), "u1@acme.example"), (update.Account.Id, update.UserId, update.Email));
        Assert.Equal(["user"], update.Roles.RoleNames());
    }

    [Fact]
    public void A8_An_account_whose_owner_is_no_member_is_adopted_and_a_members_is_not()
    {
        var (leaver, mover, joiner) = (User(1, "gone@acme.example", "hr"), User(2, "moved@acme.example", "user"),
            User(3, "u1@acme.example", "user"));
        var other = User(4, "u2@acme.example", "user");

        var plan = Plan([leaver, mover, joiner, other],
            Account(1, "u1@acme.example", leaver, "user"), Account(2, "u2@acme.example", mover, "user"));

        Assert.Equal(Id(3), plan.Steps.OfType<SyncStep.Update>().Single(s => s.Account.Id == Id(1001)).UserId);
        Assert.Equal(Id(2), plan.Steps.OfType<SyncStep.Update>().Single(s => s.Account.Id == Id(1002)).UserId);
        Assert.Equal(Id(4), Assert.Single(plan.Steps.OfType<SyncStep.Create>()).UserId);
    }

    [Fact]
    public void A8_Of_two_accounts_linked_to_one_member_one_goes()
    {
        var user = Person(1, "user");

        var plan = Plan([user], AccountOf(user, "user"), Account(9, "other@acme.example", user, "user"));

        Assert.Equal(Id(1009), Assert.IsType<SyncStep.Remove>(Assert.Single(plan.Steps)).Account.Id);
    }

    [Fact]
    public void A10_Only_the_first_failure_is_recorded()
    {
        var target = OnlyTenant with { Domains = ["acme.example"] };

        string CodeOf(params SyncUser[] users) => Assert.Single(Plan(target, users).Failures, f => f.User.Id == Id(9)).Code;

        Assert.Equal(FailureCode.MissingEmail, CodeOf(User(9, email: null)));
        Assert.Equal(FailureCode.DomainNotAllowed, CodeOf(User(1, "x@b.example", "user"), User(9, "x@b.example")));
        Assert.Equal(FailureCode.DuplicateEmail, CodeOf(User(1, "x@acme.example", "user"), User(9, "x@acme.example")));
        Assert.Equal(FailureCode.MissingPlatformRole, CodeOf(Person(9)));
        Assert.Empty(Plan(target, [User(9, email: null) with { Active = false }]).Failures);
    }
}
