using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Is refused with the RFC's status and scimType and a detail that names the place, and changes nothing.</summary>
public sealed class A_bad_request(BothServers servers) : IClassFixture<BothServers>
{
    const string User = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    const string Patch = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]";
    const string Search = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]";
    const string Unknown = "019ab000-0000-7000-8000-000000000000";

    static readonly (string Method, string Path, string? Body, int Status, string? ScimType, string Detail)[] Refused =
    [
        ("POST", "Users", "{\n  \"userName\": \"x\"\n  \"active\": true\n}", 400, "invalidSyntax", "line 3, byte 3"),
        ("POST", "Users", "", 400, "invalidSyntax", "line 1, byte 1"),
        ("POST", "Users", $$"""[{ {{User}}, "userName": "x" }]""", 400, "invalidSyntax", "a JSON object as the body"),
        ("POST", "Users", $$"""{ {{User}}, "userName": "x", "userName": "y" }""", 400, "invalidSyntax", "userName"),
        ("POST", "Users", $$"""{ {{User}}, "userName": "x", "USERNAME": "y" }""", 400, "invalidSyntax", "USERNAME"),
        ("POST", "Users", $$"""{ {{User}}, "displayName": "x" }""", 400, "invalidValue", "userName"),
        ("POST", "Users", $$"""{ {{User}}, "userName": "x", "active": "perhaps" }""", 400, "invalidValue", "active"),
        ("POST", "Users", $$"""{ {{User}}, "userName": "ADA@Contoso.Example" }""", 409, "uniqueness", "userName"),
        ("PUT", "Users/{user}", $$"""{ {{User}}, "userName": 7 }""", 400, "invalidValue", "userName"),
        ("PATCH", "Users/{user}", $$"""{ {{Patch}}, "Operations": [{ "op": "frobnicate", "path": "active", "value": false }] }""", 400, "invalidSyntax", "Operation 1"),
        ("PATCH", "Users/{user}", $$"""{ {{Patch}}, "Operations": [{ "op": "add", "path": "title", "value": "x" }, { "op": "remove" }] }""", 400, "noTarget", "Operation 2"),
        ("PATCH", "Users/{user}", $$"""{ {{Patch}}, "Operations": [{ "op": "replace", "path": "emails[type eq", "value": "x" }] }""", 400, "invalidPath", "at character 15 of the path"),
        ("PATCH", "Users/{user}", $$"""{ {{Patch}}, "Operations": [{ "op": "replace", "path": "id", "value": "x" }] }""", 400, "mutability", "id"),
        ("PATCH", "Groups/{group}", $$"""{ {{Patch}}, "Operations": [{ "op": "add", "path": "members", "value": [{ "value": "{{Unknown}}" }] }] }""", 400, "invalidValue", Unknown),
        ("PATCH", "Groups/{group}", $$"""{ {{Patch}}, "Operations": [{ "op": "add", "path": "members", "value": [{ "value": "{stranger}" }] }] }""", 400, "invalidValue", "{stranger}"),
        ("GET", "Users?filter=userName%20xx%20%22a%22", null, 400, "invalidFilter", "at character 10 of the filter"),
        ("GET", "Users?filter=userName%20eq%20%22a", null, 400, "invalidFilter", "At character 13 of the filter"),
        ("GET", "Users?filter=nickName2%20pr", null, 400, "invalidFilter", "nickName2"),
        ("GET", "Users?count=many", null, 400, "invalidValue", "count"),
        ("GET", "Users?sortBy=nickName2", null, 400, "invalidValue", "nickName2"),
        ("GET", "Users?sortBy=name", null, 400, "invalidValue", "name is complex; sort by one of its sub-attributes"),
        ("GET", "Users?sortBy=password", null, 400, "invalidValue", "password is never returned"),
        ("GET", "Users?sortBy=emails%5Btype%20eq%20%22work%22%5D.value", null, 400, "invalidValue", "Expected an attribute path"),
        ("GET", "Users?sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", null, 400, "invalidValue", "is complex"),
        ("GET", "Groups?sortBy=userName", null, 400, "invalidValue", "Group has no attribute"),
        ("GET", "Users?sortBy=userName&sortOrder=up", null, 400, "invalidValue", "ascending or descending"),
        ("GET", "Users?sortOrder=up", null, 400, "invalidValue", "ascending or descending"),
        ("POST", "Users/.search", $$"""{ {{Search}}, "sortBy": ["userName"] }""", 400, "invalidValue", "sortBy"),
        ("POST", "Users/.search", $$"""{ {{Search}}, "cursor": 7 }""", 400, "invalidValue", "cursor"),
        ("POST", "Users/.search", $$"""{ {{Search}}, "cursor": "", "startIndex": 1 }""", 400, "invalidValue", "either startIndex or cursor"),
        ("POST", "Users/.search", $$"""{ {{Search}}, "cursor": "", "count": "10" }""", 400, "invalidCount", "count"),
        ("GET", "?filter=nickName2%20pr", null, 400, "invalidFilter", "User and Group has no attribute"),
        ("GET", "?filter=userName%20eq%207", null, 400, "invalidFilter", "a string in quotes for userName"),
        ("GET", "?sortBy=nickName2", null, 400, "invalidValue", "nickName2"),
        ("POST", ".search", $$"""{ {{Search}}, "filter": "meta.resourceType eq User" }""", 400, "invalidFilter", "at character 22 of the filter"),
        ("POST", ".search", $$"""{ {{User}} }""", 400, "invalidSyntax", "schemas must be"),
        ("POST", "Users/.search", $$"""{ {{User}}, "filter": "userName pr" }""", 400, "invalidSyntax", "schemas must be"),
        ("POST", "Groups/.search", $$"""{ {{Search}}, "filter": "displayName xx 1" }""", 400, "invalidFilter", "at character 13 of the filter"),
        ("POST", "Users/.search", $$"""{ {{Search}}, "count": "10" }""", 400, "invalidValue", "count"),
        ("POST", "Users/.search", $$"""{ {{Search}}, "attributes": "id" }""", 400, "invalidValue", "attributes"),
        ("GET", $"Users/{Unknown}", null, 404, null, Unknown),
        ("GET", "Users/{stranger}", null, 404, null, "{stranger}"),
        ("DELETE", "Users/{stranger}", null, 404, null, "{stranger}"),
        ("PUT", $"Users/{Unknown}", $$"""{ {{User}}, "userName": "x" }""", 404, null, Unknown),
        ("PATCH", $"Groups/{Unknown}", $$"""{ {{Patch}}, "Operations": [{ "op": "remove", "path": "members" }] }""", 404, null, Unknown),
        ("DELETE", $"Groups/{Unknown}", null, 404, null, Unknown),
        ("GET", "Nothing", null, 404, null, "/Users, /Groups"),
        ("PUT", "Users", $$"""{ {{User}}, "userName": "x" }""", 405, null, "PUT is not offered here"),
        ("GET", "Users/.search", null, 405, null, "GET is not offered here"),
        ("PUT", "Groups/.search", $$"""{ {{User}}, "userName": "x" }""", 405, null, "PUT is not offered here"),
        ("DELETE", "Roles/.search", null, 405, null, "DELETE is not offered here"),
        ("DELETE", "ServiceProviderConfig", null, 405, null, "DELETE is not offered here"),
    ];

    public static TheoryData<StorageProvider, int> Requests
    {
        get
        {
            var all = new TheoryData<StorageProvider, int>();
            foreach (var provider in Host.Storages)
                for (var i = 0; i < Refused.Length; i++) all.Add(provider, i);
            return all;
        }
    }

    [Theory, MemberData(nameof(Requests))]
    public async Task Is_refused_where_it_is_wrong_and_changes_nothing(StorageProvider provider, int number)
    {
        var server = servers[provider];
        var (method, path, body, status, scimType, detail) = Refused[number];
        var before = await server.EverythingAsync();
        using var request = new HttpRequestMessage(new(method), Filled(path, server));
        if (body is not null) request.Content = new StringContent(Filled(body, server), Encoding.UTF8, "application/scim+json");

        using var answer = await server.Directory.Scim.SendAsync(request);

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True((status, scimType) == ((int)answer.StatusCode, (string?)error["scimType"]), $"{method} {path} {body}: {error.ToJsonString()}");
        Assert.Contains(Filled(detail, server), (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), (string)error["status"]!);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", (string)Assert.Single(error["schemas"]!.AsArray())!);
        Assert.Equal("application/scim+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(before, await server.EverythingAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Names_the_media_types_that_are_read(StorageProvider provider)
    {
        var server = servers[provider];
        var before = await server.EverythingAsync();
        using var body = new StringContent("userName=x", Encoding.UTF8, "text/plain");

        var error = await Answers.ReadAsync(server.Directory.Scim.PostAsync("Users", body), System.Net.HttpStatusCode.UnsupportedMediaType);

        Assert.Contains("application/scim+json", (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal(before, await server.EverythingAsync());
    }

    /// <summary>MVC's reader of forms threw at a bracket that is not closed, before anybody looked at the media type.</summary>
    [Theory]
    [InlineData("application/x-www-form-urlencoded", "{\"userName\":\"a[b")]
    [InlineData("application/x-www-form-urlencoded", "a[b=1&a.b[=2")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a[b\"\r\n\r\n1\r\n--x--\r\n")]
    [InlineData("multipart/form-data", "--x")]
    public async Task Is_a_form_of_any_kind(string mediaType, string form)
    {
        var server = servers[StorageProvider.InMemory];
        foreach (var (method, path) in new[] { ("POST", "Users"), ("PATCH", "Groups/1"), ("POST", "Bulk"), ("POST", ".search") })
        {
            using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

            using var answer = await server.Directory.Scim.SendAsync(request);

            Assert.Equal(System.Net.HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
            Assert.Equal("application/scim+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Is_told_which_methods_there_are()
    {
        using var answer = await servers[StorageProvider.InMemory].Directory.Scim.DeleteAsync("Users");

        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order());
    }

    // Whether an id exists in another directory is nobody's business.
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Learns_nothing_of_another_directorys_members(StorageProvider provider)
    {
        var server = servers[provider];

        var real = await RefusalOfAsync(server, server.Stranger);
        var made = await RefusalOfAsync(server, Unknown);

        Assert.Equal(made, real.Replace(server.Stranger, Unknown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PUT"), InlineData("PATCH"), InlineData("DELETE")]
    public async Task Meets_a_version_that_If_Match_does_not_name(string method)
    {
        foreach (var server in Host.Storages.Select(p => servers[p]))
        {
            var before = await server.EverythingAsync();
            using var request = new HttpRequestMessage(new(method), $"Users/{server.User}");
            request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"77\"", isWeak: true));
            if (method == "PUT") request.Content = new StringContent($$"""{ {{User}}, "userName": "z@contoso.example" }""", Encoding.UTF8, "application/scim+json");
            if (method == "PATCH") request.Content = new StringContent($$"""{ {{Patch}}, "Operations": [{ "op": "add", "path": "title", "value": "x" }] }""", Encoding.UTF8, "application/scim+json");

            var error = await Answers.ReadAsync(server.Directory.Scim.SendAsync(request), System.Net.HttpStatusCode.PreconditionFailed);

            Assert.Contains("version 1", (string)error["detail"]!, StringComparison.Ordinal);
            Assert.Equal(before, await server.EverythingAsync());
        }
    }

    static async Task<string> RefusalOfAsync(Inhabited server, string member)
    {
        var body = $$"""{ {{Patch}}, "Operations": [{ "op": "add", "path": "members", "value": [{ "value": "{{member}}" }] }] }""";
        using var content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        using var answer = await server.Directory.Scim.PatchAsync($"Groups/{server.Group}", content);
        return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    static string Filled(string text, Inhabited server) => text
        .Replace("{user}", server.User, StringComparison.Ordinal)
        .Replace("{group}", server.Group, StringComparison.Ordinal)
        .Replace("{stranger}", server.Stranger, StringComparison.Ordinal);
}
