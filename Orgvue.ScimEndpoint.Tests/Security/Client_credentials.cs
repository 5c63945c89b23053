using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>OAuth 2.0 client credentials: a directory's id and one of its secrets are exchanged for an access token of an hour.</summary>
public sealed class Client_credentials
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Open_the_directory_and_no_other(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (one, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("B", tenants: new TestTenant("BETA")));
        await AcceptAsync(host, other);
        var secret = await SecretAsync(host, one);

        var answer = await TokenAsync(host, one.Id, secret, HttpStatusCode.OK);
        var token = (string)answer["access_token"]!;

        Assert.Equal(("Bearer", 3600), ((string)answer["token_type"]!, (int)Math.Round((double)answer["expires_in"]! / 10) * 10));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, one, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, other, token));
        await TokenAsync(host, other.Id, secret, HttpStatusCode.Unauthorized);
        // It is exchanged, not sent: whoever reads a request holds it for an hour at most.
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, one, secret));
        await TokenAsync(host, one.Id, one.Token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task May_come_in_a_header_too()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var secret = await SecretAsync(host, directory);
        using var client = host.ClientWith(null);
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{directory.Id}:{secret}")));

        var answer = await client.PostAsync("/oauth/token", Form(("grant_type", "client_credentials"), ("scope", "scim")));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_with_the_hour_with_the_secret_and_with_the_choice()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";
        var secret = await SecretAsync(host, directory);
        var token = (string)(await TokenAsync(host, directory.Id, secret, HttpStatusCode.OK))["access_token"]!;

        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, directory, token));

        token = (string)(await TokenAsync(host, directory.Id, secret, HttpStatusCode.OK))["access_token"]!;
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, token));
        await host.Admin.PatchAsync(url, new { authentication = new { clientCredentials = false } }, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, directory, token));
        await TokenAsync(host, directory.Id, secret, HttpStatusCode.Unauthorized);

        await host.Admin.PatchAsync(url, new { authentication = new { clientCredentials = true } }, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, token));
        var kept = (await host.Admin.GetAsync($"{url}/tokens", HttpStatusCode.OK))["items"]!.AsArray().Single(t => (string)t!["kind"]! == "clientSecret")!;
        Assert.NotNull((string?)kept["lastUsedAt"]);
        await host.Admin.DeleteAsync($"{url}/tokens/{kept["tokenId"]}", HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, directory, token));
    }

    [Fact]
    public async Task Only_the_chosen_ways_are_open()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";
        Assert.Equal("NotAccepted", (string)(await host.Admin.PostAsync($"{url}/tokens", new { kind = "clientSecret" }, HttpStatusCode.Conflict))["code"]!);
        var secret = await SecretAsync(host, directory);
        var token = (string)(await TokenAsync(host, directory.Id, secret, HttpStatusCode.OK))["access_token"]!;

        var shown = await host.Admin.PatchAsync(url, new { authentication = new { bearerTokens = false } }, HttpStatusCode.OK);

        Assert.False((bool)shown["authentication"]!["bearerTokens"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, directory, directory.Token));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, token));
        using var client = host.ClientWith(token);
        var schemes = JsonNode.Parse(await client.GetStringAsync($"/scim/v2/{directory.Id}/ServiceProviderConfig"))!["authenticationSchemes"]!.AsArray();
        Assert.Equal("oauth2", (string)schemes.Single()!["type"]!);
        Assert.True((bool)schemes.Single()!["primary"]!);
        Assert.Contains("/oauth/token", (string)schemes.Single()!["description"]!, StringComparison.Ordinal);
        // The last way in stays.
        await host.Admin.PatchAsync(url, new { authentication = new { clientCredentials = false } }, HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, token));
    }

    [Fact]
    public async Task Are_refused_in_the_shape_of_RFC_6749_whatever_comes()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var secret = await SecretAsync(host, directory);
        using var client = host.ClientWith(null);
        var asked = new (string Why, HttpContent? Body, int Status, string Error)[]
        {
            ("no body", null, 400, "invalid_request"),
            ("json", new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json"), 400, "invalid_request"),
            ("no grant", Form(("client_id", directory.Id), ("client_secret", secret)), 400, "invalid_request"),
            ("another grant", Form(("grant_type", "password"), ("client_id", directory.Id), ("client_secret", secret)), 400, "unsupported_grant_type"),
            ("no client", Form(("grant_type", "client_credentials")), 400, "invalid_request"),
            ("no secret", Form(("grant_type", "client_credentials"), ("client_id", directory.Id)), 400, "invalid_request"),
            ("a wrong secret", Form(("grant_type", "client_credentials"), ("client_id", directory.Id), ("client_secret", secret + "x")), 401, "invalid_client"),
            ("an unknown client", Form(("grant_type", "client_credentials"), ("client_id", "directory_0"), ("client_secret", secret)), 401, "invalid_client"),
            ("a secret twice", Form(("grant_type", "client_credentials"), ("client_id", directory.Id), ("client_secret", secret), ("client_secret", "x")), 400, "invalid_request"),
            ("too much", Form(("grant_type", "client_credentials"), ("client_id", directory.Id), ("client_secret", new string('x', 3_000_000))), 400, "invalid_request"),
            ("too many", Form([.. Enumerable.Range(0, 2_000).Select(n => ($"k{n}", "v"))]), 400, "invalid_request"),
            ("no form", Raw("%zz=%&&==", "application/x-www-form-urlencoded"), 400, "invalid_request"),
            ("parts", Raw("--x\r\nbroken", "multipart/form-data; boundary=x"), 400, "invalid_request"),
        };

        foreach (var (why, body, status, error) in asked)
        {
            var answer = await client.PostAsync("/oauth/token", body);
            var text = await answer.Content.ReadAsStringAsync();

            Assert.Equal((why, status), (why, (int)answer.StatusCode));
            Assert.Equal((why, error), (why, (string?)JsonNode.Parse(text)!["error"]));
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync("/oauth/token")).StatusCode);
    }

    [Fact]
    public async Task Are_described()
    {
        await using var host = new Host();
        using var client = host.ClientWith(null);

        var described = JsonNode.Parse(await client.GetStringAsync("/.well-known/oauth-authorization-server"))!;

        Assert.EndsWith("/oauth/token", (string)described["token_endpoint"]!, StringComparison.Ordinal);
        Assert.Equal(["client_credentials"], described["grant_types_supported"]!.AsArray().Select(g => (string)g!));
    }

    static Task<JsonNode> AcceptAsync(Host host, TestDirectory directory) =>
        host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { authentication = new { clientCredentials = true } }, HttpStatusCode.OK);

    static async Task<string> SecretAsync(Host host, TestDirectory directory)
    {
        await AcceptAsync(host, directory);
        var made = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { kind = "clientSecret" }, HttpStatusCode.Created);
        Assert.Equal((directory.Id, "/oauth/token"), ((string)made["clientId"]!, (string)made["tokenEndpoint"]!));
        return (string)made["token"]!;
    }

    static async Task<JsonNode> TokenAsync(Host host, string id, string secret, HttpStatusCode status)
    {
        using var client = host.ClientWith(null);
        var answer = await client.PostAsync("/oauth/token", Form(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, text);
        return JsonNode.Parse(text)!;
    }

    static async Task<HttpStatusCode> GetAsync(Host host, TestDirectory directory, string token)
    {
        using var client = host.ClientWith(token);
        return (await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode;
    }

    static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    static ByteArrayContent Raw(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
