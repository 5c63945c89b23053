using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>A directory's clients may sign in with JWTs of the issuer, audience and client that it names, and with no others.</summary>
public sealed class A_jwt_of_an_issuer
{
    static Host Server(StorageProvider provider = StorageProvider.InMemory) => new(provider, ("Notifications:AllowPrivateNetworks", "true"));

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Opens_the_directory_that_names_it_and_no_other(StorageProvider provider)
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server(provider);
        var (one, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("B", tenants: new TestTenant("BETA")));
        await AcceptAsync(host, one, issuer, "entra-app");
        var token = issuer.Token(host.Clock.GetUtcNow(), claims: ("appid", "entra-app"));

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, one, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, other, token));
        Assert.Equal(HttpStatusCode.OK, (await one.Scim.GetAsync("Users")).StatusCode);
        Assert.Equal(1, issuer.Asked);
        var name = await CreatorAsync(host, one, token);
        Assert.Equal("jwt of entra-app", name);
    }

    [Fact]
    public async Task Is_refused_when_it_is_anything_else()
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server();
        var directory = await host.NewDirectoryAsync();
        await AcceptAsync(host, directory, issuer, "entra-app");
        var now = host.Clock.GetUtcNow();
        var client = ("azp", "entra-app");
        var good = issuer.Token(now, claims: client);
        var parts = good.Split('.');
        var stranger = ScriptedIssuer.NewKey("first");
        // The public key, as a shared secret.
        var shared = new SymmetricSecurityKey(issuer.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "first" };
        var refused = new Dictionary<string, string>
        {
            ["another audience"] = issuer.Token(now, "else", claims: client),
            ["another issuer"] = issuer.Token(now, issuer: "https://else.example", claims: client),
            ["no client"] = issuer.Token(now),
            ["another client"] = issuer.Token(now, claims: ("appid", "else")),
            ["expired"] = issuer.Token(now, validFor: TimeSpan.FromMinutes(-2), from: TimeSpan.FromHours(-1), claims: client),
            ["not valid yet"] = issuer.Token(now, from: TimeSpan.FromMinutes(2), claims: client),
            ["without an end"] = issuer.Token(now, validFor: TimeSpan.MaxValue, claims: client),
            ["a stranger's key under the same name"] = issuer.Token(now, by: new(stranger, SecurityAlgorithms.RsaSha256), claims: client),
            ["signed with the public key"] = issuer.Token(now, by: new(shared, SecurityAlgorithms.HmacSha256), claims: client),
            ["unsigned"] = $"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            ["without its signature"] = $"{parts[0]}.{parts[1]}.",
            ["another's signature"] = $"{parts[0]}.{Encoded("""{"iss":"x"}""")}.{parts[2]}",
            ["no JSON"] = "eyJ!.eyJ!.x",
            ["nothing"] = "eyJ..",
        };

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, good));
        var answers = new Dictionary<string, HttpStatusCode>();
        foreach (var (why, token) in refused) answers[why] = await GetAsync(host, directory, token);

        Assert.All(answers, a => Assert.Equal((a.Key, HttpStatusCode.Unauthorized), (a.Key, a.Value)));
    }

    [Fact]
    public async Task Of_a_new_key_is_accepted_and_invented_keys_do_not_make_the_issuer_be_asked()
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server();
        var directory = await host.NewDirectoryAsync();
        await AcceptAsync(host, directory, issuer);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, issuer.Token(host.Clock.GetUtcNow())));

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        for (var n = 0; n < 5; n++)
            Assert.Equal(HttpStatusCode.Unauthorized,
                await GetAsync(host, directory, issuer.Token(host.Clock.GetUtcNow(), by: new(ScriptedIssuer.NewKey($"invented {n}"), SecurityAlgorithms.RsaSha256))));
        Assert.Equal(2, issuer.Asked);

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        issuer.Key = ScriptedIssuer.NewKey("second");
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, directory, issuer.Token(host.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Is_put_off_while_the_issuer_cannot_be_asked()
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server();
        var directory = await host.NewDirectoryAsync();
        await AcceptAsync(host, directory, issuer);
        issuer.IsDown = true;
        using var client = host.ClientWith(issuer.Token(host.Clock.GetUtcNow()));

        var answer = await client.GetAsync($"/scim/v2/{directory.Id}/Users");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("10", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("application/scim+json", answer.Content.Headers.ContentType!.MediaType);
        // Who comes with something else is not put off.
        Assert.Equal(HttpStatusCode.OK, (await directory.Scim.GetAsync("Users")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, directory, issuer.Token(host.Clock.GetUtcNow(), issuer: "https://else.example")));
    }

    [Theory]
    [InlineData("http://login.example.com/", "https")]
    [InlineData("https://169.254.169.254/", "network")]
    [InlineData("https://localhost/", "network")]
    [InlineData("ftp://login.example.com/", "format")]
    [InlineData("https://login.example.com/?tenant=1", "format")]
    [InlineData("", "required")]
    public async Task Must_be_of_an_issuer_that_may_be_asked(string issuer, string rule)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var problem = await host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { authentication = new { jwt = new { issuer, audience = "scim" } } }, HttpStatusCode.BadRequest);

        Assert.Contains(problem["errors"]!.AsArray(), e => (string)e!["field"]! == "authentication.jwt.issuer" && (string)e["rule"]! == rule);
    }

    static Task<JsonNode> AcceptAsync(Host host, TestDirectory directory, ScriptedIssuer issuer, string? client = null) =>
        host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { authentication = new { jwt = new { issuer = issuer.Url, audience = "scim", clientId = client } } }, HttpStatusCode.OK);

    static async Task<HttpStatusCode> GetAsync(Host host, TestDirectory directory, string token)
    {
        using var client = host.ClientWith(token);
        return (await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode;
    }

    static async Task<string> CreatorAsync(Host host, TestDirectory directory, string token)
    {
        using var client = host.ClientWith(token);
        var made = await client.PostAsync($"/scim/v2/{directory.Id}/Users", new StringContent(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"of-a-jwt"}""", Encoding.UTF8, "application/scim+json"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (string)(await host.Admin.GetAsync("/admin/api/audit?limit=1", HttpStatusCode.OK))["items"]![0]!["actor"]!;
    }

    static string Encoded(string json) => Base64UrlEncoder.Encode(json);
}
