using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>RFC 7644 section 3.7, example by example. Where its JSON is broken ({[ … ]}) or names a schema that is none, it is mended as little as can be.</summary>
public sealed class The_RFCs_bulk_examples
{
    const string Bulk = "\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"]";
    const string User = "\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    const string Group = "\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:Group\"]";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Section_1_of_two_groups_that_are_members_of_each_other(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        var results = await ResultsAsync(directory, $$"""
            { {{Bulk}}, "Operations": [
                { "method": "POST", "path": "/Groups", "bulkId": "qwerty", "data": { {{Group}}, "displayName": "Group A",
                    "members": [{ "type": "Group", "value": "bulkId:ytrewq" }] } },
                { "method": "POST", "path": "/Groups", "bulkId": "ytrewq", "data": { {{Group}}, "displayName": "Group B",
                    "members": [{ "type": "Group", "value": "bulkId:qwerty" }] } }] }
            """);

        Assert.Equal(["201", "201"], results.Statuses());
        Assert.Equal(["qwerty", "ytrewq"], results.Select(r => (string)r!["bulkId"]!));
        var (a, b) = (results[0].IdOf(), results[1].IdOf());
        Assert.Equal([b], await directory.MembersAsync(a));
        Assert.Equal([a], await directory.MembersAsync(b));
        await VersionsAreAsAnsweredAsync(directory, results);
        var found = await directory.Scim.GetAsync("Groups?filter=displayName%20sw%20%22Group%22", HttpStatusCode.OK);
        Assert.Equal(2, (int)found["totalResults"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Section_2_of_a_new_user_in_a_new_group(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        var results = await ResultsAsync(directory, $$"""
            { {{Bulk}}, "Operations": [
                { "method": "POST", "path": "/Users", "bulkId": "qwerty", "data": { {{User}}, "userName": "Alice" } },
                { "method": "POST", "path": "/Groups", "bulkId": "ytrewq", "data": { {{Group}}, "displayName": "Tour Guides",
                    "members": [{ "type": "User", "value": "bulkId:qwerty" }] } }] }
            """);

        Assert.Equal(["201", "201"], results.Statuses());
        Assert.Equal([results[0].IdOf()], await directory.MembersAsync(results[1].IdOf()));
        await VersionsAreAsAnsweredAsync(directory, results);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Section_2_of_a_manager_in_the_enterprise_extension(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

        var results = await ResultsAsync(directory, $$"""
            { {{Bulk}}, "Operations": [
                { "method": "POST", "path": "/Users", "bulkId": "qwerty", "data": { {{User}}, "userName": "Alice" } },
                { "method": "POST", "path": "/Users", "bulkId": "ytrewq", "data": {
                    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "{{Enterprise}}"], "userName": "Bob",
                    "{{Enterprise}}": { "employeeNumber": "11250", "manager": { "value": "bulkId:qwerty" } } } }] }
            """);

        Assert.Equal(["201", "201"], results.Statuses());
        var bob = await directory.Scim.GetAsync($"Users/{results[1].IdOf()}", HttpStatusCode.OK);
        Assert.Equal(results[0].IdOf(), (string)bob[Enterprise]!["manager"]!["value"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Section_3_of_four_methods_that_succeed(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (bob, dave, gone) = (await directory.UserAsync("b"), await directory.UserAsync("d"), await directory.UserAsync("g"));

        var results = await ResultsAsync(directory, Section3(User, bob, dave, gone, "W/\\\"1\\\""));

        Assert.Equal(["201", "200", "200", "204"], results.Statuses());
        Assert.Equal(["POST", "PUT", "PATCH", "DELETE"], results.Select(r => (string)r!["method"]!));
        Assert.Equal(["qwerty", null, null, null], results.Select(r => (string?)r!["bulkId"]));
        Assert.Equal([bob, dave, gone], results.Skip(1).Select(r => r.IdOf()));
        Assert.All(results, r => Assert.False(r!.AsObject().ContainsKey("response")));
        Assert.False(results[3]!.AsObject().ContainsKey("version"));
        await VersionsAreAsAnsweredAsync(directory, [.. results.Take(3).Select(r => r!.DeepClone())]);
        Assert.Equal("Bob", (string?)(await directory.Scim.GetAsync($"Users/{bob}", HttpStatusCode.OK))["userName"]);
        Assert.Equal("Dave", (string?)(await directory.Scim.GetAsync($"Users/{dave}", HttpStatusCode.OK))["userName"]);
        await directory.Scim.GetAsync($"Users/{gone}", HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Section_3_of_an_error_that_ends_it(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (bob, dave, gone) = (await directory.UserAsync("b"), await directory.UserAsync("d"), await directory.UserAsync("g"));

        // The example's own "schemas" is an error of the RFC's, and here the one that is wanted.
        var results = await ResultsAsync(directory, Section3("\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:User\"]", bob, dave, gone, "W/\\\"1\\\""));

        var alice = Assert.Single(results)!;
        Assert.Equal("""{"method":"POST","bulkId":"qwerty","status":"400"}""", Without(alice, "response").ToJsonString());
        Assert.Equal(("400", "invalidValue"), ((string)alice["response"]!["status"]!, (string)alice["response"]!["scimType"]!));
        Assert.Contains("urn:ietf:params:scim:schemas:core:2.0:User", alice.Detail(), StringComparison.Ordinal);
        await directory.Scim.GetAsync($"Users/{gone}", HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Section_3_of_four_errors_that_are_all_told(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (bob, dave) = (await directory.UserAsync("b"), await directory.UserAsync("d"));
        var everything = await new Inhabited(host, directory, directory, "", "", "").EverythingAsync();

        var results = await ResultsAsync(directory, Section3("\"schemas\": [\"x\"]", bob, dave, Bulks.Unknown, "W/\\\"7\\\"")
            .Replace("\"failOnErrors\": 1,", "", StringComparison.Ordinal));

        Assert.Equal(["400", "412", "412", "404"], results.Statuses());
        Assert.Equal([false, true, true, true], results.Select(r => r!.AsObject().ContainsKey("location")));
        Assert.Equal($"{directory.Scim.BaseAddress}Users/{bob}", (string?)results[1]!["location"]);
        Assert.All(results, r => Assert.Equal((string)r!["status"]!, (string)r["response"]!["status"]!));
        Assert.All(results, r => Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", (string)r!["response"]!["schemas"]![0]!));
        Assert.Equal(everything, await new Inhabited(host, directory, directory, "", "", "").EverythingAsync());
    }

    static string Section3(string aliceSchemas, string bob, string dave, string gone, string version) => $$"""
        { {{Bulk}}, "failOnErrors": 1, "Operations": [
            { "method":"POST", "path":"/Users", "bulkId":"qwerty", "data":{ {{aliceSchemas}}, "userName":"Alice" } },
            { "method":"PUT", "path":"/Users/{{bob}}", "version":"{{version}}", "data":{ {{User}}, "id":"{{bob}}", "userName":"Bob" } },
            { "method": "PATCH", "path": "/Users/{{dave}}", "version": "{{version}}", "data": {
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                    { "op": "remove", "path": "nickName" }, { "op": "add", "path": "userName", "value": "Dave" }] } },
            { "method":"DELETE", "path":"/Users/{{gone}}", "version":"{{version}}" }] }
        """;

    static async Task<JsonArray> ResultsAsync(TestDirectory directory, string body) =>
        (await Answers.ReadAsync(directory.SendBulkAsync(body), HttpStatusCode.OK))["Operations"]!.AsArray();

    static async Task VersionsAreAsAnsweredAsync(TestDirectory directory, JsonArray results)
    {
        foreach (var result in results)
        {
            using var shown = await directory.Scim.GetAsync((string)result!["location"]!);
            // A user's tag goes on with its groups, which a later operation may have changed; what If-Match compares is the number.
            Assert.Equal(Number((string)result["version"]!), Number(shown.Headers.ETag!.ToString()));
        }
    }

    static string Number(string tag) => tag.Trim('W', '/', '"').Split('-')[0];

    static JsonObject Without(JsonNode node, string name)
    {
        var copy = node.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }
}
