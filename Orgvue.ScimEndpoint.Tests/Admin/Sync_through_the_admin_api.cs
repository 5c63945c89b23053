using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Sync_through_the_admin_api
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_the_window_until_it_is_due_and_the_run_after(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";
        await Seed.UserAsync(host, directory, "ada@contoso.example");

        var window = await host.Admin.GetAsync($"{url}/window", HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        await host.RunDueAsync();
        var early = await host.Admin.GetAsync($"{url}/runs", HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RunDueAsync();
        var runs = await host.Admin.GetAsync($"{url}/runs", HttpStatusCode.OK);

        Assert.Equal("2026-11-23T09:00:00Z", (string)window["openedAt"]!);
        Assert.Equal("2026-11-23T09:05:00Z", (string)window["dueAt"]!);
        Assert.Equal(1, (int)window["pendingChanges"]!);
        Assert.Empty(early["items"]!.AsArray());
        var run = Assert.Single(runs["items"]!.AsArray())!;
        Assert.Equal(directory.Id, (string)run["directoryId"]!);
        Assert.Equal("ACME", (string)run["tenantId"]!);
        Assert.Equal("Completed", (string)run["status"]!);
        Assert.Equal("Window", (string)run["trigger"]!);
        Assert.Equal("2026-11-23T09:05:00Z", (string)run["dueAt"]!);
        Assert.Equal(1, (int)run["created"]!);
        await host.Admin.GetAsync($"{url}/window", HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Runs_now_and_lists_who_failed_and_why(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";
        await Seed.UserAsync(host, directory, "ada@contoso.example");
        var tech = await Seed.UserAsync(host, directory, "tech@contoso.example", "Tech");

        var run = Assert.Single((await host.Admin.PostAsync($"{url}/sync", null, HttpStatusCode.OK))["runs"]!.AsArray())!;
        var failure = Assert.Single((await host.Admin.GetAsync($"{url}/failures", HttpStatusCode.OK))["items"]!.AsArray())!;

        Assert.Equal("CompletedWithFailures", (string)run["status"]!);
        Assert.Equal("SyncNow", (string)run["trigger"]!);
        Assert.Equal((1, 1), ((int)run["created"]!, (int)run["failed"]!));
        Assert.Empty(run["warnings"]!.AsArray());
        Assert.Equal("MissingPlatformRole", (string)failure["code"]!);
        Assert.Equal("User is not part of either User group or Admin group", (string)failure["reason"]!);
        Assert.Equal(("ACME", "tech@contoso.example", tech.ToString()), ((string)failure["tenantId"]!, (string)failure["email"]!, (string)failure["userId"]!));
        Assert.Equal("IAMAPP_Orgvue_SCIM_Tech", (string)failure["groups"]![0]!);
        Assert.Equal(1, (int)failure["count"]!);
        Assert.Null(failure["resolvedAt"]);
        Assert.Empty((await host.Admin.GetAsync($"{url}/failures?state=Resolved", HttpStatusCode.OK))["items"]!.AsArray());
        Assert.Single((await host.Admin.GetAsync($"{url}/failures?state=all", HttpStatusCode.OK))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_a_failure_of_no_tenant_in_particular_without_one(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("OTHER", "multiTenant")]);
        await Seed.UserAsync(host, directory, "lost@contoso.example", role: null);

        var runs = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK))["runs"]!.AsArray();
        var failure = Assert.Single((await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/failures", HttpStatusCode.OK))["items"]!.AsArray())!;

        Assert.Equal(["ACME", "OTHER"], runs.Select(r => (string)r!["tenantId"]!));
        Assert.Equal("NoTenantGroup", (string)failure["code"]!);
        Assert.True(failure.AsObject().ContainsKey("tenantId"));
        Assert.Null(failure["tenantId"]);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Lists_the_newest_run_first_page_by_page(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";
        for (var i = 0; i < 3; i++)
        {
            await host.Admin.PostAsync($"{url}/sync", null, HttpStatusCode.OK);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var first = await host.Admin.GetAsync($"{url}/runs?limit=2", HttpStatusCode.OK);
        var second = await host.Admin.GetAsync($"{url}/runs?limit=2&cursor={first["nextCursor"]}", HttpStatusCode.OK);

        Assert.Equal(["2026-11-23T09:02:00Z", "2026-11-23T09:01:00Z"], first["items"]!.AsArray().Select(r => (string)r!["startedAt"]!));
        Assert.Equal(["2026-11-23T09:00:00Z"], second["items"]!.AsArray().Select(r => (string)r!["startedAt"]!));
    }

    [Fact]
    public async Task Waits_ten_seconds_for_a_run_in_progress_then_says_so()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await host.Store.WriteAsync(db =>
        {
            db.Add(new SyncLease { DirectoryKey = directory.Key, Owner = "another node", Until = host.Clock.GetUtcNow() + BatchWindow.Lease });
            return Task.CompletedTask;
        }, default);

        JsonNode? answer = null;
        await host.Clock.PassAsync(async () => answer = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.Conflict),
            TimeSpan.FromMilliseconds(250));

        Assert.Equal("SyncInProgress", (string)answer!["code"]!);
    }

    [Fact]
    public async Task Goes_on_when_the_run_in_progress_ends()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var until = host.Clock.GetUtcNow() + TimeSpan.FromSeconds(5);
        await host.Store.WriteAsync(db =>
        {
            db.Add(new SyncLease { DirectoryKey = directory.Key, Owner = "a dead node", Until = until });
            return Task.CompletedTask;
        }, default);

        JsonNode? answer = null;
        await host.Clock.PassAsync(async () => answer = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK),
            TimeSpan.FromMilliseconds(50));

        Assert.Single(answer!["runs"]!.AsArray());
        Assert.InRange(host.Clock.GetUtcNow(), until, until + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Names_the_states_of_a_failure()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var problem = await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/failures?state=new", HttpStatusCode.BadRequest);

        Assert.Equal("state: Expected one of open, resolved, all.", (string)problem["detail"]!);
    }
}
