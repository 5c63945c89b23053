using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Clients;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_fingerprint(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Okta SCIM Client 1.0.0", "Okta")]
    [InlineData("OKTA SCIM Integration", "Okta")]
    [InlineData("Google-Auto-Provisioning", "Google")]
    [InlineData("authentik@2026.10.1", "authentik")]
    [InlineData("curl/8.5.0", "unknown")]
    [InlineData("Apache-HttpClient/4.5", "unknown")]
    public void Is_the_product_that_the_user_agent_names(string userAgent, string client) =>
        Assert.Equal(client, Of("GET", "/Users", headers: [("User-Agent", userAgent)]).Name);

    [Theory]
    [InlineData("Adscimversion", "1.0", "", "Entra")]
    [InlineData("Accept", "*/*", "aadOptscim062020&filter=userName eq \"x\"", "Entra (aadOptscim062020)")]
    [InlineData("Accept", "*/*", "aadOptscim062020x=1", "unknown")]
    public void Is_sure_of_what_one_provider_alone_sends(string header, string value, string query, string client) =>
        Assert.Equal(client, Of("GET", "/Users", query, [(header, value)]).Name);

    [Theory]
    [InlineData("PATCH", "/Users/1", "", """{ "Operations": [{ "op": "Replace", "path": "active", "value": "False" }] }""", "probably Entra (legacy)")]
    [InlineData("PATCH", "/Groups/1", "", """{ "Operations": [{ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": "1" }] }] }""", "probably Entra (legacy)")]
    [InlineData("PATCH", "/Users/1", "", """{ "Operations": [{ "op": "replace", "value": { "name.givenName": "A", "active": true } }] }""", "probably Entra (aadOptscim062020)")]
    [InlineData("POST", "/Groups", "", """{ "schemas": ["http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"] }""", "probably Entra")]
    [InlineData("GET", "/Groups", "excludedAttributes=members&filter=displayName eq \"x\"", null, "probably Entra")]
    [InlineData("GET", "/Users", "filter=id eq \"1\" and manager eq \"2\"&attributes=id", null, "probably Entra")]
    [InlineData("GET", "/Users", "startIndex=1&count=2", null, "probably Okta")]
    [InlineData("PATCH", "/Groups/1", "", """{ "Operations": [{ "op": "replace", "value": { "id": "1", "displayName": "x" } }] }""", "probably Okta")]
    [InlineData("PATCH", "/Groups/1", "", """{ "Operations": [{ "op": "replace", "value": { "id": "1", "schemas": [], "displayName": "x" } }] }""", "probably authentik")]
    [InlineData("GET", "/Users", "filter=username Eq \"x\"", null, "probably Ping")]
    [InlineData("PATCH", "/Users/1", "", """{ "Operations": [{ "op": "replace", "path": "active", "value": "false" }] }""", "probably Keycloak")]
    [InlineData("GET", "/Users", "startIndex=2&count=25", null, "probably midPoint")]
    [InlineData("PUT", "/Users/1", "", """{ "externalId": null, "userName": "x" }""", "probably Rauthy")]
    [InlineData("PATCH", "/Users/1", "", """{ "Operations": [{ "op": "replace", "path": "active", "value": false }] }""", "unknown")]
    [InlineData("GET", "/Users", "filter=userName eq \"x\"", null, "unknown")]
    public void Says_probably_where_only_the_shape_tells(string method, string path, string query, string? body, string client)
    {
        var told = Of(method, path, query, body: body);

        Assert.Equal(client, told.Name);
        Assert.NotEmpty(told.Evidence);
    }

    [Fact]
    public void Claims_nothing_where_the_shapes_contradict()
    {
        var told = Of("PATCH", "/Groups/1", "", body: """
            { "Operations": [{ "op": "Add", "path": "members", "value": [{ "value": "1", "$ref": "Users/1" }] }] }
            """);

        Assert.Equal("unknown", told.Name);
        Assert.Contains("Entra (legacy) and of Keycloak", told.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_one_of_OneLogin_only_with_all_that_is_known_of_its_patch()
    {
        const string body = """{"Operations":[{"op":"add","path":"members","value":[{"value":"1"}]}]}""";
        (string, string)[] exact = [("User-Agent", ""), ("Content-Type", "application/scim+json"), ("Content-Length", "165")];

        Assert.Equal("probably OneLogin", Of("PATCH", "/Groups/1", "", exact, body).Name);
        Assert.All(exact, one => Assert.Equal("unknown",
            Of("PATCH", "/Groups/1", "", [.. exact.Select(h => h == one ? (h.Item1, "other") : h)], body).Name));
    }

    /// <summary>129 dialogues of real providers: how many are told, and that none is told wrongly.</summary>
    [Fact]
    public void Of_every_known_dialogue_is_right_or_unknown_and_never_wrong()
    {
        var (right, unknown, wrong) = (0, 0, new List<string>());
        foreach (var line in System.IO.File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "client-cases.jsonl")))
        {
            var dialogue = JsonNode.Parse(line)!;
            var told = dialogue["steps"]!.AsArray().Select(s => Of(s!)).Where(c => c.Name != Client.UnknownName).ToList();
            var expected = Provider((string)dialogue["idp"]!);
            var off = told.Where(c => expected is null || !c.Name.Replace("probably ", "", StringComparison.Ordinal).StartsWith(expected, StringComparison.Ordinal)).ToList();
            if (off.Count > 0) wrong.Add($"{dialogue["id"]}: {off[0].Name} ({off[0].Evidence})");
            else if (told.Count > 0) right++;
            else unknown++;
        }
        output.WriteLine($"right {right}, unknown {unknown}, wrong {wrong.Count}: {string.Join("; ", wrong)}");

        Assert.Empty(wrong.Except(AnotherProvidersTrait, StringComparer.Ordinal));
        Assert.InRange(right, 60, 129);
    }

    static readonly string[] AnotherProvidersTrait = [];

    static string? Provider(string idp) => idp switch
    {
        "entra" or "entra-validator" => "Entra",
        "okta" or "okta-spec" => "Okta",
        "onelogin" => "OneLogin",
        "google" => "Google",
        "jumpcloud" => "JumpCloud",
        "ping" => "Ping",
        "authentik" => "authentik",
        "keycloak" => "Keycloak",
        "sailpoint" => "SailPoint",
        "midpoint" => "midPoint",
        "rauthy" => "Rauthy",
        "rippling" => "Rippling",
        "cyberark" => "CyberArk",
        _ => null,
    };

    static Client Of(JsonNode step)
    {
        var address = ((string)step["path"]!).Split('?', 2);
        var headers = (step["headers"] as JsonObject ?? []).Select(h => (h.Key, (string?)h.Value ?? "")).ToList();
        var body = step["body"] is JsonValue text ? (string)text! : step["body"]?.ToJsonString();
        if (body is not null) headers.Add(("Content-Length", Encoding.UTF8.GetByteCount(body.Replace("{{uid}}", new string('0', 36), StringComparison.Ordinal)).ToString()));
        return Of((string)step["method"]!, address[0], address.Length > 1 ? Uri.UnescapeDataString(address[1].Replace('+', ' ')) : "", [.. headers], body);
    }

    static Client Of(string method, string path, string query = "", (string Name, string Value)[]? headers = null, string? body = null) =>
        Fingerprint.Of(new(method, path, query,
            name => (headers ?? []).Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault(), Json(body)));

    static JsonObject? Json(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
