using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>The table of the SCIM Customer Integration Guide, in one directory that feeds a single tenant and a multi tenant.</summary>
public sealed class The_guides_table
{
    // The table writes IMAPP_, the guide's text IAMAPP_.
    const string Written = "IMAPP_Orgvue_SCIM_";

    [Fact]
    public void Is_what_its_own_prefix_gives()
    {
        var (acme, mine) = PlansUnder(Written);

        Assert.Equal(
            ["t1@acme.example: user", "t2@acme.example: admin", "t3@acme.example: ManagerRetail, Retail, user"],
            acme.Steps.Select(Described));
        Assert.Equal(["t4@acme.example: admin"], mine.Steps.Select(Described));
        Assert.Equal(["testuser5"], acme.Failures.Select(f => f.User.UserName));
        Assert.Equal(["testuser6"], mine.Failures.Select(f => f.User.UserName));
        Assert.All(acme.Failures.Concat(mine.Failures), failure => Assert.Equal(
            (FailureCode.MissingPlatformRole, "User is not part of either User group or Admin group"), (failure.Code, failure.Reason)));
    }

    [Fact]
    public void Fails_as_a_whole_under_the_default_prefix_and_says_what_was_meant()
    {
        var (acme, mine) = PlansUnder("IAMAPP_Orgvue_SCIM_");

        Assert.Empty(acme.Steps.Concat(mine.Steps));
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"testuser{n}"), acme.Failures.Select(f => f.User.UserName));
        Assert.All(acme.Failures, failure =>
        {
            Assert.Equal(FailureCode.NoTenantGroup, failure.Code);
            Assert.Equal(1, Occurrences(failure.Remedy, "Did you mean \"IAMAPP_Orgvue_SCIM_"));
        });
        var missed = acme.Warnings.Concat(mine.Warnings).Where(w => w.Code == "PrefixNearMiss").DistinctBy(w => w.Message).ToList();
        Assert.Equal(8, missed.Count);
        Assert.All(missed, warning => Assert.Equal(1, Occurrences(warning.Message, "Did you mean \"IAMAPP_Orgvue_SCIM_")));
        Assert.Contains(missed, w => w.Message.Contains("IMAPP_Orgvue_SCIM_user", StringComparison.Ordinal)
            && w.Message.Contains("2 users", StringComparison.Ordinal));
    }

    static (SyncPlan Acme, SyncPlan MyTenant) PlansUnder(string prefix)
    {
        RoleSource[] sources = [Acme with { Prefix = prefix }, MyTenant with { Prefix = prefix }];
        var mapper = new RoleMapper(sources);
        SyncUser[] users =
        [
            TestUser(1, "user"), TestUser(2, "admin"), TestUser(3, "user", "Retail", "ManagerRetail"), TestUser(4, "MyTenant_admin"),
            TestUser(5, "training", "Tech"), TestUser(6, "MyTenant_EuropeFinance"),
        ];
        return (Plan(Target(sources[0], 2), users), Plan(Target(sources[1], 2), users));

        SyncUser TestUser(int n, params string[] roles) =>
            User(mapper, n, $"t{n}@acme.example", [.. roles.Select(r => Written + r)]) with { UserName = $"testuser{n}" };
    }

    static string Described(SyncStep step) =>
        $"{step.Email}: {string.Join(", ", Assert.IsType<SyncStep.Create>(step).Roles.RoleNames())}";

    static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
