using System.Net;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>What an administrator relies on, T9 to T15: several tenants and directories, repeated pushes, the guide's own table.</summary>
public sealed class The_scenarios_of_many
{
    // The guide's table writes IMAPP_, its text IAMAPP_.
    const string TablePrefix = "IMAPP_Orgvue_SCIM_";
    const string GuidesSentence = "User is not part of either User group or Admin group";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T9_An_admin_in_EU_who_is_hr_in_US_has_an_account_in_EU_and_a_failure_in_US(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new("EU", "multiTenant"), new("US", "multiTenant")]);
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("EU_admin", ada);
        await directory.RoleAsync("US_hr", ada);

        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: admin"], await host.AccountsAsync("EU"));
        Assert.Empty(await host.AccountsAsync("US"));
        var failure = Assert.Single(await host.FailuresAsync(directory))!;
        Assert.Equal(("US", "MissingPlatformRole", GuidesSentence), ((string)failure["tenantId"]!, (string)failure["code"]!, (string)failure["reason"]!));
        Assert.Equal([("EU", "Completed"), ("US", "CompletedWithFailures")],
            (await host.RunsAsync(directory)).Select(r => ((string)r!["tenantId"]!, (string)r["status"]!)).Order());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T10_Two_directories_keep_to_their_own_tenants_users_and_windows(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var one = await host.NewDirectoryAsync("One");
        var two = await host.NewDirectoryAsync("Two", syncDelay: "00:10:00", tenants: new TestTenant("BETA"));
        await one.RoleAsync("user", await one.UserAsync("ada"));
        await two.RoleAsync("admin", await two.UserAsync("ada"), await two.UserAsync("bob"));

        await host.AtAsync("5:00");
        Assert.Equal(["ada: user"], await host.AccountsAsync());
        Assert.Empty(await host.AccountsAsync("BETA"));
        Assert.Empty(await host.RunsAsync(two));
        await host.AtAsync("10:00");

        Assert.Equal(["ada: admin", "bob: admin"], await host.AccountsAsync("BETA"));
        Assert.Equal(["ada: user"], await host.AccountsAsync());
        Assert.Single(await host.RunsAsync(one));
        Assert.Single((await one.Scim.GetAsync("Users", HttpStatusCode.OK))["Resources"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T11_A_user_who_comes_and_goes_in_one_window_leaves_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var group = await directory.RoleAsync("user");
        var ada = await directory.UserAsync("ada");
        await directory.AddAsync(group, ada);
        await directory.DeleteUserAsync(ada);

        await host.AfterTheDelayAsync();

        var run = Assert.Single(await host.RunsAsync(directory))!;
        Assert.Equal((0, 0, 0, 0), ((int)run["created"]!, (int)run["removed"]!, (int)run["disabled"]!, (int)run["failed"]!));
        Assert.Empty(await host.AccountsAsync());
        Assert.Empty(await host.FailuresAsync(directory, "all"));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T12_The_same_PATCH_twice_is_one_change_and_opens_one_window(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user");
        await directory.AddAsync(group, ada);
        await host.AfterTheDelayAsync();

        await directory.AddAsync(group, ada);
        await directory.SetActiveAsync(ada, true);
        await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/window", HttpStatusCode.NoContent);
        await host.AtAsync("60:00");

        Assert.Single(await host.RunsAsync(directory));
        Assert.Equal(["ada: user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T13_The_guides_table_in_one_directory_and_one_run(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await GuidesTableAsync(host, TablePrefix);

        await host.AfterTheDelayAsync();

        Assert.Equal(["ACME", "MYTENANT"], (await host.RunsAsync(directory)).Select(r => (string)r!["tenantId"]!).Order());
        Assert.Equal(["testuser1: user", "testuser2: admin", "testuser3: ManagerRetail Retail user"], await host.AccountsAsync());
        Assert.Equal(["testuser4: admin"], await host.AccountsAsync("MYTENANT"));
        Assert.Equal(["ACME testuser5 MissingPlatformRole", "MYTENANT testuser6 MissingPlatformRole"], await host.OpenFailuresAsync(directory));
        Assert.All(await host.FailuresAsync(directory), f => Assert.Equal(GuidesSentence, (string)f!["reason"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T13_The_guides_table_under_the_default_prefix_fails_as_a_whole_and_says_why(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await GuidesTableAsync(host, Pushes.Prefix);

        await host.AfterTheDelayAsync();

        Assert.Empty(await host.AccountsAsync());
        Assert.Empty(await host.AccountsAsync("MYTENANT"));
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"testuser{n} NoTenantGroup"), await host.OpenFailuresAsync(directory));
        Assert.All(await host.FailuresAsync(directory), f =>
            Assert.Contains($"Did you mean \"{Pushes.Prefix}", (string)f!["remedy"]!, StringComparison.Ordinal));
        Assert.Contains("PrefixNearMiss",
            (await host.RunsAsync(directory)).SelectMany(r => r!["warnings"]!.AsArray()).Select(w => (string)w!["code"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T14_Emptied_groups_take_their_role_from_everybody(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        string[] users = [await directory.UserAsync("ada"), await directory.UserAsync("bob")];
        var group = await directory.RoleAsync("user", users);
        var retail = await directory.RoleAsync("Retail", users);
        await host.AfterTheDelayAsync();

        await directory.EmptyAsync(retail);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: user", "bob: user"], await host.AccountsAsync());

        await directory.EmptyAsync(group);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada:  (inactive)", "bob:  (inactive)"], await host.AccountsAsync());
        Assert.Equal(["ACME ada MissingPlatformRole", "ACME bob MissingPlatformRole"], await host.OpenFailuresAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T15_A_group_named_hr_comma_admin_makes_no_administrator(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada);
        await directory.RoleAsync("hr,admin", ada, bob);

        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: user"], await host.AccountsAsync());
        Assert.Equal("user", (string)(await host.AccountAsync("ada"))["platformRole"]!);
        Assert.Equal(["ACME bob MissingPlatformRole"], await host.OpenFailuresAsync(directory));
        Assert.Contains("InvalidRoleName", (await host.RunsAsync(directory))[0]!["warnings"]!.AsArray().Select(w => (string)w!["code"]!));
    }

    static async Task<TestDirectory> GuidesTableAsync(Host host, string prefix)
    {
        var directory = await host.NewDirectoryAsync(tenants: [new("ACME", "singleTenant", prefix), new("MYTENANT", "multiTenant", prefix)]);
        var users = new string[7];
        for (var n = 1; n <= 6; n++) users[n] = await directory.UserAsync($"testuser{n}");
        await directory.GroupAsync(TablePrefix + "user", users[1], users[3]);
        await directory.GroupAsync(TablePrefix + "admin", users[2]);
        await directory.GroupAsync(TablePrefix + "Retail", users[3]);
        await directory.GroupAsync(TablePrefix + "ManagerRetail", users[3]);
        await directory.GroupAsync(TablePrefix + "MyTenant_admin", users[4]);
        await directory.GroupAsync(TablePrefix + "training", users[5]);
        await directory.GroupAsync(TablePrefix + "Tech", users[5]);
        await directory.GroupAsync(TablePrefix + "MyTenant_EuropeFinance", users[6]);
        return directory;
    }
}
