using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>The guide's table, pushed as an identity provider pushes it.</summary>
public sealed class The_walk_through_the_guide
{
    // The guide's table writes IMAPP_, its text IAMAPP_.
    const string Prefix = "IMAPP_Orgvue_SCIM_";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Gives_its_table_in_one_run_five_minutes_after_the_first_change(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(
            syncDelay: "00:05:00", tenants: [new("ACME", "singleTenant", Prefix), new("MYTENANT", "multiTenant", Prefix)]);

        var users = new string[7];
        for (var n = 1; n <= 6; n++) users[n] = await directory.UserAsync($"testuser{n}");
        await directory.GroupAsync(Prefix + "user", users[1]);
        await directory.GroupAsync(Prefix + "admin", users[2]);
        await host.AtAsync("2:00");
        var user = (await directory.FindGroupAsync(Prefix + "user"))!;
        await directory.AddAsync(user, users[3]);
        await directory.GroupAsync(Prefix + "Retail", users[3]);
        await directory.GroupAsync(Prefix + "ManagerRetail", users[3]);
        await directory.GroupAsync(Prefix + "MyTenant_admin", users[4]);
        await host.AtAsync("4:59");
        await directory.GroupAsync(Prefix + "training", users[5]);
        await directory.GroupAsync(Prefix + "Tech", users[5]);
        await directory.GroupAsync(Prefix + "MyTenant_EuropeFinance", users[6]);
        await host.RunDueAsync();
        Assert.Empty(await host.RunsAsync(directory));
        await host.AtAsync("5:00");

        Assert.Equal(["ACME", "MYTENANT"], await RanAsync(host, directory));
        Assert.Equal(["testuser1: user", "testuser2: admin", "testuser3: ManagerRetail Retail user"], await host.AccountsAsync());
        Assert.Equal(["testuser4: admin"], await host.AccountsAsync("MYTENANT"));
        Assert.Equal(
            ["ACME testuser5 MissingPlatformRole", "MYTENANT testuser6 MissingPlatformRole"], await host.OpenFailuresAsync(directory));
        Assert.All(await host.FailuresAsync(directory), f =>
            Assert.Equal("User is not part of either User group or Admin group", (string)f!["reason"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Opens_a_window_of_its_own_for_a_change_after_the_run(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(syncDelay: "00:05:00");
        var group = await directory.RoleAsync("user", await directory.UserAsync("ada"));
        await host.AtAsync("5:00");

        await host.AtAsync("5:01");
        await directory.AddAsync(group, await directory.UserAsync("bob"));
        await host.AtAsync("10:00");
        Assert.Single(await host.RunsAsync(directory));
        await host.AtAsync("10:01");

        Assert.Equal(["ACME", "ACME"], await RanAsync(host, directory));
        Assert.Equal("2026-11-23T09:10:01Z", (string)(await host.RunsAsync(directory))[0]!["dueAt"]!);
        Assert.Equal(["ada: user", "bob: user"], await host.AccountsAsync());
        await host.AtAsync("60:00");
        Assert.Equal(2, (await host.RunsAsync(directory)).Count);
    }

    static async Task<IEnumerable<string>> RanAsync(Host host, TestDirectory directory) =>
        (await host.RunsAsync(directory)).Select(r => (string)r!["tenantId"]!).Order();
}
