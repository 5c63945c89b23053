using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>The life of a schema that an operator adds to one directory (RFC 7643 §3.3).</summary>
public sealed class An_extension_schema
{
    const string Badge = "urn:example:scim:Badge:1.0:User";

    const string Attributes = """
        { "name": "number", "type": "string", "caseExact": true, "uniqueness": "server" },
        { "name": "level", "type": "integer" },
        { "name": "given", "type": "dateTime" },
        { "name": "office", "type": "complex", "subAttributes": [ { "name": "city" }, { "name": "desk", "type": "integer" } ] },
        { "name": "doors", "type": "complex", "multiValued": true, "subAttributes": [
          { "name": "value" }, { "name": "type", "canonicalValues": ["in", "out"] }, { "name": "primary", "type": "boolean" } ] },
        { "name": "pin", "mutability": "writeOnly", "returned": "never" },
        { "name": "printed", "mutability": "readOnly" },
        { "name": "serial", "mutability": "immutable" },
        { "name": "note", "returned": "request" }
        """;

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_shown_filtered_sorted_patched_and_projected_like_those_of_the_rfc(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await PutAsync(host, directory, Badge, "User", Attributes, HttpStatusCode.Created);
        var ada = await CreateAsync(directory, "ada", """
            { "number": "A-1", "level": 3, "given": "2026-01-02T03:04:05+01:00", "office": { "city": "Rome" },
              "doors": [{ "value": "north", "type": "in", "primary": true }, { "value": "south", "type": "roof" }],
              "pin": "1234", "printed": "yes", "serial": "s1", "note": "tall", "unknown": 1 }
            """);
        var bob = await CreateAsync(directory, "bob", """{ "number": "b-2", "level": 12 }""");
        var scim = directory.Scim;

        var shown = (await scim.GetAsync($"Users/{ada}", HttpStatusCode.OK)).AsObject();
        var extension = shown[Badge]!.AsObject();
        Assert.Contains(Badge, shown["schemas"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(["number", "level", "given", "office", "doors", "serial"], extension.Select(p => p.Key));
        Assert.Equal("tall", (string?)(await scim.GetAsync($"Users/{ada}?attributes={Badge}:note", HttpStatusCode.OK))[Badge]!["note"]);
        Assert.Equal(3, (int?)(await scim.GetAsync($"Users/{ada}?attributes={Badge}:level", HttpStatusCode.OK))[Badge]!.AsObject().Single().Value);
        Assert.False((await scim.GetAsync($"Users/{ada}?excludedAttributes={Badge}", HttpStatusCode.OK)).AsObject().ContainsKey(Badge));

        foreach (var (filter, found) in new[]
        {
            ("number eq \"A-1\"", "ada"), ("number eq \"a-1\"", ""), ("number sw \"b\"", "bob"), ("level gt 3", "bob"), ("level le 3", "ada"), ("level pr", "ada bob"),
            ("given lt \"2026-01-02T02:04:06Z\"", "ada"), ("office.city eq \"ROME\"", "ada"), ("doors[type eq \"IN\" and value eq \"north\"]", "ada"),
            ("doors[type eq \"in\" and value eq \"south\"]", ""), ("doors eq \"south\"", "ada"), ("serial ne \"s1\"", "bob"), ("note eq \"tall\"", "ada"),
        })
            Assert.Equal(found, await NamesAsync(scim, $"sortBy=userName&filter={Uri.EscapeDataString($"{Badge}:{filter}")}"));
        Assert.Equal("bob ada", await NamesAsync(scim, $"sortBy={Badge}:level&sortOrder=descending"));
        Assert.Equal("ada bob", await NamesAsync(scim, $"sortBy={Badge}:office.city"));
        foreach (var refused in new[] { "level eq \"3\"", "pin eq \"1234\"", "nothing pr", "number gt 3" })
            Assert.Equal(ScimTypes.InvalidFilter, (string?)(await scim.GetAsync(
                $"Users?filter={Uri.EscapeDataString($"{Badge}:{refused}")}", HttpStatusCode.BadRequest))["scimType"]);

        var patched = await PatchAsync(scim, bob, $$"""
            { "op": "add", "path": "{{Badge}}:doors", "value": [{ "value": "east", "primary": true }] },
            { "op": "add", "path": "{{Badge}}:doors", "value": [{ "value": "west", "primary": true }] },
            { "op": "replace", "path": "{{Badge}}:office.desk", "value": 7 },
            { "op": "replace", "value": { "{{Badge}}": { "level": 13 }, "{{Badge}}:note": "new" } },
            { "op": "remove", "path": "{{Badge}}:number" }
            """, HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            { "level": 13, "office": { "desk": 7 }, "doors": [{ "value": "east", "primary": false }, { "value": "west", "primary": true }], "note": "new" }
            """), patched[Badge]), patched.ToJsonString());
        // RFC 7643 §7, returned "request": shown to who wrote it, and else to who asks for it.
        Assert.False((await scim.GetAsync($"Users/{bob}", HttpStatusCode.OK))[Badge]!.AsObject().ContainsKey("note"));
        Assert.Equal("mutability", (string?)(await PatchAsync(scim, ada, $$"""{ "op": "replace", "path": "{{Badge}}:serial", "value": "s2" }"""))["scimType"]);
        Assert.Equal("mutability", (string?)(await PatchAsync(scim, ada, $$"""{ "op": "add", "path": "{{Badge}}:printed", "value": "x" }"""))["scimType"]);
        Assert.Equal("invalidValue", (string?)(await PatchAsync(scim, ada, $$"""{ "op": "add", "path": "{{Badge}}:level", "value": "three" }"""))["scimType"]);
        Assert.Equal("invalidValue", (string?)(await PatchAsync(scim, ada, $$"""{ "op": "add", "path": "{{Badge}}:level", "value": 3.5 }"""))["scimType"]);
        await PatchAsync(scim, ada, $$"""{ "op": "replace", "path": "{{Badge}}:serial", "value": "s1" }""", HttpStatusCode.OK);
        Assert.False((await PatchAsync(scim, ada, $$"""{ "op": "remove", "path": "{{Badge}}" }""")).AsObject().ContainsKey(Badge));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_discovered_and_is_its_directory_s_own(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Other", tenants: new TestTenant("OTHER")));
        var created = await PutAsync(host, directory, Badge, "User", Attributes, HttpStatusCode.Created);
        await PutAsync(host, directory, "urn:example:scim:Team", "Group", """{ "name": "colour" }""", HttpStatusCode.Created);

        Assert.Equal(Badge, (string?)created["schemaId"]);
        var schema = await directory.Scim.GetAsync($"Schemas/{Badge}", HttpStatusCode.OK);
        Assert.Equal(["number", "level", "given", "office", "doors", "pin", "printed", "serial", "note"], schema["attributes"]!.AsArray().Select(a => (string)a!["name"]!));
        Assert.Equal("server", (string?)schema["attributes"]![0]!["uniqueness"]);
        var types = (await directory.Scim.GetAsync("ResourceTypes", HttpStatusCode.OK))["Resources"]!.AsArray();
        Assert.Contains(Badge, types.Single(t => (string)t!["name"]! == "User")!["schemaExtensions"]!.AsArray().Select(e => (string)e!["schema"]!));
        Assert.Contains("urn:example:scim:Team", types.Single(t => (string)t!["name"]! == "Group")!["schemaExtensions"]!.AsArray().Select(e => (string)e!["schema"]!));
        await other.Scim.GetAsync($"Schemas/{Badge}", HttpStatusCode.NotFound);
        await other.Scim.GetAsync($"Users?filter={Badge}:level%20pr", HttpStatusCode.BadRequest);

        var group = await directory.Scim.PostAsync("Groups", Json($$"""{ "schemas": ["{{ScimUris.Group}}"], "displayName": "t", "urn:example:scim:Team": { "colour": "Red" } }"""), HttpStatusCode.Created);
        Assert.Equal("Red", (string?)group["urn:example:scim:Team"]!["colour"]);
        var found = await directory.Scim.GetAsync("Groups?filter=urn:example:scim:Team:colour%20eq%20%22red%22", HttpStatusCode.OK);
        Assert.Equal(1, (int)found["totalResults"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Can_be_replaced_while_what_is_stored_fits_and_taken_away_and_brought_back(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await PutAsync(host, directory, Badge, "User", """{ "name": "level", "type": "integer" }, { "name": "city" }""", HttpStatusCode.Created);
        var ada = await CreateAsync(directory, "ada", """{ "level": 3, "city": "Rome" }""");
        await CreateAsync(directory, "bob", """{ "city": "Rome" }""");

        await PutAsync(host, directory, Badge, "User", """{ "name": "level", "type": "integer" }, { "name": "city" }, { "name": "more" }""", HttpStatusCode.OK);
        Assert.Equal("SchemaInUse", Code(await PutAsync(host, directory, Badge, "User", """{ "name": "level", "type": "boolean" }, { "name": "city" }""", HttpStatusCode.Conflict)));
        Assert.Equal("SchemaInUse", Code(await PutAsync(host, directory, Badge, "Group", """{ "name": "level", "type": "integer" }""", HttpStatusCode.Conflict)));
        Assert.Equal("ValuesNotUnique", Code(await PutAsync(
            host, directory, Badge, "User", """{ "name": "level", "type": "integer" }, { "name": "city", "uniqueness": "server" }""", HttpStatusCode.Conflict)));

        await host.Admin.DeleteAsync(Url(directory, Badge), HttpStatusCode.NoContent);
        Assert.False((await directory.Scim.GetAsync($"Users/{ada}", HttpStatusCode.OK)).AsObject().ContainsKey(Badge));
        await directory.Scim.GetAsync($"Users?filter={Badge}:level%20pr", HttpStatusCode.BadRequest);
        await PatchAsync(directory.Scim, ada, """{ "op": "replace", "path": "title", "value": "x" }""", HttpStatusCode.OK);
        await PutAsync(host, directory, Badge, "User", """{ "name": "level", "type": "integer" }, { "name": "city" }""", HttpStatusCode.Created);
        Assert.Equal(3, (int?)(await directory.Scim.GetAsync($"Users/{ada}", HttpStatusCode.OK))[Badge]!["level"]);
        await host.Admin.DeleteAsync(Url(directory, "urn:example:none"), HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keeps_unique_what_it_says_is_unique(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await PutAsync(host, directory, Badge, "User", """{ "name": "number", "uniqueness": "server" }""", HttpStatusCode.Created);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(directory, $"u{i}", i % 2 == 0 ? """{ "number": "a-1" }""" : """{ "number": "A-1" }""")));
        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 19)], answers.Order());

        var first = (string)(await directory.Scim.GetAsync("Users", HttpStatusCode.OK))["Resources"]!.AsArray().Single()!["id"]!;
        var second = await CreateAsync(directory, "second", """{ "number": "A-2" }""");
        Assert.Equal("uniqueness", (string?)(await PatchAsync(directory.Scim, second, $$"""{ "op": "replace", "path": "{{Badge}}:number", "value": "a-1" }""", HttpStatusCode.Conflict))["scimType"]);
        await PatchAsync(directory.Scim, first, $$"""{ "op": "replace", "path": "{{Badge}}:number", "value": "A-3" }""", HttpStatusCode.OK);
        await PatchAsync(directory.Scim, second, $$"""{ "op": "replace", "path": "{{Badge}}:number", "value": "a-1" }""", HttpStatusCode.OK);
        await directory.Scim.DeleteAsync($"Users/{second}", HttpStatusCode.NoContent);
        await PatchAsync(directory.Scim, first, $$"""{ "op": "replace", "path": "{{Badge}}:number", "value": "a-1" }""", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unknown_to_a_client_keeps_in_a_put_what_its_immutable_values_may_not_be_without()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await PutAsync(host, directory, Badge, "User", """
            { "name": "number", "required": true }, { "name": "serial", "mutability": "immutable" }, { "name": "level", "type": "integer" }
            """, HttpStatusCode.Created);
        var ada = await CreateAsync(directory, "ada", """{ "number": "A-1", "serial": "s1", "level": 3 }""");
        Task<JsonNode> ReplaceAsync(string extension, HttpStatusCode expected) => Answers.ReadAsync(
            directory.Scim.PutAsJsonAsync($"Users/{ada}", Json($$"""{ "schemas": ["{{ScimUris.User}}"], "userName": "ada"{{extension}} }""")), expected);

        var kept = await ReplaceAsync("", HttpStatusCode.OK);
        var known = await ReplaceAsync($$""", "{{Badge}}": { "level": 4 }""", HttpStatusCode.BadRequest);

        Assert.True(JsonNode.DeepEquals(Json("""{ "number": "A-1", "serial": "s1" }"""), kept[Badge]), kept.ToJsonString());
        Assert.Contains($"{Badge}:number is required", (string)known["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_be_replaced_though_a_client_wrote_a_reference_that_is_no_uri()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await PutAsync(host, directory, Badge, "User", """{ "name": "page", "type": "reference" }""", HttpStatusCode.Created);
        await CreateAsync(directory, "ada", """{ "page": "not a URI" }""");

        await PutAsync(host, directory, Badge, "User", """{ "name": "page", "type": "reference" }, { "name": "more" }""", HttpStatusCode.OK);
        var refused = await PutAsync(host, directory, Badge, "User", """{ "name": "page", "type": "integer" }""", HttpStatusCode.Conflict);

        Assert.StartsWith("The definition does not fit what is stored on 1 user.", (string)refused["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:example:x", "User", """{ "name": "two words" }""", "definition.attributes[0].name")]
    [InlineData("urn:example:x", "User", """{ "name": "" }""", "definition.attributes[0].name")]
    [InlineData("urn:example:x", "User", """{ "name": "a" }, { "name": "A" }""", "definition.attributes[1].name")]
    [InlineData("urn:example:x", "User", """{ "name": "a", "subAttributes": [{ "name": "b" }] }""", "definition.attributes[0]")]
    [InlineData("urn:example:x", "User", """{ "name": "a", "type": "complex", "subAttributes": [{ "name": "b", "type": "complex", "subAttributes": [{ "name": "c" }] }] }""", "definition.attributes[0].subAttributes[0]")]
    [InlineData("urn:example:x", "User", """{ "name": "a", "multiValued": true, "uniqueness": "server" }""", "definition.attributes[0].uniqueness")]
    [InlineData("urn:example:x", "User", """{ "name": "a", "mutability": "writeOnly", "returned": "default" }""", "definition.attributes[0].returned")]
    [InlineData("urn:example:x", "User", """{ "name": "a", "type": "text" }""", "definition.attributes[0].type")]
    [InlineData("urn:example:x", "User", "", "definition.attributes")]
    [InlineData("urn:example:x", "Role", """{ "name": "a" }""", "resourceType")]
    [InlineData("nothing", "User", """{ "name": "a" }""", "definition.id")]
    public async Task That_breaks_a_rule_is_refused_at_its_field(string uri, string type, string attributes, string field)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var problem = await PutAsync(host, directory, uri, type, attributes, HttpStatusCode.BadRequest);

        Assert.Contains(problem["errors"]!.AsArray(), e => ((string)e!["field"]!).StartsWith(field, StringComparison.Ordinal) && ((string)e["message"]!).Length > 10);
        Assert.Empty((await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/schemas", HttpStatusCode.OK))["items"]!.AsArray());
    }

    /// <summary>It was said to be without a problem, and then refused by the reader. Found by fuzzing.</summary>
    [Fact]
    public void With_an_empty_id_has_the_one_that_it_is_put_under()
    {
        var definition = Json("""{ "id": "", "attributes": [{ "name": "a" }] }""").AsObject();

        Assert.Null(Extensions.Refused("urn:example:x", "User", definition));
        Assert.Equal("urn:example:x", (string?)Extensions.Stored("urn:example:x", definition)["id"]);
    }

    [Fact]
    public async Task Cannot_take_the_place_of_the_rfcs()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        Assert.Equal("SchemaIsBuiltIn", Code(await PutAsync(host, directory, ScimUris.EnterpriseUser, "User", """{ "name": "a" }""", HttpStatusCode.Conflict)));
        Assert.Equal("SchemaIsBuiltIn", Code(await PutAsync(host, directory, ScimUris.User, "User", """{ "name": "a" }""", HttpStatusCode.Conflict)));
        await host.Admin.GetAsync("/admin/api/directories/directory_none/schemas", HttpStatusCode.NotFound);
    }

    static string Url(TestDirectory directory, string uri) => $"/admin/api/directories/{directory.Id}/schemas/{uri}";

    static string? Code(JsonNode problem) => (string?)problem["code"];

    static Task<JsonNode> PutAsync(Host host, TestDirectory directory, string uri, string type, string attributes, HttpStatusCode expected) => Answers.ReadAsync(
        host.Admin.PutAsJsonAsync(Url(directory, uri), Json($$"""{ "resourceType": "{{type}}", "definition": { "id": "{{uri}}", "name": "Test", "attributes": [{{attributes}}] } }""")), expected);

    static async Task<string> CreateAsync(TestDirectory directory, string name, string extension) =>
        (string)(await directory.Scim.PostAsync("Users", User(name, extension), HttpStatusCode.Created))["id"]!;

    static async Task<HttpStatusCode> SendAsync(TestDirectory directory, string name, string extension)
    {
        using var answer = await directory.Scim.PostAsJsonAsync("Users", User(name, extension));
        return answer.StatusCode;
    }

    static JsonNode User(string name, string extension) => Json($$"""{ "schemas": ["{{ScimUris.User}}", "{{Badge}}"], "userName": "{{name}}", "{{Badge}}": {{extension}} }""");

    static async Task<JsonNode> PatchAsync(HttpClient scim, string id, string operations, HttpStatusCode? expected = null)
    {
        using var answer = await scim.PatchAsJsonAsync($"Users/{id}", Json($$"""{ "schemas": ["{{ScimUris.PatchOp}}"], "Operations": [{{operations}}] }"""));
        var text = await answer.Content.ReadAsStringAsync();
        if (expected is { } status) Assert.True(answer.StatusCode == status, text);
        return JsonNode.Parse(text)!;
    }

    static async Task<string> NamesAsync(HttpClient scim, string query) => string.Join(' ',
        (await scim.GetAsync($"Users?{query}", HttpStatusCode.OK))["Resources"]!.AsArray().Select(r => (string)r!["userName"]!));

    static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
