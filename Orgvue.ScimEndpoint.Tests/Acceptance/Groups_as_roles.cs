using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>Groups are roles: what happens to a group or its members happens to the accounts.</summary>
public sealed class Groups_as_roles
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Never_make_an_administrator_of_a_name_with_a_comma(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));

        await directory.RoleAsync("user", ada);
        await directory.RoleAsync("hr,admin", ada, bob);
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: user"], await host.AccountsAsync());
        Assert.Equal(["ACME bob MissingPlatformRole"], await host.OpenFailuresAsync(directory));
        var run = Assert.Single(await host.RunsAsync(directory))!;
        Assert.Equal("CompletedWithFailures", (string)run["status"]!);
        Assert.Contains("InvalidRoleName", run["warnings"]!.AsArray().Select(w => (string)w!["code"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Take_the_role_from_all_when_they_are_emptied(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada, bob);
        var retail = await directory.RoleAsync("Retail", ada, bob);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: Retail user", "bob: Retail user"], await host.AccountsAsync());

        await directory.EmptyAsync(retail);
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: user", "bob: user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Follow_a_rename_out_of_the_prefix_and_into_it(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        var group = await directory.RoleAsync("Retail", ada);
        await host.AfterTheDelayAsync();

        await directory.RenameAsync(group, "Everybody in retail");
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: user"], await host.AccountsAsync());
        await directory.RenameAsync(group, Pushes.Prefix + "Shops");
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: Shops user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Disable_the_account_that_leaves_its_last_user_group(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user", ada);
        await directory.RoleAsync("Retail", ada);
        await host.AfterTheDelayAsync();

        await directory.RemoveAsync(group, ada);
        await host.AfterTheDelayAsync();
        Assert.Equal("Inactive", (string)(await host.AccountAsync("ada"))["status"]!);
        Assert.Equal(["ACME ada MissingPlatformRole"], await host.OpenFailuresAsync(directory));
        await directory.AddAsync(group, ada);
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: Retail user"], await host.AccountsAsync());
        Assert.Empty(await host.OpenFailuresAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Take_their_role_along_when_they_are_deleted(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada);
        var admin = await directory.RoleAsync("admin", ada, bob);
        await host.AfterTheDelayAsync();

        await directory.DeleteGroupAsync(admin);
        await host.AfterTheDelayAsync();

        Assert.Equal(("Active", """["user"]"""), await StateAsync(host, "ada"));
        Assert.Equal("Inactive", (await StateAsync(host, "bob")).Status);
        Assert.Equal(["ACME bob MissingPlatformRole"], await host.OpenFailuresAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Let_a_deactivated_user_wait_and_come_back(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        var account = (string)(await host.AccountAsync("ada"))["accountId"]!;

        await directory.SetActiveAsync(ada, false);
        await host.AfterTheDelayAsync();
        Assert.Equal("Inactive", (await StateAsync(host, "ada")).Status);
        Assert.Empty(await host.OpenFailuresAsync(directory));
        await directory.SetActiveAsync(ada, true);
        await host.AfterTheDelayAsync();

        Assert.Equal(("Active", """["user"]"""), await StateAsync(host, "ada"));
        Assert.Equal(account, (string)(await host.AccountAsync("ada"))["accountId"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Lose_a_deleted_user_and_the_tenants_lose_the_account(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("BETA", "multiTenant")]);
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada, bob);
        await directory.RoleAsync("BETA_admin", ada);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: admin"], await host.AccountsAsync("BETA"));

        await directory.DeleteUserAsync(ada);
        await host.AfterTheDelayAsync();

        Assert.Equal(["bob: user"], await host.AccountsAsync());
        Assert.Empty(await host.AccountsAsync("BETA"));
    }

    static async Task<(string Status, string Roles)> StateAsync(Host host, string name)
    {
        var account = await host.AccountAsync(name);
        return ((string)account["status"]!, account["roles"]!.ToJsonString());
    }
}
