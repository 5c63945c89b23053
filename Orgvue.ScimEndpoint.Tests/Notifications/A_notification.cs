using System.Net;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>From what an identity provider pushes to what a receiver reads, over the wire both ways.</summary>
public sealed class A_notification
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_failures_comes_signed_once_a_run_and_again_when_they_are_resolved(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server(provider);
        var directory = await host.NewDirectoryAsync(syncDelay: "00:05:00");
        var (_, secret) = await host.HookAsync(receiver.Url, directory.Id);
        var (ann, bob) = (await directory.UserAsync("ann"), await directory.UserAsync("bob"));
        await directory.RoleAsync("hr", ann, bob);

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RunDueAsync();
        await host.SendDueAsync();

        var opened = await receiver.NextAsync();
        Assert.True(opened.IsSignedWith(secret, host.Clock.GetUtcNow()));
        Assert.False(opened.IsSignedWith(secret + "0", host.Clock.GetUtcNow()));
        var body = opened.Json();
        Assert.Equal(("POST", "failure.opened", "application/json; charset=utf-8"), (opened.Method, opened.Headers["Orgvue-Event"], opened.Headers["Content-Type"]));
        Assert.Equal(opened.Headers["Orgvue-Event-Id"], (string)body["id"]!);
        Assert.Equal((directory.Id, "ACME", 2), ((string)body["data"]!["directoryId"]!, (string)body["data"]!["tenantId"]!, (int)body["data"]!["count"]!));
        Assert.Equal(["ann@contoso.example", "bob@contoso.example"], body["data"]!["users"]!.AsArray().Select(u => (string)u!["email"]!).Order());
        Assert.Contains("2 users cannot be synced to tenant ACME (directory Contoso, staging)", (string)body["text"]!, StringComparison.Ordinal);
        Assert.Contains("What to do: ", (string)body["text"]!, StringComparison.Ordinal);

        await directory.RoleAsync("user", ann);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RunDueAsync();
        await host.SendDueAsync();
        var resolved = (await receiver.NextAsync()).Json();
        Assert.Equal(("failure.resolved", 1), ((string)resolved["event"]!, (int)resolved["data"]!["count"]!));
        Assert.Equal("ann@contoso.example", (string)resolved["data"]!["users"]![0]!["email"]!);

        // Bob still fails: that is no news.
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        await host.SendDueAsync();
        Assert.Equal(0, receiver.Waiting);
        Assert.All(await host.DeliveriesAsync(), d => Assert.Equal((1, 204, null), (d.Attempts, d.LastStatus, d.DueAt)));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_one_directory_does_not_come_to_the_webhook_of_another(StorageProvider provider)
    {
        await using var host = Hooks.Server(provider);
        var (one, other) = (await host.NewDirectoryAsync("One"), await host.NewDirectoryAsync("Other", tenants: new TestTenant("OTHER")));
        var ofOne = await host.HookAsync("http://127.0.0.1:9/one", one.Id);
        var ofOther = await host.HookAsync("http://127.0.0.1:9/other", other.Id);
        var ofAll = await host.HookAsync("http://127.0.0.1:9/all");
        var ofNothing = await host.HookAsync("http://127.0.0.1:9/held", one.Id, "run.held");
        await host.Admin.PatchAsync($"{Hooks.Api}/{(await host.HookAsync("http://127.0.0.1:9/off")).Id}", new { enabled = false }, HttpStatusCode.OK);

        await directoryFailsAsync(one);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await directoryFailsAsync(other);

        Assert.Equal(one.Id, (string)Assert.Single(await host.ShownAsync(ofOne.Id))!["directoryId"]!);
        Assert.Equal(other.Id, (string)Assert.Single(await host.ShownAsync(ofOther.Id))!["directoryId"]!);
        Assert.Equal([other.Id, one.Id], (await host.ShownAsync(ofAll.Id)).Select(d => (string)d!["directoryId"]!));
        Assert.Empty(await host.ShownAsync(ofNothing.Id));
        var rows = await host.DeliveriesAsync();
        Assert.Equal((4, 2), (rows.Count, rows.DistinctBy(d => d.EventId).Count()));

        async Task directoryFailsAsync(TestDirectory directory)
        {
            await Seed.UserAsync(host, directory, $"ann@{directory.Key}.example", "hr");
            await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_held_run_says_how_to_release_it_and_what_was_decided(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server(provider);
        var directory = await host.NewDirectoryAsync();
        await host.HookAsync(receiver.Url, null, "run.held", "run.released", "run.discarded");
        await Seed.UserAsync(host, directory, "ann@contoso.example");
        var api = $"/admin/api/directories/{directory.Id}";

        await host.Admin.PostAsync($"{api}/hold", new { reason = "Look first" }, HttpStatusCode.OK);
        await Seed.UserAsync(host, directory, "bob@contoso.example");
        var run = (await host.Admin.PostAsync($"{api}/sync", null, HttpStatusCode.OK))["runs"]![0]!;
        await host.SendDueAsync();
        var held = (await receiver.NextAsync()).Json();
        // What came since was taken in; that is told once.
        Assert.Equal(0, receiver.Waiting);
        Assert.Equal(("run.held", (string)run["runId"]!, "Look first", 1), ((string)held["event"]!, (string)held["data"]!["runId"]!,
            (string)held["data"]!["heldBecause"]!, (int)held["data"]!["created"]!));
        Assert.Contains($"sync release {run["runId"]} --plan {held["data"]!["planHash"]}", (string)held["text"]!, StringComparison.Ordinal);

        await host.Admin.PostAsync($"/admin/api/runs/{run["runId"]}/release", new { planHash = (string)run["planHash"]! }, HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = (await host.Admin.PostAsync($"{api}/hold", new { reason = "Look again" }, HttpStatusCode.OK))["runs"]![0]!;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Admin.PostAsync($"/admin/api/runs/{again["runId"]}/discard", null, HttpStatusCode.OK);
        await host.SendDueAsync();

        var released = (await receiver.NextAsync()).Json();
        Assert.Equal(("run.released", "admin", 2, "Completed"), ((string)released["event"]!, (string)released["data"]!["decidedBy"]!,
            (int)released["data"]!["created"]!, (string)released["data"]!["status"]!));
        Assert.Equal("run.held", (string)(await receiver.NextAsync()).Json()["event"]!);
        var discarded = (await receiver.NextAsync()).Json();
        Assert.Equal(("run.discarded", (string)again["runId"]!, "Discarded"), ((string)discarded["event"]!, (string)discarded["data"]!["runId"]!, (string)discarded["data"]!["status"]!));
    }

    [Fact]
    public async Task Waits_through_a_restart()
    {
        var kept = System.IO.Directory.CreateTempSubdirectory("orgvue-scim-kept-");
        await using var receiver = await Receiver.StartAsync();
        string secret;
        await using (var before = new Host(StorageProvider.Sqlite, ("Notifications:AllowPrivateNetworks", "true")) { Kept = kept })
        {
            var directory = await before.NewDirectoryAsync();
            (_, secret) = await before.HookAsync(receiver.Url);
            await Seed.UserAsync(before, directory, "ann@contoso.example", "hr");
            await before.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        }

        await using (var after = new Host(StorageProvider.Sqlite, ("Notifications:AllowPrivateNetworks", "true")) { Kept = kept })
        {
            await after.SendDueAsync();

            // The key that opens the secret is beside the database.
            Assert.True((await receiver.NextAsync()).IsSignedWith(secret, after.Clock.GetUtcNow()));
            Assert.NotNull(Assert.Single(await after.DeliveriesAsync()).DeliveredAt);
        }
        Assert.NotEmpty(System.IO.Directory.GetFiles(System.IO.Path.Combine(kept.FullName, "keys"), "key-*.xml"));
        kept.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Goes_with_its_webhook_and_with_its_directory(StorageProvider provider)
    {
        await using var host = Hooks.Server(provider);
        var directory = await host.NewDirectoryAsync();
        var (id, _) = await host.HookAsync("http://127.0.0.1:9/one");
        await host.HookAsync("http://127.0.0.1:9/two", directory.Id);
        await Seed.UserAsync(host, directory, "ann@contoso.example", "hr");
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        Assert.Equal(2, (await host.DeliveriesAsync()).Count);

        await host.Admin.DeleteAsync($"{Hooks.Api}/{id}", HttpStatusCode.NoContent);
        Assert.Single(await host.DeliveriesAsync());
        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);

        Assert.Empty(await host.DeliveriesAsync());
        Assert.Equal(0, await host.Store.ReadAsync(db => db.WebhookEndpoints.CountAsync()));
    }
}
