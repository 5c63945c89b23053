using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>What an administrator reads of a plan: why each account is touched, what each failure asks for, what each warning is about.</summary>
public sealed class The_words_of_a_plan
{
    static readonly SyncUser Ann = Person(1, "user");
    static readonly SyncUser Hr = Person(1, "hr");
    static readonly SyncTarget Keeping = OnlyTenant with { OnMissingPlatformRole = MissingPlatformRole.Keep };
    static readonly SyncTarget Removing = OnlyTenant with
    {
        OnMissingPlatformRole = MissingPlatformRole.Remove, InactiveUserHandling = InactiveUserHandling.Remove,
    };

    public static TheoryData<string, Func<SyncPlan>> Steps => new()
    {
        { "is in the directory and has no account yet", () => Plan([Ann]) },
        { "was added by hand and is adopted (A8)", () => Plan([Ann], Account(1, "u1@acme.example", null, "user")) },
        { "now belongs to another directory user (A8)", () => Plan([Ann], Account(1, "u1@acme.example", Person(9), "user")) },
        { "is entitled again", () => Plan([Ann], AccountOf(Ann, "user") with { Enabled = false }) },
        { "e-mail differs from the directory", () => Plan([Ann], Account(1, "U1@acme.example", Ann, "user")) },
        { "roles differ from the directory's groups", () => Plan([Ann], AccountOf(Ann, "admin")) },
        { "is the directory's", () => Plan([Ann], AccountOf(Ann, "user") with { Source = AccountSource.Manual }) },
        { "its user has another account", () => Plan([Ann], AccountOf(Ann, "user"), Account(9, "other@acme.example", Ann, "user")) },
        { "was added by hand and is not in the directory", () => Plan([], Account(1, "x@acme.example", null, "user")) },
        { "its user is no longer in the directory (A7)", () => Plan([], AccountOf(Ann, "user")) },
        {
            "its user belongs to other tenants only (A4)", () => Plan(
                Target(Acme, 2), [User(TwoTenants, 1, "u1@acme.example", Prefix + "MYTENANT_user")], AccountOf(Ann, "user"))
        },
        { "its user is inactive (A6)", () => Plan([Ann with { Active = false }], AccountOf(Ann, "user")) },
        { "its user is inactive (A6)", () => Plan(Removing, [Ann with { Active = false }], AccountOf(Ann, "user")) },
        { "its user lost the platform role (A5)", () => Plan([Hr], AccountOf(Hr, "user", "hr")) },
        { "its user lost the platform role (A5)", () => Plan(Removing, [Hr], AccountOf(Hr, "user", "hr")) },
        {
            "its user lost the platform role and the account is to be kept (A5)", () => Plan(Keeping, [Hr], AccountOf(Hr, "user", "hr"))
        },
        { "its user fails: DomainNotAllowed", () => Plan(OnlyTenant with { Domains = ["b.example"] }, [Ann], AccountOf(Ann, "user")) },
    };

    [Theory, MemberData(nameof(Steps))]
    public void Say_why_of_each_step(string why, Func<SyncPlan> plan) => Assert.Equal(why, Assert.Single(plan().Steps).Why);

    [Fact]
    public void Say_who_gets_the_email_of_an_account_that_makes_room()
    {
        // Bob takes Ann's old address, and has an account himself.
        var (ann, bob) = (User(1, email: null, "user"), User(2, "ann@acme.example", "user"));

        var plan = Plan([ann, bob], Account(1, "ann@acme.example", ann, "user"), Account(2, "bob@acme.example", bob, "user"));

        Assert.Equal("its e-mail now belongs to another user", Assert.IsType<SyncStep.Remove>(plan.Steps[0]).Why);
    }

    public static TheoryData<string, string, Func<SyncPlan>> Failures => new()
    {
        {
            "User has no e-mail address to sign in with",
            "Give u1 a primary or work e-mail in the identity provider and map it to emails, or use an e-mail address as userName.",
            () => Plan([User(1, email: null, "user")])
        },
        {
            "The e-mail domain of u1@acme.example is not one of tenant ACME's domains",
            "Use an address in a.example, b.example, or have the domain added to the tenant's IAM Sync configuration.",
            () => Plan(OnlyTenant with { Domains = ["a.example", "b.example"] }, [Ann])
        },
        {
            "Another active user, u1, already signs in with same@acme.example",
            "Give u2 an e-mail of its own, or deactivate or delete whichever of the two users is the duplicate.",
            () => Plan([User(1, "same@acme.example", "user"), User(2, "same@acme.example", "user")])
        },
        {
            "User is not part of either User group or Admin group",
            "Add u1 to the group IAMAPP_Orgvue_SCIM_user or IAMAPP_Orgvue_SCIM_admin. Its other groups may stay: "
            + "IAMAPP_Orgvue_SCIM_Tech, IAMAPP_Orgvue_SCIM_training.",
            () => Plan([Person(1, "training", "Tech")])
        },
        {
            "User is not part of either User group or Admin group",
            "Add u1 to the group IAMAPP_Orgvue_SCIM_user or IAMAPP_Orgvue_SCIM_admin.",
            () => Plan([Person(1)])
        },
        {
            "User is not part of any group of any tenant",
            "Add u1 to a tenant's user or admin group, or take it out of the provisioning scope.",
            () => Plan(Target(Acme, 2), [Person(1)])
        },
    };

    [Theory, MemberData(nameof(Failures))]
    public void Say_of_each_failure_the_reason_and_what_to_change(string reason, string remedy, Func<SyncPlan> plan)
    {
        var failure = Assert.Single(plan().Failures);

        Assert.Equal((reason, remedy), (failure.Reason, failure.Remedy));
    }

    [Fact]
    public void Put_the_group_that_would_heal_the_user_before_all_and_any_other_near_miss_behind()
    {
        var add = "Add u1 to the group IAMAPP_Orgvue_SCIM_user or IAMAPP_Orgvue_SCIM_admin.";
        SyncUser[] healed = [User(OneTenant, 1, "u1@acme.example", "IMAPP_Orgvue_SCIM_hr", "IMAPP_Orgvue_SCIM_user")];
        SyncUser[] besides = [User(OneTenant, 1, "u1@acme.example", "Everyone", "IMAPP_Orgvue_SCIM_hr")];

        Assert.Equal("Group \"IMAPP_Orgvue_SCIM_user\" grants nothing: It begins with \"IMAPP_Orgvue_SCIM_\", not with \"IAMAPP_Orgvue_SCIM_\". "
            + $"Did you mean \"IAMAPP_Orgvue_SCIM_user\"? Otherwise: {add}", Assert.Single(Plan(healed).Failures).Remedy);
        Assert.Equal($"{add} Besides: Group \"IMAPP_Orgvue_SCIM_hr\" grants nothing: It begins with \"IMAPP_Orgvue_SCIM_\", not with "
            + "\"IAMAPP_Orgvue_SCIM_\". Did you mean \"IAMAPP_Orgvue_SCIM_hr\"?", Assert.Single(Plan(besides).Failures).Remedy);
    }

    [Fact]
    public void Say_of_each_warning_what_it_is_about_and_whom_it_costs()
    {
        var target = Target(Acme, 2) with
        {
            Domains = ["a.example", "b.example"], DomainPolicy = DomainPolicy.Warn, ProtectedAccounts = new HashSet<string> { "ROOT@ACME.EXAMPLE" },
        };
        var users = Enumerable.Range(1, 7).Select(n => User(TwoTenants, n, $"u{n}@a.example", Prefix + "user", Prefix + "a:b")).ToList();
        users[0] = User(TwoTenants, 1, "u1@c.example", Prefix + "user", Prefix + "HR", Prefix + "Hr", Prefix + "hr", Prefix);
        var snapshot = Snapshot(users, Account(1, "root@acme.example", null, "admin"), Account(2, "boss@acme.example", null, "admin")) with
        {
            NestedIn = ["Zoo", "Everyone"], OtherGroups = [new(Prefix + "c;d", TwoTenants.MeaningOf(Prefix + "c;d"))],
        };

        Assert.Equal(
            [
                "EmptyRole Group \"IAMAPP_Orgvue_SCIM_\" names tenant ACME but no role after the prefix. It costs 1 user a role: u1.",
                "InvalidRoleName Group \"IAMAPP_Orgvue_SCIM_a:b\" is not mapped: a role may not hold a comma, semicolon, colon or control character. "
                + "It costs 6 users a role: u2, u3, u4, u5, u6 and 1 more.",
                "InvalidRoleName Group \"IAMAPP_Orgvue_SCIM_c;d\" is not mapped: a role may not hold a comma, semicolon, colon or control character. "
                + "Nobody looked at is in it.",
                "RoleCaseConflict u1 is given HR and Hr, hr: one role in several spellings; HR is kept.",
                "NestedGroupIgnored Group \"Everyone\" has groups as members; they are kept but give no roles. Assign the people to it directly.",
                "NestedGroupIgnored Group \"Zoo\" has groups as members; they are kept but give no roles. Assign the people to it directly.",
                "DomainNotAllowed u1@c.example is outside the domains a.example, b.example.",
                "ProtectedAccountKept root@acme.example is protected and stays as it is; the directory alone would not keep it.",
            ],
            Reconciler.Plan(snapshot, target).Warnings.Select(w => $"{w.Code} {w.Message}"));
        Assert.Equal("Tenant ACME has no active admin after this run.",
            Assert.Single(Plan([Ann], AccountOf(Ann, "admin")).Warnings).Message);
    }

    [Fact]
    public void Say_which_tenant_a_group_names_in_vain_and_how_names_begin()
    {
        var mapper = new RoleMapper([MyTenant]);

        var plan = Plan(Target(MyTenant, 1), [User(mapper, 1, "u1@acme.example", Prefix + "ELSEWHERE_hr")]);

        Assert.Equal("Group \"IAMAPP_Orgvue_SCIM_ELSEWHERE_hr\" is not mapped: \"ELSEWHERE_hr\" does not begin with a configured tenant. "
            + "The groups of MYTENANT begin with \"IAMAPP_Orgvue_SCIM_MYTENANT_\". It costs 1 user a role: u1.", Assert.Single(plan.Warnings).Message);
    }
}
