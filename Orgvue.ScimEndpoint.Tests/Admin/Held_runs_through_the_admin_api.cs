using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Admin;

/// <summary>Rule B8 as an administrator meets it: preview, hold, release by the plan's hash, discard.</summary>
public sealed class Held_runs_through_the_admin_api
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task B8_Wait_with_their_preview_and_are_released_by_its_hash_alone(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, users) = await HeldAsync(host);
        var held = (await host.RunsAsync(directory))[0]!;
        var preview = await PreviewAsync(host, directory);
        var alone = JsonNode.Parse(await host.Admin.GetStringAsync($"/admin/api/directories/{directory.Id}/runs?status=held"))!["items"]!.AsArray();
        Assert.Equal((string)held["runId"]!, (string)Assert.Single(alone)!["runId"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/runs?status=waiting")).StatusCode);

        Assert.Equal(("Held", 0, 3), ((string)held["status"]!, (int)held["created"]!, (int)held["removed"]!));
        Assert.Equal("The run would remove 3 and disable 0 accounts: more than 2 in one run.", (string)held["heldBecause"]!);
        Assert.Equal((string)held["planHash"]!, (string)preview["planHash"]!);
        Assert.Equal(((string)held["runId"]!, false), ((string)preview["held"]!["runId"]!, (bool)preview["held"]!["outOfDate"]!));
        Assert.Equal(["ada@contoso.example", "bob@contoso.example", "cid@contoso.example"],
            preview["removals"]!.AsArray().Select(r => (string)r!["email"]!));

        var release = $"/admin/api/runs/{held["runId"]}/release";
        Assert.Equal("InvalidRequest", (string)(await host.Admin.PostAsync(release, new { }, HttpStatusCode.BadRequest))["code"]!);
        var wrong = await host.Admin.PostAsync(release, new { planHash = "0123456789abcdef0123456789abcdef" }, HttpStatusCode.Conflict);
        Assert.Equal(("PlanChanged", "planHash", "B8"),
            ((string)wrong["code"]!, (string)wrong["errors"]![0]!["field"]!, (string)wrong["errors"]![0]!["rule"]!));
        Assert.Equal(4, (await host.AccountsAsync()).Count());

        var done = await host.Admin.PostAsync(release, new { planHash = (string)held["planHash"]! }, HttpStatusCode.OK);
        Assert.Equal(("Completed", 3), ((string)done["status"]!, (int)done["removed"]!));
        Assert.NotNull(done["decidedAt"]);
        Assert.Equal(["dan: user"], await host.AccountsAsync());
        Assert.Equal("RunNotHeld", (string)(await host.Admin.PostAsync(release, new { planHash = "x" }, HttpStatusCode.Conflict))["code"]!);
        Assert.Equal(4, users.Length);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task B8_Released_after_an_edit_by_hand_in_between_apply_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await HeldAsync(host);
        var held = (await host.RunsAsync(directory))[0]!;

        await host.Admin.PatchAsync($"/api/v1/ACME/accounts/{(await host.AccountAsync("dan"))["accountId"]}", new { roles = new[] { "admin" } }, HttpStatusCode.OK);
        var refused = await host.Admin.PostAsync(
            $"/admin/api/runs/{held["runId"]}/release", new { planHash = (string)held["planHash"]! }, HttpStatusCode.Conflict);

        Assert.Equal("PlanChanged", (string)refused["code"]!);
        Assert.Equal(["ada: user", "bob: user", "cid: user", "dan: admin"], await host.AccountsAsync());
        var now = (string)(await host.RunsAsync(directory))[0]!["planHash"]!;
        Assert.Contains(now, (string)refused["detail"]!, StringComparison.Ordinal);
        await host.Admin.PostAsync($"/admin/api/runs/{held["runId"]}/release", new { planHash = now }, HttpStatusCode.OK);
        Assert.Equal(["dan: user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task B8_Take_in_what_the_identity_provider_pushes_meanwhile(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await HeldAsync(host);
        var held = (await host.RunsAsync(directory))[0]!;

        await directory.AddAsync((await directory.FindGroupAsync(Pushes.Prefix + "user"))!, await directory.UserAsync("eve"));
        Assert.True((bool)(await PreviewAsync(host, directory))["held"]!["outOfDate"]!);
        await host.AfterTheDelayAsync();

        var run = Assert.Single(await host.RunsAsync(directory), r => (string)r!["status"]! == "Held")!;
        Assert.Equal(((string)held["runId"]!, 1, 3), ((string)run["runId"]!, (int)run["created"]!, (int)run["removed"]!));
        Assert.NotEqual((string)held["planHash"]!, (string)run["planHash"]!);
        Assert.Equal(4, (await host.AccountsAsync()).Count());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task B8_Discarded_are_over_until_the_next_change(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await HeldAsync(host);
        var held = (await host.RunsAsync(directory))[0]!;
        var discard = $"/admin/api/runs/{held["runId"]}/discard";

        Assert.Equal("Discarded", (string)(await host.Admin.PostAsync(discard, null, HttpStatusCode.OK))["status"]!);
        Assert.Equal("RunNotHeld", (string)(await host.Admin.PostAsync(discard, null, HttpStatusCode.Conflict))["code"]!);
        await host.AfterTheDelayAsync();
        Assert.Equal(4, (await host.AccountsAsync()).Count());

        await directory.UserAsync("eve");
        await host.AfterTheDelayAsync();
        Assert.Equal("Held", (string)(await host.RunsAsync(directory))[0]!["status"]!);
        Assert.Equal(4, (await host.AccountsAsync()).Count());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task B8_Are_guarded_when_asked_for_now_and_held_by_hand_when_asked_to_be(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await HeldAsync(host);
        var url = $"/admin/api/directories/{directory.Id}";

        Assert.Equal("Held", (string)(await host.Admin.PostAsync($"{url}/sync", null, HttpStatusCode.OK))["runs"]![0]!["status"]!);
        Assert.Equal(4, (await host.AccountsAsync()).Count());
        var byHand = (await host.Admin.PostAsync($"{url}/hold", new { tenantId = "ACME", reason = "We migrate." }, HttpStatusCode.OK))["runs"]!.AsArray();

        Assert.Equal(((string)(await host.RunsAsync(directory))[0]!["runId"]!, "We migrate."),
            ((string)Assert.Single(byHand)!["runId"]!, (string)byHand[0]!["heldBecause"]!));
        var unknown = await host.Admin.PostAsync($"{url}/hold", new { tenantId = "NOBODY" }, HttpStatusCode.BadRequest);
        Assert.Equal("tenantId", (string)unknown["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task B8_Protected_accounts_are_settings_of_a_configuration()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var group = await directory.RoleAsync("user", await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await ConfigureAsync(host, directory, new { protectedAccounts = new[] { "ADA@contoso.example" } });
        await host.AfterTheDelayAsync();

        await directory.DeleteGroupAsync(group);
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada: user", "bob:  (inactive)"], await host.AccountsAsync());
        Assert.Contains("ProtectedAccountKept", (await host.RunsAsync(directory))[0]!["warnings"]!.AsArray().Select(w => (string)w!["code"]!));
    }

    /// <summary>A tenant whose run fails is shown beside the others: asking for a run is no error of the server's.</summary>
    [Fact]
    public async Task B3_Of_a_tenant_whose_run_fails_say_so()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("BETA", "multiTenant")]);
        await directory.RoleAsync("user", await directory.UserAsync("ada"));
        await host.Store.WriteAsync(db => db.Database.ExecuteSqlRawAsync("""
            CREATE TRIGGER broken BEFORE INSERT ON Runs WHEN NEW.Status <> 'Failed' AND NEW.TenantKey = (SELECT "Key" FROM Tenants WHERE TenantId = 'BETA')
            BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END
            """), default);

        var runs = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK))["runs"]!.AsArray();

        Assert.Equal([("ACME", "Completed"), ("BETA", "Failed")], runs.Select(r => ((string)r!["tenantId"]!, (string)r["status"]!)));
        Assert.DoesNotContain("disk", (string)runs[1]!["error"]!, StringComparison.Ordinal);
    }

    // Four users with accounts, three of whom the identity provider deletes, where no run may take more than two away.
    static async Task<(TestDirectory Directory, string[] Users)> HeldAsync(Host host)
    {
        var directory = await host.NewDirectoryAsync();
        string[] users = [await directory.UserAsync("ada"), await directory.UserAsync("bob"), await directory.UserAsync("cid"), await directory.UserAsync("dan")];
        await directory.RoleAsync("user", users);
        await ConfigureAsync(host, directory, new { guardAccounts = 2 });
        await host.AfterTheDelayAsync();
        foreach (var user in users.Take(3)) await directory.DeleteUserAsync(user);
        await host.AfterTheDelayAsync();
        return (directory, users);
    }

    static async Task ConfigureAsync(Host host, TestDirectory directory, object edit)
    {
        var known = (await host.Admin.GetAsync($"/admin/api/configurations?directoryId={directory.Id}", HttpStatusCode.OK))["items"]![0]!;
        await host.Admin.PatchAsync($"/admin/api/configurations/{known["configurationId"]}", edit, HttpStatusCode.OK);
    }

    static async Task<JsonNode> PreviewAsync(Host host, TestDirectory directory) =>
        (await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/preview", HttpStatusCode.OK))["tenants"]![0]!;
}
