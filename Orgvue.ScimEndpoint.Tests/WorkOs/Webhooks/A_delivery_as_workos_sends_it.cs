using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Notifications;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Webhooks;

/// <summary>What a receiver of WorkOS's webhooks gets, and what becomes of what it does not take.</summary>
public sealed class A_delivery_as_workos_sends_it
{
    public static readonly IReadOnlyList<object[]> Vectors = [.. JsonNode.Parse(
            System.IO.File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "webhook-signature-vectors.json")))!.AsArray()
        .Select((v, i) => new object[]
        {
            $"{i} {v!["name"]}", (string)v["secret"]!, long.Parse((string)v["timestamp"]!, System.Globalization.CultureInfo.InvariantCulture), (string)v["body"]!,
            (string)v["header"]!,
        })];

    [Fact]
    public void Is_signed_as_thirty_vectors_have_it() => Assert.Equal(30, Vectors.Count);

    [Theory, MemberData(nameof(Vectors))]
    public void Is_signed_as_the_sdk_signs(string name, string secret, long at, string body, string header)
    {
        Assert.NotEmpty(name);
        Assert.Equal(header, Signature.Of(secret, DateTimeOffset.FromUnixTimeMilliseconds(at), Encoding.UTF8.GetBytes(body)));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_the_event_byte_for_byte_with_workos_s_header_alone(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Endpoints.Server(provider);
        var (_, secret) = await host.EndpointAsync(receiver.Url);
        var happened = await host.HappenAsync("dsync.user.created");

        await host.SendDueAsync();

        var received = await receiver.NextAsync();
        Assert.Equal(happened.Payload, Encoding.UTF8.GetString(received.Body));
        Assert.Equal("POST", received.Method);
        Assert.StartsWith("application/json", received.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Matches("^t=[0-9]{13}, v1=[0-9a-f]{64}$", received.Headers["WorkOS-Signature"]);
        Assert.True(received.IsSignedWith(secret, host.Clock.GetUtcNow(), "WorkOS-Signature"));
        Assert.False(received.IsSignedWith(secret[..^1] + "x", host.Clock.GetUtcNow(), "WorkOS-Signature"));
        Assert.DoesNotContain(received.Headers.Keys, name => name.StartsWith("Orgvue-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(0, receiver.Waiting);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_tried_for_three_days_and_can_be_sent_after_that(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Endpoints.Server(provider);
        var (hook, secret) = await host.EndpointAsync(receiver.Url);
        var happened = await host.HappenAsync("dsync.group.user_added");
        receiver.Answer = Receiver.With(HttpStatusCode.BadGateway);

        await host.SendDueAsync();
        await host.PassAsync(TimeSpan.FromDays(3) + TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        var letters = await host.ShownAsync(hook.ToString(), "?state=givenUp");
        var dead = Assert.Single(letters)!;
        var eventId = (string)JsonNode.Parse(happened.Payload)!["id"]!;
        Assert.Equal((eventId, "dsync.group.user_added", 502), ((string)dead["eventId"]!, (string)dead["event"]!, (int)dead["lastStatus"]!));
        while (receiver.Waiting > 0) await receiver.NextAsync();

        receiver.Answer = Receiver.With(HttpStatusCode.OK);
        await host.Admin.PostAsync($"{Hooks.Api}/{hook}/deliveries/{dead["deliveryId"]}/retry", null, HttpStatusCode.OK);
        await host.SendDueAsync();

        var received = await receiver.NextAsync();
        Assert.Equal(happened.Payload, Encoding.UTF8.GetString(received.Body));
        Assert.True(received.IsSignedWith(secret, host.Clock.GetUtcNow(), "WorkOS-Signature"));
        Assert.Equal("delivered", (string)Assert.Single(await host.ShownAsync(hook.ToString()))!["state"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Waits_while_its_endpoint_is_disabled_and_goes_with_it(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Endpoints.Server(provider);
        var (hook, _) = await host.EndpointAsync(receiver.Url);
        receiver.Answer = Receiver.With(HttpStatusCode.ServiceUnavailable);
        await host.HappenAsync("dsync.user.created");
        await host.SendDueAsync();
        await receiver.NextAsync();

        receiver.Answer = Receiver.With(HttpStatusCode.OK);
        await host.Admin.PatchAsync($"{Hooks.Api}/{hook}", new { enabled = false }, HttpStatusCode.OK);
        await host.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
        Assert.Equal(0, receiver.Waiting);
        await host.Admin.PatchAsync($"{Hooks.Api}/{hook}", new { enabled = true }, HttpStatusCode.OK);
        await host.SendDueAsync();
        await receiver.NextAsync();

        receiver.Answer = Receiver.With(HttpStatusCode.ServiceUnavailable);
        await host.HappenAsync("dsync.user.updated");
        await host.SendDueAsync();
        await receiver.NextAsync();
        await host.Admin.DeleteAsync($"{Hooks.Api}/{hook}", HttpStatusCode.NoContent);
        await host.HappenAsync("dsync.user.deleted");
        await host.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));

        Assert.Equal(0, receiver.Waiting);
        Assert.Empty(await host.DeliveriesAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task And_a_notification_go_to_endpoints_of_their_own_kind(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Endpoints.Server(provider);
        var directory = await host.NewDirectoryAsync();
        var (operators, _) = await host.HookAsync(receiver.Url);
        var (workos, secret) = await host.EndpointAsync(receiver.Url);
        await Seed.UserAsync(host, directory, "ann@contoso.example", "hr");
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        await host.HappenAsync("dsync.user.created", directory.Key);

        await host.SendDueAsync();

        Assert.Equal(["failure.opened"], (await host.ShownAsync(operators)).Select(d => (string)d!["event"]!));
        Assert.Equal(["dsync.user.created"], (await host.ShownAsync(workos.ToString())).Select(d => (string)d!["event"]!));
        var both = (await host.Admin.GetAsync(Hooks.Api, HttpStatusCode.OK))["items"]!.AsArray();
        Assert.Equal([("notification", operators), ("workos", workos.ToString())], both.Select(w => ((string)w!["kind"]!, (string)w["webhookId"]!)).Order());
        await receiver.NextAsync();
        await receiver.NextAsync();

        var test = await host.Admin.PostAsync($"{Hooks.Api}/{workos}/test", null, HttpStatusCode.OK);
        Assert.True((bool)test["delivered"]!);
        var tried = await receiver.NextAsync();
        Assert.True(tried.IsSignedWith(secret, host.Clock.GetUtcNow(), "WorkOS-Signature"));
        Assert.Equal(("event", "webhook.test"), ((string)tried.Json()["object"]!, (string)tried.Json()["event"]!));
        await host.Admin.PatchAsync($"{Hooks.Api}/{workos}", new { events = new[] { "run.held" } }, HttpStatusCode.OK);
        await host.Admin.PatchAsync($"{Hooks.Api}/{workos}", new { events = new[] { "dsync.user.craeted" } }, HttpStatusCode.BadRequest);
        await host.Admin.PatchAsync($"{Hooks.Api}/{workos}", new { events = Array.Empty<string>() }, HttpStatusCode.BadRequest);
    }
}
