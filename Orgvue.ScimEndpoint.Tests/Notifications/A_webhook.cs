using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>Webhooks as the admin API makes, shows and changes them.</summary>
public sealed class A_webhook
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_made_shown_changed_and_removed(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var made = await host.Admin.PostAsync(Hooks.Api,
            new { url = "https://receiver.example/hook?key=1", directoryId = directory.Id, events = new[] { "run.held", "run.held", "run.failed" } }, HttpStatusCode.Created);
        var url = $"{Hooks.Api}/{made["webhookId"]}";

        var shown = await host.Admin.GetAsync(url, HttpStatusCode.OK);
        Assert.Equal(("https://receiver.example/hook?key=1", directory.Id, true, 0), ((string)shown["url"]!, (string)shown["directoryId"]!,
            (bool)shown["enabled"]!, (int)shown["pending"]!));
        Assert.Equal(["run.held", "run.failed"], shown["events"]!.AsArray().Select(e => (string)e!));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = await host.Admin.PatchAsync(url, new { events = Array.Empty<string>(), enabled = false }, HttpStatusCode.OK);
        Assert.Equal((0, false, "2026-11-23T09:01:00Z", "https://receiver.example/hook?key=1"), (changed["events"]!.AsArray().Count, (bool)changed["enabled"]!,
            (string)changed["updatedAt"]!, (string)changed["url"]!));
        Assert.Equal(changed.ToJsonString(), Assert.Single((await host.Admin.GetAsync(Hooks.Api, HttpStatusCode.OK))["items"]!.AsArray())!.ToJsonString());

        await host.Admin.DeleteAsync(url, HttpStatusCode.NoContent);
        Assert.Equal("WebhookNotFound", (string)(await host.Admin.GetAsync(url, HttpStatusCode.NotFound))["code"]!);
        await host.Admin.DeleteAsync(url, HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_its_secret_once_and_nobody_else_ever(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var made = await host.Admin.PostAsync(Hooks.Api, new { url = "https://hooks.slack.com/services/T0/B0/XYZZY" }, HttpStatusCode.Created);
        var (id, first) = ((string)made["webhookId"]!, (string)made["secret"]!);
        Assert.Matches("^whsec_[0-9a-f]{64}$", first);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = (string)(await host.Admin.PostAsync($"{Hooks.Api}/{id}/rotate", null, HttpStatusCode.OK))["secret"]!;

        Assert.NotEqual(first, second);
        var seen = (await host.Admin.GetAsync(Hooks.Api, HttpStatusCode.OK)).ToJsonString() + (await host.Admin.GetAsync($"{Hooks.Api}/{id}", HttpStatusCode.OK)).ToJsonString();
        Assert.DoesNotContain("secret", seen, StringComparison.OrdinalIgnoreCase);
        var row = await host.Store.ReadAsync(db => db.WebhookEndpoints.SingleAsync());
        Assert.DoesNotContain(second[6..], Encoding.Latin1.GetString(row.Secret), StringComparison.Ordinal);
        // The trail tells that it was made and given another secret, but neither the secret nor the path, which opens a Slack channel.
        var trail = await host.Store.ReadAsync(db => db.Audit.AsNoTracking().Where(a => a.Subject == AuditSubject.WebhookEndpoint).OrderBy(a => a.Id).ToListAsync());
        Assert.Equal([AuditAction.Created, AuditAction.Changed], trail.Select(a => a.Action));
        Assert.Contains("secretFingerprint", trail[1].After!, StringComparison.Ordinal);
        Assert.All(trail, a => Assert.Equal("hooks.slack.com", a.Name));
        var told = string.Concat(trail.Select(a => a.Before + a.After + a.Name));
        foreach (var hidden in new[] { first[6..], second[6..], "XYZZY", Convert.ToBase64String(row.Secret)[..20] })
            Assert.DoesNotContain(hidden, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_tried_at_once_with_the_secret_that_it_has_now()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        var (id, first) = await host.HookAsync(receiver.Url);
        receiver.Answer = Receiver.With(HttpStatusCode.OK, "ok");

        var test = await host.Admin.PostAsync($"{Hooks.Api}/{id}/test", null, HttpStatusCode.OK);
        Assert.Equal((true, 200, "ok", null), ((bool)test["delivered"]!, (int)test["status"]!, (string)test["answer"]!, (string?)test["error"]));
        var received = await receiver.NextAsync();
        Assert.True(received.IsSignedWith(first, host.Clock.GetUtcNow()));
        Assert.Equal(("webhook.test", id), ((string)received.Json()["event"]!, (string)received.Json()["data"]!["webhookId"]!));

        var second = (string)(await host.Admin.PostAsync($"{Hooks.Api}/{id}/rotate", null, HttpStatusCode.OK))["secret"]!;
        receiver.Answer = Receiver.With(HttpStatusCode.Forbidden, "no");
        test = await host.Admin.PostAsync($"{Hooks.Api}/{id}/test", null, HttpStatusCode.OK);
        Assert.Equal((false, 403, "403: no"), ((bool)test["delivered"]!, (int)test["status"]!, (string)test["error"]!));
        received = await receiver.NextAsync();
        Assert.True(received.IsSignedWith(second, host.Clock.GetUtcNow()));
        Assert.False(received.IsSignedWith(first, host.Clock.GetUtcNow()));
        Assert.Empty(await host.DeliveriesAsync());
    }

    [Theory]
    [InlineData("""{}""", "url", "required")]
    [InlineData("""{ "url": "receiver.example" }""", "url", "format")]
    [InlineData("""{ "url": "ftp://receiver.example/" }""", "url", "format")]
    [InlineData("""{ "url": "file:///etc/passwd" }""", "url", "format")]
    [InlineData("""{ "url": "https://user:pw@receiver.example/" }""", "url", "format")]
    [InlineData("""{ "url": "http://127.0.0.1/" }""", "url", "network")]
    [InlineData("""{ "url": "http://2130706433/" }""", "url", "network")]
    [InlineData("""{ "url": "http://0x7f.1/" }""", "url", "network")]
    [InlineData("""{ "url": "http://[::1]/" }""", "url", "network")]
    [InlineData("""{ "url": "http://[::ffff:10.0.0.1]/" }""", "url", "network")]
    [InlineData("""{ "url": "http://169.254.169.254/latest" }""", "url", "network")]
    [InlineData("""{ "url": "http://localhost:8080/" }""", "url", "network")]
    [InlineData("""{ "url": "https://receiver.example/", "events": ["run.held", "run.won"] }""", "events[1]", "format")]
    [InlineData("""{ "url": "https://receiver.example/", "events": [null] }""", "events[0]", "format")]
    public async Task That_cannot_be_is_refused_by_field_and_rule(string body, string field, string rule)
    {
        await using var host = new Host();

        var problem = await Answers.ReadAsync(host.Admin.PostAsync(Hooks.Api, new StringContent(body, Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest);

        Assert.Contains(problem["errors"]!.AsArray(), e => (string)e!["field"]! == field && (string)e["rule"]! == rule);
        Assert.Equal(0, await host.Store.ReadAsync(db => db.WebhookEndpoints.CountAsync()));
    }

    [Fact]
    public async Task Refuses_a_change_whole()
    {
        await using var host = new Host();
        var (id, _) = await host.HookAsync("https://receiver.example/");

        await host.Admin.PatchAsync($"{Hooks.Api}/{id}", new { enabled = false, url = "gopher://x/" }, HttpStatusCode.BadRequest);
        await host.Admin.PostAsync(Hooks.Api, new { url = "https://receiver.example/", directoryId = "directory_0" }, HttpStatusCode.NotFound);
        await host.Admin.GetAsync($"{Hooks.Api}/{id}/deliveries?state=lost", HttpStatusCode.BadRequest);
        await host.Admin.PostAsync($"{Hooks.Api}/{id}/deliveries/x/retry", null, HttpStatusCode.NotFound);
        await host.Admin.PostAsync($"{Hooks.Api}/x/test", null, HttpStatusCode.NotFound);
        using var nobody = host.ClientWith(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Hooks.Api)).StatusCode);

        Assert.True((bool)(await host.Admin.GetAsync($"{Hooks.Api}/{id}", HttpStatusCode.OK))["enabled"]!);
    }

    [Fact]
    public async Task Is_one_of_a_hundred_at_most_in_pages()
    {
        await using var host = new Host();
        for (var i = 0; i < 100; i++) await host.HookAsync($"https://receiver.example/{i}");

        Assert.Equal("TooManyWebhooks", (string)(await host.Admin.PostAsync(Hooks.Api, new { url = "https://receiver.example/" }, HttpStatusCode.Conflict))["code"]!);
        var urls = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await host.Admin.GetAsync($"{Hooks.Api}?limit=30{cursor}", HttpStatusCode.OK);
            urls.AddRange(page["items"]!.AsArray().Select(w => (string)w!["url"]!));
            cursor = page["nextCursor"] is JsonNode next ? $"&cursor={next}" : null;
        }
        Assert.Equal(100, urls.Distinct().Count());
        Assert.Equal(100, urls.Count);
    }
}
