using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.Tests.WorkOs;
using Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;
using Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Tests.Security.Canaries;

/// <summary>A server into which secrets went, by each way there is, in requests that were served and in ones that were refused.</summary>
sealed class Planted(Host host, Receiver receiver)
{
    public const string WorkOsKey = "sk_test_canary-workos-5b1f9d27";

    const string Password = "canary-password-5b1f9d27";
    const string Query = "canary-query-5b1f9d27";
    const string Header = "canary-header-5b1f9d27";
    const string Address = "canary-address-5b1f9d27";
    const string User = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ada@contoso.example\",\"emails\":[{\"value\":\"ada@contoso.example\"}]";
    const string Patch = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":";
    const string Bulk = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":";

    readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal)
    {
        ["admin key"] = Host.AdminKey, ["WorkOS API key of this server"] = WorkOsKey, ["password"] = Password, ["token in a query"] = Query,
        ["header"] = Header, ["address of a receiver"] = Address, ["API key at WorkOS"] = "sk_canary-remote-5b1f9d27", ["webhook secret of WorkOS"] = "whsec_canary-in-5b1f9d27",
        ["next webhook secret of WorkOS"] = "whsec_canary-next-5b1f9d27", ["refused secret"] = "canary refused 5b1f9d27",
    };

    readonly List<string> _refusals = [];

    /// <summary>What it is, and the secret itself.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    /// <summary>Kept in clear and shown to whoever has a key, but never logged (docs/security.md).</summary>
    public static bool IsAddress(string secret) => secret == Address;

    /// <summary>Answers in which nothing was to be handed out.</summary>
    public IReadOnlyList<string> Refusals => _refusals;

    public TestDirectory Directory { get; private set; } = null!;

    public async Task PlantAsync()
    {
        Directory = await host.NewDirectoryAsync();
        _secrets["token"] = Directory.Token;
        await KeysAsync();
        await WorkOsAsync();
        await WebhooksAsync();
        await UsersAsync();
        await StrangersAsync();
        await host.AfterTheDelayAsync();
        await host.SendDueAsync();
        receiver.Answer = context => Receiver.With(HttpStatusCode.Unauthorized, $"{{\"message\":\"I was sent {context.Request.Headers.Authorization}\"}}")(context);
        await Sent(host.Admin, "POST", $"/admin/api/directories/{Directory.Id}/workos/pull", "{}");
        await host.ReadDueAsync();
        await host.Services.GetRequiredService<TrafficWriter>().FlushAsync(default);
    }

    async Task KeysAsync()
    {
        _secrets["second token"] = (string)(await host.Admin.PostAsync($"/admin/api/directories/{Directory.Id}/tokens", new { validFor = "00:30:00" }, HttpStatusCode.Created))["token"]!;
        _secrets["API key"] = (string)(await host.Admin.PostAsync("/admin/api/keys", new { name = "Otto", role = "operator" }, HttpStatusCode.Created))["key"]!;
        await host.ClientWith(_secrets["API key"]).GetAsync("/admin/api/directories");
        await Sent(host.ClientWith(_secrets["API key"]), "POST", "/admin/api/keys", """{"name":"x","role":"administrator"}""");
    }

    async Task WorkOsAsync()
    {
        var link = $"/admin/api/directories/{Directory.Id}/workos";
        await Sent(host.Admin, "PUT", link, $$"""
            {"directoryId":"directory_01KVN0RGVVE0D1RECT0RY00001","baseUrl":"{{receiver.Url}}","apiKey":"{{_secrets["API key at WorkOS"]}}","webhookSecret":"{{_secrets["webhook secret of WorkOS"]}}"}
            """);
        await Sent(host.Admin, "POST", link + "/secret", $$"""{"webhookSecret":"{{_secrets["next webhook secret of WorkOS"]}}"}""");
        await Sent(host.Admin, "PATCH", link, $$"""{"apiKey":"{{_secrets["refused secret"]}}"}""");
        await Sent(host.Admin, "PATCH", link, $$"""{"apiKey":"{{_secrets["refused secret"]}}""");
        var body = Samples.Of("dsync.user.created").ToJsonString();
        foreach (var secret in new[] { _secrets["webhook secret of WorkOS"], _secrets["next webhook secret of WorkOS"], _secrets["refused secret"] })
            using (var answer = await host.SendAsync(Directory, body, secret)) _refusals.Add(await answer.Content.ReadAsStringAsync());
        await host.ApplyAsync();
    }

    async Task WebhooksAsync()
    {
        var (id, secret) = await host.HookAsync($"{receiver.Url}?sig={Address}");
        _secrets["signing secret"] = secret;
        _secrets["rotated signing secret"] = (string)(await host.Admin.PostAsync($"{Hooks.Api}/{id}/rotate", new { }, HttpStatusCode.OK))["secret"]!;
        await Sent(host.Admin, "POST", $"{Hooks.Api}/{id}/test", "{}");
        await Sent(host.Admin, "POST", Hooks.Api, $$"""{"url":"https://user:{{Header}}@hooks.example/"}""");
        var workos = await host.ClientWith(WorkOsKey).PostAsync("/webhook_endpoints", new { endpoint_url = receiver.Url, events = new[] { "dsync.user.created" } }, HttpStatusCode.Created);
        _secrets["signing secret of a WorkOS endpoint"] = (string)workos["secret"]!;
    }

    async Task UsersAsync()
    {
        var scim = Directory.Scim;
        var made = JsonNode.Parse(await Sent(scim, "POST", "Users", $$"""{{{User}},"password":"{{Password}}"}"""))!;
        var user = $"Users/{made["id"]}";
        await Sent(scim, "POST", "Users", $$"""{{{User}},"password":"{{Password}}"}""");
        await Sent(scim, "POST", "Users", $$"""{{{User}},"password":"{{Password}}" oops""");
        await Sent(scim, "POST", "Users", $$"""{{{User}},"password":["{{Password}}"]}""");
        await Sent(scim, "PUT", user, $$"""{{{User}},"urn:ietf:params:scim:schemas:core:2.0:User:password":"{{Password}}"}""");
        await Sent(scim, "PUT", user, $$"""{{{User}},"active":"perhaps","password":"{{Password}}"}""");
        foreach (var operation in new[]
        {
            $$"""{"op":"replace","path":"password","value":"{{Password}}"}""", $$"""{"op":"Replace","path":"PASSWORD","value":["{{Password}}"]}""",
            $$"""{"op":"add","value":{"password":"{{Password}}"} }""", $$"""{"op":"replace","path":"password.value","value":"{{Password}}"}""",
            $$"""{"op":"replace","path":"password[value eq \"{{Password}}\"]","value":"x"}""", $$"""{"op":"replace","path":"password","value":"{{Password}}"},{"op":"replace","path":"active","value":"no"}""",
        })
            await Sent(scim, "PATCH", user, $"{Patch}[{operation}]}}");
        await Sent(scim, "POST", "Bulk", $$"""
            {{Bulk}}[{"method":"POST","path":"/Users","bulkId":"a","data":{{{User.Replace("ada", "bob", StringComparison.Ordinal)}},"password":"{{Password}}"} },
            {"method":"POST","path":"/Users","bulkId":"b","data":{{{User}},"password":"{{Password}}"} },
            {"method":"PATCH","path":"/{{user}}","data":{{Patch}}[{"op":"replace","path":"password","value":"{{Password}}"}]} }]}
            """);
        await Sent(scim, "GET", $"Users?filter=password eq \"{Password}\"", null);
        await Sent(scim, "POST", "Users/.search", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"password eq \"{{Password}}\""}""");
        await Sent(scim, "GET", $"Users?access_token={Query}&client_secret={Query}", null);
        await Sent(scim, "GET", "Users", null, ("X-Api-Key", Header), ("Cookie", $"session={Header}"), ("Proxy-Authorization", $"Basic {Header}"));
        await Directory.RoleAsync("user", (string)made["id"]!);
    }

    async Task StrangersAsync()
    {
        using var nobody = host.ClientWith(null);
        var users = new Uri(Directory.Scim.BaseAddress!, "Users").AbsoluteUri;
        foreach (var wrong in new[] { $"Bearer {Header}", $"Basic {Header}", Header, $"Bearer {Directory.Token} {Header}" })
            foreach (var address in new[] { users, "/admin/api/directories", "/odata/Accounts", "/api/v1/ACME/accounts", "/directories" })
                await Sent(nobody, "GET", address, null, ("Authorization", wrong));
        await Sent(nobody, "POST", $"{users}?access_token={Query}", $$"""{{{User}},"password":"{{Password}}"}""");
        await Sent(nobody, "GET", $"/admin/api/directories?key={Query}", null);
        await Sent(host.Admin, "POST", "/admin/api/directories", $$"""{"name":"x","password":"{{Password}}","tenants":7}""");
        await Sent(host.Admin, "POST", "/admin/api/import", $$"""{"directoryId":"{{Directory.Id}}","document":{"kind":"orgvue-scim-directory","version":1,"tokens":["{{Header}}"]} }""");
    }

    async Task<string> Sent(HttpClient client, string method, string address, string? body, params (string Name, string Value)[] headers)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var request = new HttpRequestMessage(new(method), address);
        var type = client == Directory.Scim ? "application/scim+json" : "application/json";
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode < 500, text);
        _refusals.Add($"{method} {address[..Math.Min(address.Length, 40)].Split('?')[0]}: {(int)answer.StatusCode} {answer.Headers} {text}");
        return text;
    }
}
