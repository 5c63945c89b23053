using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.WorkOs.Api;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Webhooks;

/// <summary>Webhook endpoints as a WorkOS client makes, reads and changes them.</summary>
public sealed class Webhook_endpoints_of_the_workos_api
{
    const string Api = "/webhook_endpoints", Key = "sk_test";
    static readonly string[] Names = ["dsync.user.created", "user.created"];

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_made_listed_changed_and_deleted(StorageProvider provider)
    {
        await using var host = Server(provider);
        using var client = host.ClientWith(Key);

        using var answer = await client.PostAsync(Api, Body("""{"endpoint_url":"https://receiver.example/hook?é=1","events":["dsync.user.created","user.created","dsync.user.created"]}"""));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.Created, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Matches("""^\{"object":"webhook_endpoint","id":"we_[0-9A-HJKMNP-TV-Z]{26}","endpoint_url":"https://receiver\.example/hook\?é=1","secret":"whsec_[0-9a-f]{64}",""" +
            """
            "status":"enabled","events":\["dsync\.user\.created","user\.created"\],"created_at":"2026-11-23T09:00:00\.000Z","updated_at":"2026-11-23T09:00:00\.000Z"\}$
            """, text);
        var made = JsonNode.Parse(text)!;
        var url = $"{Api}/{made["id"]}";

        host.Clock.Advance(TimeSpan.FromSeconds(1.5));
        var changed = await client.PatchAsync(url, new { status = "disabled" }, HttpStatusCode.OK);
        Assert.Equal(("disabled", (string)made["secret"]!, "2026-11-23T09:00:01.500Z"), ((string)changed["status"]!, (string)changed["secret"]!, (string)changed["updated_at"]!));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(changed.ToJsonString(), (await client.PatchAsync(url, new { status = "disabled", events = Names }, HttpStatusCode.OK)).ToJsonString());
        var list = await client.GetAsync(Api, HttpStatusCode.OK);
        Assert.Equal($$$"""{"object":"list","data":[{{{changed.ToJsonString()}}}],"list_metadata":{"before":null,"after":null}}""", list.ToJsonString());

        await client.DeleteAsync(url, HttpStatusCode.NoContent);
        Assert.Equal("entity_not_found", (string)(await client.DeleteAsync(url, HttpStatusCode.NotFound))["code"]!);
        Assert.Equal("entity_not_found", (string)(await client.PatchAsync(url, new { status = "enabled" }, HttpStatusCode.NotFound))["code"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_paged_by_their_ids_in_both_orders_and_both_directions(StorageProvider provider)
    {
        await using var host = Server(provider);
        using var client = host.ClientWith(Key);
        var made = new List<string>();
        for (var i = 0; i < 7; i++) made.Add((string)(await MakeAsync(client, $"https://receiver.example/{i}"))["id"]!);

        foreach (var order in (string[])["asc", "desc"])
        {
            var (seen, after) = (new List<string>(), "");
            do
            {
                var page = await client.GetAsync($"{Api}?limit=3&order={order}{(after.Length == 0 ? "" : $"&after={after}")}", HttpStatusCode.OK);
                seen.AddRange(page["data"]!.AsArray().Select(e => (string)e!["id"]!));
                after = (string?)page["list_metadata"]!["after"] ?? "";
            }
            while (after.Length > 0);
            Assert.Equal(order == "asc" ? made : made.AsEnumerable().Reverse(), seen);
        }
        var back = await client.GetAsync($"{Api}?limit=2&order=asc&before={made[4]}", HttpStatusCode.OK);
        Assert.Equal(made[2..4], back["data"]!.AsArray().Select(e => (string)e!["id"]!));
        // One that is gone still says where it stood; one that never was says nothing.
        await client.DeleteAsync($"{Api}/{made[3]}", HttpStatusCode.NoContent);
        var rest = await client.GetAsync($"{Api}?order=asc&after={made[3]}", HttpStatusCode.OK);
        Assert.Equal(made[4..], rest["data"]!.AsArray().Select(e => (string)e!["id"]!));
        await client.GetAsync($"{Api}?after=we_01E4ZCR3C56J083X43JQXF3JK5", HttpStatusCode.BadRequest);
        await client.GetAsync($"{Api}?limit=0", HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("""{}""", "endpoint_url", "required")]
    [InlineData("""{"endpoint_url":"https://receiver.example/"}""", "events", "required")]
    [InlineData("""{"endpoint_url":"https://receiver.example/","events":[]}""", "events", "required")]
    [InlineData("""{"endpoint_url":"https://receiver.example/","events":["dsync.user.craeted"]}""", "events[0]", "format")]
    [InlineData("""{"endpoint_url":"https://receiver.example/","events":["dsync.token.created"]}""", "events[0]", "format")]
    [InlineData("""{"endpoint_url":"https://receiver.example/","events":["user.created",null]}""", "events[1]", "format")]
    [InlineData("""{"endpoint_url":"https://receiver.example/","events":["user.created"],"status":"on"}""", "status", "format")]
    [InlineData("""{"endpoint_url":"receiver","events":["user.created"]}""", "endpoint_url", "format")]
    [InlineData("""{"endpoint_url":"file:///etc/passwd","events":["user.created"]}""", "endpoint_url", "format")]
    [InlineData("""{"endpoint_url":"https://u:p@receiver.example/","events":["user.created"]}""", "endpoint_url", "format")]
    [InlineData("""{"endpoint_url":"http://169.254.169.254/latest","events":["user.created"]}""", "endpoint_url", "network")]
    [InlineData("""{"endpoint_url":"http://localhost/","events":["user.created"]}""", "endpoint_url", "network")]
    [InlineData("""{"endpoint_url":"http://[::ffff:10.0.0.1]/","events":["user.created"]}""", "endpoint_url", "network")]
    public async Task That_cannot_be_are_refused_field_by_field(string body, string field, string code)
    {
        await using var host = new Host(StorageProvider.InMemory, ("WorkOs:ApiKey", Key));
        using var client = host.ClientWith(Key);

        var refusal = await Answers.ReadAsync(client.PostAsync(Api, Body(body)), HttpStatusCode.UnprocessableEntity);

        Assert.Equal("invalid_request_parameters", (string)refusal["code"]!);
        Assert.NotEmpty((string)refusal["message"]!);
        Assert.Contains(refusal["errors"]!.AsArray(), e => (string)e!["field"]! == field && (string)e["code"]! == code);
        Assert.Equal(0, await host.Store.ReadAsync(db => db.WebhookEndpoints.CountAsync()));
    }

    [Theory]
    [InlineData("""{"endpoint_url":17}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"endpoint_url":"\ud800","events":["user.created"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""[]""", HttpStatusCode.BadRequest)]
    [InlineData("""null""", HttpStatusCode.BadRequest)]
    [InlineData("""{""", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task That_cannot_be_read_are_refused_too(string body, HttpStatusCode status)
    {
        await using var host = Server();
        using var client = host.ClientWith(Key);

        Assert.NotEmpty((string)(await Answers.ReadAsync(client.PostAsync(Api, Body(body)), status))["message"]!);
    }

    [Fact]
    public async Task Are_one_for_a_url_a_hundred_at_most_and_changed_whole_or_not()
    {
        await using var host = Server();
        using var client = host.ClientWith(Key);
        var first = (string)(await MakeAsync(client, "https://receiver.example/0"))["id"]!;
        // A notification's webhook is none of them.
        await host.HookAsync("https://receiver.example/1");
        for (var i = 1; i < WebhookEndpointDesk.MostEndpoints; i++) await MakeAsync(client, $"https://receiver.example/{i}");

        var full = await client.PostAsync(Api, new { endpoint_url = "https://receiver.example/more", events = Names }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("too_many_endpoints", (string)full["errors"]![0]!["code"]!);
        var twice = await client.PostAsync(Api, new { endpoint_url = "https://receiver.example/0", events = Names }, HttpStatusCode.Conflict);
        Assert.Equal("duplicate_endpoint", (string)twice["code"]!);
        await client.PatchAsync($"{Api}/{first}", new { endpoint_url = "https://receiver.example/1" }, HttpStatusCode.Conflict);
        await client.PatchAsync($"{Api}/{first}", new { status = "disabled", events = new[] { "x" } }, HttpStatusCode.UnprocessableEntity);
        await client.PatchAsync($"{Api}/{first}", new { endpoint_url = "https://receiver.example/0" }, HttpStatusCode.OK);

        var last = (await client.GetAsync($"{Api}?limit=1&order=asc", HttpStatusCode.OK))["data"]![0]!;
        Assert.Equal((first, "enabled"), ((string)last["id"]!, (string)last["status"]!));
    }

    [Fact]
    public async Task Of_the_examples_are_accepted()
    {
        await using var host = Server();
        using var client = host.ClientWith(Key);
        var document = JsonNode.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"))!;
        IEnumerable<JsonNode> Examples(string path, string method) =>
            document["paths"]![path]![method]!["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Select(e => e.Value!["value"]!);

        var made = await client.PostAsync(Api, Examples(Api, "post").Single(), HttpStatusCode.Created);
        foreach (var edit in Examples($"{Api}/{{id}}", "patch")) await client.PatchAsync($"{Api}/{made["id"]}", edit, HttpStatusCode.OK);
        Assert.Contains("409", document["paths"]![Api]!["post"]!["responses"]!.AsObject().Select(r => r.Key));
    }

    [Fact]
    public async Task Are_nobodys_without_the_key_and_not_the_operators_webhooks()
    {
        await using var host = Server();
        using var client = host.ClientWith(Key);
        var (hook, _) = await host.HookAsync("https://receiver.example/");
        foreach (var other in (string?[])[null, "sk_other", Host.AdminKey])
        {
            using var nobody = host.ClientWith(other);
            var refusal = await Answers.ReadAsync(nobody.GetAsync(Api), HttpStatusCode.Unauthorized);
            Assert.NotEmpty((string)refusal["message"]!);
            await Answers.ReadAsync(nobody.PostAsync(Api, Body("{}")), HttpStatusCode.Unauthorized);
        }

        Assert.Empty((await client.GetAsync(Api, HttpStatusCode.OK))["data"]!.AsArray());
        var id = NewId.Prefixed("we_", Guid.Parse(hook));
        await client.DeleteAsync($"{Api}/{id}", HttpStatusCode.NotFound);
        await client.PatchAsync($"{Api}/{id}", new { status = "disabled" }, HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Hear_what_happens_after_they_are_made(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Server(provider);
        using var client = host.ClientWith(Key);
        await host.HappenAsync("dsync.user.created");
        var made = await MakeAsync(client, receiver.Url);
        var next = await host.HappenAsync("dsync.user.created");

        await host.SendDueAsync();

        var received = await receiver.NextAsync();
        Assert.Equal(next.Payload, Encoding.UTF8.GetString(received.Body));
        Assert.True(received.IsSignedWith((string)made["secret"]!, host.Clock.GetUtcNow(), "WorkOS-Signature"));
        Assert.Equal(0, receiver.Waiting);

        // A new secret shows here too, and is used from now on.
        var listed = (await host.Admin.GetAsync(Hooks.Api, HttpStatusCode.OK))["items"]![0]!;
        var rotated = (string)(await host.Admin.PostAsync($"{Hooks.Api}/{listed["webhookId"]}/rotate", null, HttpStatusCode.OK))["secret"]!;
        Assert.Equal(rotated, (string)(await client.GetAsync(Api, HttpStatusCode.OK))["data"]![0]!["secret"]!);
        await client.DeleteAsync($"{Api}/{made["id"]}", HttpStatusCode.NoContent);
        await host.HappenAsync("dsync.user.created");
        await host.SendDueAsync();
        Assert.Equal((0, 0), (receiver.Waiting, (await host.DeliveriesAsync()).Count));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keep_their_secret_from_the_database_and_the_trail(StorageProvider provider)
    {
        await using var host = Server(provider);
        using var client = host.ClientWith(Key);
        var made = await MakeAsync(client, "https://receiver.example/XYZZY");
        var secret = ((string)made["secret"]!)[6..];
        await client.DeleteAsync($"{Api}/{made["id"]}", HttpStatusCode.NoContent);
        await MakeAsync(client, "https://receiver.example/XYZZY");

        var row = await host.Store.ReadAsync(db => db.WebhookEndpoints.SingleAsync());
        Assert.DoesNotContain("whsec_", Encoding.Latin1.GetString(row.Secret), StringComparison.Ordinal);
        var trail = await host.Store.ReadAsync(db => db.Audit.AsNoTracking().Where(a => a.Subject == AuditSubject.WebhookEndpoint).ToListAsync());
        Assert.Equal([AuditAction.Created, AuditAction.Deleted, AuditAction.Created], trail.OrderBy(a => a.Id).Select(a => a.Action));
        Assert.All(trail, a => Assert.DoesNotContain(secret, a.Before + a.After + a.Name, StringComparison.Ordinal));
        Assert.All(trail, a => Assert.DoesNotContain("XYZZY", a.Before + a.After + a.Name, StringComparison.Ordinal));
    }

    static Host Server(StorageProvider provider = StorageProvider.InMemory) => new(provider, ("Notifications:AllowPrivateNetworks", "true"), ("WorkOs:ApiKey", Key));

    static Task<JsonNode> MakeAsync(HttpClient client, string url) => client.PostAsync(Api, new { endpoint_url = url, events = Names }, HttpStatusCode.Created);

    static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
