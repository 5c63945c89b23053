using System.Net;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>Rule 7 of the guide: what is edited in Orgvue is overridden by the next sync, and stands until then.</summary>
public sealed class Edits_by_hand
{
    const string Accounts = "/api/v1/ACME/accounts";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Stand_until_a_run_that_another_user_caused_and_no_longer(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var group = await directory.RoleAsync("user", await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await host.AfterTheDelayAsync();

        await host.Admin.PostAsync(Accounts, new { email = "eve@contoso.example", roles = new[] { "admin" } }, HttpStatusCode.Created);
        await host.Admin.DeleteAsync($"{Accounts}/{(await host.AccountAsync("bob"))["accountId"]}", HttpStatusCode.NoContent);
        await host.Admin.PatchAsync(
            $"{Accounts}/{(await host.AccountAsync("ada"))["accountId"]}", new { roles = new[] { "admin", "sales" } }, HttpStatusCode.OK);
        await host.AtAsync("600:00");
        Assert.Equal(["ada: admin sales", "eve: admin"], await host.AccountsAsync());
        await directory.AddAsync(group, await directory.UserAsync("cleo"));
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: user", "bob: user", "cleo: user"], await host.AccountsAsync());
        Assert.Equal(2, (await host.RunsAsync(directory)).Count);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Survive_where_sync_owns_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        await host.Admin.PatchAsync($"{Accounts}/{(await host.AccountAsync("ada"))["accountId"]}", new
        {
            tokenAccess = true, expiryDate = "2027-01-01T00:00:00Z", hiddenFeatures = new[] { "charts" }, additionalProperties = new { desk = 4 },
        }, HttpStatusCode.OK);

        await directory.RoleAsync("admin", ada);
        await host.AfterTheDelayAsync();

        var account = await host.AccountAsync("ada");
        Assert.Equal("""["admin","user"]""", account["roles"]!.ToJsonString());
        Assert.Equal((true, "2027-01-01T00:00:00Z"), ((bool)account["tokenAccess"]!, (string)account["expiryDate"]!));
        Assert.Equal(("""["charts"]""", """{"desk":4}"""),
            (account["hiddenFeatures"]!.ToJsonString(), account["additionalProperties"]!.ToJsonString()));
    }
}
