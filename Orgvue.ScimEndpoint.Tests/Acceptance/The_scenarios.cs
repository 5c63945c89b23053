using System.Net;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>What an administrator relies on, T1 to T8, as an identity provider pushes it and as Orgvue shows it.</summary>
public sealed class The_scenarios
{
    const string Accounts = "/api/v1/ACME/accounts";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T1_The_window_is_fixed_by_the_first_change(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var group = await directory.RoleAsync("user");
        await host.AtAsync("4:59");
        await directory.AddAsync(group, await directory.UserAsync("ada"));
        await host.RunDueAsync();
        Assert.Empty(await host.RunsAsync(directory));

        await host.AtAsync("5:00");

        Assert.Equal("2026-11-23T09:05:00Z", (string)Assert.Single(await host.RunsAsync(directory))!["dueAt"]!);
        Assert.Equal(["ada: user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T2_Changes_of_one_window_are_one_run_and_what_comes_after_is_the_next(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var group = await directory.RoleAsync("user");
        for (var minute = 0; minute < 5; minute++)
        {
            await host.AtAsync($"{minute}:30");
            await directory.AddAsync(group, await directory.UserAsync($"u{minute}"));
        }
        await host.AtAsync("5:00");
        Assert.Equal(5, (int)Assert.Single(await host.RunsAsync(directory))!["created"]!);

        await host.AtAsync("5:01");
        await directory.AddAsync(group, await directory.UserAsync("late"));
        await host.AtAsync("10:00");
        Assert.Single(await host.RunsAsync(directory));
        await host.AtAsync("10:01");
        Assert.Equal([1, 5], (await host.RunsAsync(directory)).Select(r => (int)r!["created"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T3_Accounts_added_removed_and_edited_by_hand_are_as_the_directory_has_it_after_the_next_run(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var group = await directory.RoleAsync("user", await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await host.AfterTheDelayAsync();

        await host.Admin.PostAsync(Accounts, new { email = "eve@contoso.example", roles = new[] { "admin" } }, HttpStatusCode.Created);
        await host.Admin.DeleteAsync($"{Accounts}/{(await host.AccountAsync("bob"))["accountId"]}", HttpStatusCode.NoContent);
        await host.Admin.PatchAsync($"{Accounts}/{(await host.AccountAsync("ada"))["accountId"]}", new { roles = new[] { "admin" }, enabled = false }, HttpStatusCode.OK);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: admin (inactive)", "eve: admin"], await host.AccountsAsync());

        await directory.AddAsync(group, await directory.UserAsync("cid"));
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: user", "bob: user", "cid: user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T4_An_account_that_was_there_before_is_adopted(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var made = await host.Admin.PostAsync(Accounts,
            new { email = "ADA@contoso.example", roles = new[] { "admin", "old" }, tokenAccess = true }, HttpStatusCode.Created);

        await directory.RoleAsync("user", await directory.UserAsync("ada"));
        await host.AfterTheDelayAsync();

        var account = await host.AccountAsync("ada");
        Assert.Equal((string)made["accountId"]!, (string)account["accountId"]!);
        Assert.Equal(("Scim", true, """["user"]"""), ((string)account["source"]!, (bool)account["tokenAccess"]!, account["roles"]!.ToJsonString()));
        Assert.Equal((0, 1), ((int)(await host.RunsAsync(directory))[0]!["created"]!, (int)(await host.RunsAsync(directory))[0]!["updated"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T5_A_changed_email_keeps_the_account_and_what_Orgvue_owns_of_it(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        var before = await host.AccountAsync("ada");
        await host.Admin.PatchAsync($"{Accounts}/{before["accountId"]}", new
        {
            tokenAccess = true, expiryDate = "2027-01-01T00:00:00Z", hiddenFeatures = new[] { "charts" }, additionalProperties = new { desk = 4 },
        }, HttpStatusCode.OK);

        await directory.Scim.PatchAsync($"Users/{ada}", Pushes.Patch(
            new { op = "replace", path = "emails[type eq \"work\"].value", value = "ada.lovelace@contoso.example" }), HttpStatusCode.OK);
        await host.AfterTheDelayAsync();

        var after = await host.AccountAsync("ada.lovelace");
        Assert.Single(await host.AccountsAsync());
        Assert.Equal(((string)before["accountId"]!, true, "2027-01-01T00:00:00Z"),
            ((string)after["accountId"]!, (bool)after["tokenAccess"]!, (string)after["expiryDate"]!));
        Assert.Equal(("""["charts"]""", """{"desk":4}"""), (after["hiddenFeatures"]!.ToJsonString(), after["additionalProperties"]!.ToJsonString()));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T6_Entra_pushes_users_then_groups_then_members_and_a_run_may_come_in_between(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await host.AtAsync("4:00");
        var group = await directory.RoleAsync("user");
        await host.AtAsync("5:00");
        Assert.Equal(["ACME ada MissingPlatformRole"], await host.OpenFailuresAsync(directory));

        await host.AtAsync("8:00");
        await directory.AddAsync(group, ada);
        await host.AtAsync("13:00");

        Assert.Equal(["ada: user"], await host.AccountsAsync());
        Assert.Empty(await host.OpenFailuresAsync(directory));
        Assert.Equal("2026-11-23T09:13:00Z", (string)Assert.Single(await host.FailuresAsync(directory, "resolved"))!["resolvedAt"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T7_A_group_renamed_out_of_the_prefix_takes_its_role_along_and_back_into_it_gives_the_new_one(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        var group = await directory.RoleAsync("Retail", ada);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: Retail user"], await host.AccountsAsync());

        await directory.RenameAsync(group, "Retail");
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: user"], await host.AccountsAsync());

        await directory.RenameAsync(group, Pushes.Prefix + "Shops");
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: Shops user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task T8_Who_leaves_the_last_user_group_is_disabled_with_the_guides_reason_and_comes_back(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user", ada);
        await directory.RoleAsync("Retail", ada);
        await host.AfterTheDelayAsync();

        await directory.RemoveAsync(group, ada);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: Retail (inactive)"], await host.AccountsAsync());
        Assert.Equal("User is not part of either User group or Admin group", (string)Assert.Single(await host.FailuresAsync(directory))!["reason"]!);

        await directory.AddAsync(group, ada);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: Retail user"], await host.AccountsAsync());
        Assert.Empty(await host.OpenFailuresAsync(directory));
    }
}
