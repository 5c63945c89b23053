using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>What is in another directory is not found, however it is asked for; and it stays as it is.</summary>
public sealed class Another_directory
{
    const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User", GroupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_not_there(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (mine, theirs) = (await host.NewDirectoryAsync("Mine"), await host.NewDirectoryAsync("Theirs", tenants: new TestTenant("BETA")));
        var user = await MadeAsync(theirs, "Users", new JsonObject { ["schemas"] = new JsonArray(UserSchema), ["userName"] = "their-secret", ["externalId"] = "x1" });
        var group = await MadeAsync(theirs, "Groups", new JsonObject
        {
            ["schemas"] = new JsonArray(GroupSchema), ["displayName"] = "their-group", ["members"] = new JsonArray(new JsonObject { ["value"] = user }),
        });
        var own = await MadeAsync(mine, "Groups", new JsonObject { ["schemas"] = new JsonArray(GroupSchema), ["displayName"] = "my-group" });
        var before = (await theirs.Scim.GetStringAsync($"Users/{user}"), await theirs.Scim.GetStringAsync($"Groups/{group}"));

        foreach (var (kind, id) in new[] { ("Users", user), ("Groups", group) })
        {
            await NotFoundAsync(mine, HttpMethod.Get, $"{kind}/{id}");
            await NotFoundAsync(mine, HttpMethod.Delete, $"{kind}/{id}");
            await NotFoundAsync(mine, HttpMethod.Patch, $"{kind}/{id}", Operations("""{"op":"replace","path":"displayName","value":"mine now"}"""));
            await NotFoundAsync(mine, HttpMethod.Put, $"{kind}/{id}", kind == "Users"
                ? new JsonObject { ["schemas"] = new JsonArray(UserSchema), ["userName"] = "mine-now" }
                : new JsonObject { ["schemas"] = new JsonArray(GroupSchema), ["displayName"] = "mine now" });
        }
        foreach (var query in new[]
        {
            "Users", "Groups", "Users?filter=userName eq \"their-secret\"", "Users?filter=externalId eq \"x1\"", $"Users?filter=id eq \"{user}\"",
            $"Groups?filter=members.value eq \"{user}\"", "Groups?filter=displayName sw \"their\"", "Users?filter=userName pr or id pr",
        })
            Assert.DoesNotContain("their-", await mine.Scim.GetStringAsync(query), StringComparison.Ordinal);

        // As a member it is nobody: refused or left out, and never shown.
        using var joined = await SendAsync(mine, HttpMethod.Patch, $"Groups/{own}",
            Operations($$"""{"op":"add","path":"members","value":[{"value":"{{user}}"},{"value":"{{group}}"}]}"""));
        Assert.InRange((int)joined.StatusCode, 200, 404);
        Assert.DoesNotContain(user, await mine.Scim.GetStringAsync($"Groups/{own}"), StringComparison.Ordinal);
        var bulk = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest"),
            ["Operations"] = new JsonArray(new JsonObject { ["method"] = "DELETE", ["path"] = $"/Users/{user}" }),
        };
        using var answer = await SendAsync(mine, HttpMethod.Post, "Bulk", bulk);
        Assert.Equal("404", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["Operations"]![0]!["status"]);

        using var stranger = host.ClientWith(mine.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri(theirs.Scim.BaseAddress!, $"Users/{user}"))).StatusCode);
        Assert.Equal(before, (await theirs.Scim.GetStringAsync($"Users/{user}"), await theirs.Scim.GetStringAsync($"Groups/{group}")));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Does_not_open_with_a_cursor_of_this_one(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (mine, theirs) = (await host.NewDirectoryAsync("Mine"), await host.NewDirectoryAsync("Theirs", tenants: new TestTenant("BETA")));
        for (var n = 0; n < 3; n++) await MadeAsync(mine, "Users", new JsonObject { ["schemas"] = new JsonArray(UserSchema), ["userName"] = $"mine{n}" });
        var cursor = (string)JsonNode.Parse(await mine.Scim.GetStringAsync("Users?cursor&count=1"))!["nextCursor"]!;

        using var answer = await theirs.Scim.GetAsync($"Users?cursor={Uri.EscapeDataString(cursor)}&count=1");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalidCursor", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["scimType"]);
    }

    /// <summary>What the server gives, a client cannot take for itself (RFC 7643 §3.1).</summary>
    [Fact]
    public async Task Is_not_reached_by_what_a_body_claims()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var wanted = NewId.At(TimeProvider.System).ToString();

        var id = await MadeAsync(directory, "Users", new JsonObject
        {
            ["schemas"] = new JsonArray(UserSchema), ["id"] = wanted, ["userName"] = "ann",
            ["meta"] = new JsonObject { ["location"] = "https://evil.example/", ["created"] = "2001-01-01T00:00:00Z", ["version"] = "W/\"9\"" },
            ["groups"] = new JsonArray(new JsonObject { ["value"] = wanted, ["display"] = "admin" }),
        });

        var shown = await directory.Scim.GetStringAsync($"Users/{id}");
        Assert.NotEqual(wanted, id);
        foreach (var claimed in new[] { wanted, "evil.example", "2001-01-01", "admin" }) Assert.DoesNotContain(claimed, shown, StringComparison.Ordinal);
    }

    static async Task<string> MadeAsync(TestDirectory directory, string kind, JsonObject body)
    {
        using var answer = await SendAsync(directory, HttpMethod.Post, kind, body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }

    static async Task NotFoundAsync(TestDirectory directory, HttpMethod method, string path, JsonObject? body = null)
    {
        using var answer = await SendAsync(directory, method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {(int)answer.StatusCode} {text}");
        Assert.DoesNotContain("their-", text, StringComparison.Ordinal);
    }

    static Task<HttpResponseMessage> SendAsync(TestDirectory directory, HttpMethod method, string path, JsonObject? body = null) =>
        directory.Scim.SendAsync(new(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json") });

    static JsonObject Operations(string operation) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = new JsonArray(JsonNode.Parse(operation)),
    };
}
