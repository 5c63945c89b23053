using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.Http;

/// <summary>What the page offers to send is what the server accepts.</summary>
public sealed class The_openapi_examples : IAsyncLifetime, IDisposable
{
    const string ExampleUser = "019abcde-1111-7000-8000-000000000001";
    readonly Host _host = new();
    JsonNode _document = null!;
    TestDirectory _directory = null!;

    public async Task InitializeAsync()
    {
        _document = JsonNode.Parse(await _host.ClientWith(null).GetStringAsync("/swagger/v1/swagger.json"))!;
        _directory = await _host.NewDirectoryAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("Users")]
    [InlineData("Groups")]
    public async Task Of_a_resource_are_accepted(string resources)
    {
        var user = await MadeAsync("Users", """{ "userName": "member@contoso.example" }""");

        foreach (var (name, body) in Bodies($"/scim/v2/{{directory}}/{resources}", "post"))
        {
            var answer = await SendAsync(HttpMethod.Post, resources, body.Replace(ExampleUser, user, StringComparison.Ordinal));
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Theory]
    [InlineData("Users", """{ "userName": "patched@contoso.example", "emails": [{ "type": "work", "value": "patched@contoso.example" }] }""")]
    [InlineData("Groups", """{ "displayName": "IMAPP_Orgvue_SCIM_user" }""")]
    public async Task Of_a_patch_are_accepted(string resources, string resource)
    {
        var user = await MadeAsync("Users", """{ "userName": "member@contoso.example" }""");
        var patched = await MadeAsync(resources, resource);

        foreach (var (name, body) in Bodies($"/scim/v2/{{directory}}/{resources}/{{id}}", "patch"))
        {
            var answer = await SendAsync(HttpMethod.Patch, $"{resources}/{patched}", body.Replace(ExampleUser, user, StringComparison.Ordinal));
            Assert.True(answer.IsSuccessStatusCode, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Of_a_bulk_are_accepted()
    {
        var answer = JsonNode.Parse(await (await SendAsync(HttpMethod.Post, "Bulk", Assert.Single(Bodies("/scim/v2/{directory}/Bulk", "post")).Body)).Content.ReadAsStringAsync())!;

        Assert.All(answer["Operations"]!.AsArray(), operation => Assert.Equal("201", (string?)operation!["status"]));
    }

    [Theory]
    [InlineData(".search")]
    [InlineData("Users/.search")]
    [InlineData("Groups/.search")]
    public async Task Of_a_search_are_understood(string path)
    {
        foreach (var (name, body) in Bodies($"/scim/v2/{{directory}}/{path}", "post"))
        {
            var answer = await SendAsync(HttpMethod.Post, path, body);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Theory]
    [InlineData("/scim/v2/{directory}")]
    [InlineData("/scim/v2/{directory}/Users")]
    [InlineData("/scim/v2/{directory}/Groups")]
    [InlineData("/odata/Accounts")]
    [InlineData("/odata/SyncFailures")]
    [InlineData("/odata/AccountRoles")]
    [InlineData("/odata/SyncRuns")]
    [InlineData("/odata/Changes")]
    public async Task Of_a_query_are_understood(string path)
    {
        var client = path.StartsWith("/odata", StringComparison.Ordinal) ? _host.Admin : _directory.Scim;
        var queries =
            from parameter in _document["paths"]![path]!["get"]!["parameters"]!.AsArray()
            where (string)parameter!["in"]! == "query" && parameter["examples"] is not null
            from example in parameter["examples"]!.AsObject()
            where example.Key != "none"
            select $"{(string)parameter["name"]!}={Uri.EscapeDataString((string)example.Value!["value"]!)}";

        foreach (var query in queries)
        {
            var answer = await client.GetAsync($"{path.Replace("{directory}", _directory.Id, StringComparison.Ordinal)}?{query}");
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{query}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Theory]
    [InlineData("/admin/api/directories")]
    [InlineData("/admin/api/webhooks")]
    [InlineData("/api/v1/{tenantId}/accounts")]
    public async Task Of_the_admin_s_surfaces_are_accepted(string path)
    {
        var address = path.Replace("{tenantId}", "ACME", StringComparison.Ordinal) + (path.StartsWith("/api", StringComparison.Ordinal) ? "?environment=staging" : "");

        foreach (var (name, body) in Bodies(path, "post"))
        {
            var answer = await _host.Admin.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Of_an_import_is_shown_what_it_would_change()
    {
        foreach (var (name, body) in Bodies("/admin/api/import", "post"))
        {
            var answer = await _host.Admin.PostAsync("/admin/api/import", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    IEnumerable<(string Name, string Body)> Bodies(string path, string method) =>
        _document["paths"]![path]![method]!["requestBody"]!["content"]!.AsObject().Single().Value!["examples"]!.AsObject()
            .Select(e => (e.Key, e.Value!["value"]!.ToJsonString()));

    async Task<string> MadeAsync(string resources, string body)
    {
        var schema = resources == "Users" ? "User" : "Group";
        var whole = JsonNode.Parse(body)!.AsObject();
        whole["schemas"] = new JsonArray($"urn:ietf:params:scim:schemas:core:2.0:{schema}");
        var answer = JsonNode.Parse(await (await SendAsync(HttpMethod.Post, resources, whole.ToJsonString())).Content.ReadAsStringAsync())!;
        return (string)answer["id"]!;
    }

    Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body) =>
        _directory.Scim.SendAsync(new(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/scim+json") });
}
