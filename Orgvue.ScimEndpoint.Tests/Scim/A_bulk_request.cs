using CsCheck;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_bulk_request
{
    const string Post = """{ "method": "POST", "path": "/Users", "bulkId": "a", "data": { "userName": "ada" } }""";
    static readonly ResourceType[] Types = [BuiltIn.User, BuiltIn.Group];

    [Theory]
    [InlineData("""{ "Operations": [{op}], "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }""", ScimTypes.InvalidSyntax, "schemas must be")]
    [InlineData("""{ "Operations": [{op}], "schemas": 7 }""", ScimTypes.InvalidSyntax, "schemas must be")]
    [InlineData("""{ {schemas} }""", ScimTypes.InvalidSyntax, "\"Operations\" must be an array")]
    [InlineData("""{ {schemas}, "Operations": {op} }""", ScimTypes.InvalidSyntax, "\"Operations\" must be an array")]
    [InlineData("""{ {schemas}, "Operations": [] }""", ScimTypes.InvalidSyntax, "at least one operation")]
    [InlineData("""{ {schemas}, "Operations": [{op}, "x"] }""", ScimTypes.InvalidSyntax, "Operation 2 must be an object")]
    [InlineData("""{ {schemas}, "Operations": [{op}], "operations": [{op}] }""", ScimTypes.InvalidSyntax, "\"operations\" twice")]
    [InlineData("""{ {schemas}, "Operations": [{ "method": "POST", "METHOD": "PUT" }] }""", ScimTypes.InvalidSyntax, "\"METHOD\" twice")]
    [InlineData("""{ {schemas}, "failOnErrors": 0, "Operations": [{op}] }""", ScimTypes.InvalidValue, "failOnErrors")]
    [InlineData("""{ {schemas}, "failOnErrors": -1, "Operations": [{op}] }""", ScimTypes.InvalidValue, "failOnErrors")]
    [InlineData("""{ {schemas}, "failOnErrors": "1", "Operations": [{op}] }""", ScimTypes.InvalidValue, "failOnErrors")]
    [InlineData("""{ {schemas}, "failOnErrors": 1.5, "Operations": [{op}] }""", ScimTypes.InvalidValue, "failOnErrors")]
    [InlineData("""{ {schemas}, "Operations": [{op}, {op}] }""", ScimTypes.InvalidValue, "Operations 1 and 2 have the same bulkId \"a\"")]
    public void That_is_none_is_refused_whole(string body, string scimType, string detail) =>
        Assert.Contains(detail, Given.Refusal(scimType, () => Read(Filled(body))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "path": "/Users" }""", ScimTypes.InvalidSyntax, "\"method\" must be")]
    [InlineData("""{ "method": "GET", "path": "/Users/x" }""", ScimTypes.InvalidSyntax, "\"method\" must be")]
    [InlineData("""{ "method": 5, "path": "/Users/x" }""", ScimTypes.InvalidSyntax, "\"method\" must be a string")]
    [InlineData("""{ "method": "DELETE" }""", ScimTypes.InvalidPath, "\"path\" must be one of /Users, /Groups")]
    [InlineData("""{ "method": "DELETE", "path": "/Printers/x" }""", ScimTypes.InvalidPath, "\"path\" must be one of /Users, /Groups")]
    [InlineData("""{ "method": "DELETE", "path": "//Users/x" }""", ScimTypes.InvalidPath, "\"path\" must be one of")]
    [InlineData("""{ "method": "DELETE", "path": "/Users/x/y" }""", ScimTypes.InvalidPath, "\"path\" must be one of")]
    [InlineData("""{ "method": "DELETE", "path": "/Users/x?attributes=id" }""", ScimTypes.InvalidPath, "\"path\" must be one of")]
    [InlineData("""{ "method": "DELETE", "path": "https://example.com/Users/x" }""", ScimTypes.InvalidPath, "\"path\" must be one of")]
    [InlineData("""{ "method": "DELETE", "path": "/Users" }""", ScimTypes.InvalidPath, "must name a resource")]
    [InlineData("""{ "method": "PUT", "path": "/Groups/", "data": {} }""", ScimTypes.InvalidPath, "must name a resource")]
    [InlineData("""{ "method": "POST", "path": "/Users/x", "bulkId": "b", "data": {} }""", ScimTypes.InvalidPath, "the \"path\" of a POST must be /Users")]
    [InlineData("""{ "method": "POST", "path": "/Users", "data": {} }""", ScimTypes.InvalidSyntax, "POST needs a \"bulkId\"")]
    [InlineData("""{ "method": "POST", "path": "/Users", "bulkId": "", "data": {} }""", ScimTypes.InvalidSyntax, "POST needs a \"bulkId\"")]
    [InlineData("""{ "method": "POST", "path": "/Users", "bulkId": 7, "data": {} }""", ScimTypes.InvalidSyntax, "\"bulkId\" must be a string")]
    [InlineData("""{ "method": "POST", "path": "/Users", "bulkId": "b" }""", ScimTypes.InvalidSyntax, "POST needs \"data\"")]
    [InlineData("""{ "method": "PUT", "path": "/Users/x", "data": null }""", ScimTypes.InvalidSyntax, "PUT needs \"data\"")]
    [InlineData("""{ "method": "PATCH", "path": "/Users/x", "data": [] }""", ScimTypes.InvalidSyntax, "PATCH needs \"data\"")]
    [InlineData("""{ "method": "PATCH", "path": "/Users/x", "version": 1, "data": {} }""", ScimTypes.InvalidSyntax, "\"version\" must be a string")]
    [InlineData("""{ "method": "PATCH", "path": "/Users/x", "data": { "a": "\ud800" } }""", ScimTypes.InvalidValue, "lone surrogate")]
    [InlineData("""{ "method": "PATCH", "path": "/Users/\u0000", "data": {} }""", ScimTypes.InvalidValue, "U+0000")]
    public void Keeps_an_operation_that_cannot_be_read_among_the_others(string operation, string scimType, string detail)
    {
        var request = Read(Filled($$"""{ {schemas}, "Operations": [{{Post.Replace("\"a\"", "\"first\"", StringComparison.Ordinal)}}, {{operation}}, {{Post}}] }"""));

        var broken = Assert.IsType<BulkOperation.Broken>(request.Operations[1]);
        Assert.Equal((400, scimType), (broken.Refusal.Status, broken.Refusal.ScimType));
        Assert.Contains(detail, broken.Refusal.Message, StringComparison.Ordinal);
        Assert.IsType<BulkOperation.Sound>(request.Operations[0]);
        Assert.IsType<BulkOperation.Sound>(request.Operations[2]);
    }

    [Theory]
    [InlineData("/Users/x", "User", "x")]
    [InlineData("Groups/x", "Group", "x")]
    [InlineData("/users/x", "User", "x")]
    [InlineData("/Groups/bulkId:q w", "Group", "bulkId:q w")]
    public void Finds_the_resource_of_a_path(string path, string type, string id)
    {
        var operation = Assert.IsType<BulkOperation.Sound>(One($$"""{ "method": "DELETE", "path": "{{path}}", "version": "W/\"1\"" }"""));

        Assert.Equal((type, id, "W/\"1\""), (operation.Type.Name, operation.Id, operation.Version));
    }

    [Fact]
    public void Says_which_limit_too_many_operations_exceed()
    {
        var refusal = Assert.Throws<ScimException>(() => Read(Filled("""{ {schemas}, "Operations": [1, 2, 3] }"""), new() { BulkOperations = 2 }));

        Assert.Equal(413, refusal.Status);
        Assert.Contains("exceeds the maxOperations (2)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void May_write_its_methods_in_lower_case_where_deviations_are_tolerated()
    {
        var tolerance = new Tolerance();
        const string Delete = """{ "method": "delete", "path": "/Users/x" }""";

        Assert.Equal("DELETE", Assert.IsType<BulkOperation.Sound>(One(Delete, tolerance)).Method);
        Assert.Equal([Deviation.MethodCase], tolerance.Met);
        var refused = Assert.IsType<BulkOperation.Broken>(One(Delete, new Tolerance(Profile.Strict)));
        Assert.Equal((ScimTypes.InvalidSyntax, "delete"), (refused.Refusal.ScimType, refused.Method));
    }

    [Fact]
    public void Refers_by_value_by_ref_by_the_path_of_a_patch_and_by_its_own_path()
    {
        var operation = Assert.IsType<BulkOperation.Sound>(One("""
            { "method": "PATCH", "path": "/Groups/bulkId:own", "data": { "Operations": [
                { "op": "add", "path": "members", "value": [{ "value": "bulkId:m", "$ref": "https://x/Users/bulkId:r" }, "bulkId:bare"] },
                { "op": "remove", "path": "members[value eq \"bulkId:p\" or value eq \"bulkId:q\"]" }] } }
            """));

        Assert.Equal(["bare", "m", "own", "p", "q", "r"], operation.References.Order(StringComparer.Ordinal));
        Given.Same("""
            { "Operations": [
                { "op": "add", "path": "members", "value": [{ "value": "<m>", "$ref": "https://x/Users/<r>" }, "<bare>"] },
                { "op": "remove", "path": "members[value eq \"<p>\" or value eq \"<q>\"]" }] }
            """, BulkReferences.Resolved(operation.Data, id => $"<{id}>"));
    }

    [Theory]
    [InlineData("""{ "title": "see bulkId:a" }""")]
    [InlineData("""{ "title": "bulkId:" }""")]
    [InlineData("""{ "title": "BULKID:a" }""")]
    [InlineData("""{ "bulkId:a": "x", "title": 7, "active": null }""")]
    public void Does_not_take_everything_for_a_reference(string data)
    {
        Assert.Empty(BulkReferences.Of(Given.Json(data)));
        Given.Same(data, BulkReferences.Resolved(Given.Json(data), _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void Parts_a_resource_in_what_can_be_created_and_what_is_added_later()
    {
        var user = Given.Json($$"""
            { "userName": "ada", "groups": [{ "value": "bulkId:x" }], "friends": ["bulkId:x"], "roles": [{ "value": "bulkId:x" }, { "value": "y" }],
              "{{Given.Enterprise}}": { "department": "R", "manager": { "value": "bulkId:x", "displayName": "X" } } }
            """);

        Given.Same($$"""
            { "userName": "ada", "groups": [], "friends": [], "roles": [{ "value": "y" }], "{{Given.Enterprise}}": { "department": "R", "manager": null } }
            """, BulkCircle.Without(BuiltIn.User, user, new HashSet<string> { "x" }));
        // What a POST ignores (read-only groups, unknown friends) must not make the completion fail.
        Assert.Equal(["roles", Given.Enterprise + ":manager"], BulkCircle.Completion(BuiltIn.User, user, new HashSet<string> { "x" }).Select(o => o.Path));
    }

    [Fact]
    public void Of_any_kind_is_read_or_refused_and_nothing_else()
    {
        string[] parts =
        [
            "\"method\": \"POST\"", "\"method\": \"put\"", "\"method\": null", "\"path\": \"/Users\"", "\"path\": \"/Groups/bulkId:a\"", "\"path\": [1]",
            "\"bulkId\": \"a\"", "\"bulkId\": {}", "\"data\": { \"value\": \"bulkId:a\" }", "\"data\": [{}]", "\"version\": true", "\"x\": \"\\ud800\"", "\"\\ud800\": 1",
        ];
        Gen.OneOf(parts).Array[0, 5].Array[0, 3].Sample(operations =>
        {
            var all = operations.Select(o => "{" + string.Join(',', o.DistinctBy(p => p.Split(':')[0])) + "}");
            try
            {
                BulkPlan.Of(Read(Filled($$"""{ {schemas}, "Operations": [{{string.Join(',', all)}}] }""")).Operations);
            }
            catch (ScimException refusal)
            {
                Assert.Equal(400, refusal.Status);
            }
        }, iter: 20_000);
    }

    static BulkRequest Read(string body, ScimLimits? limits = null, Tolerance? tolerance = null) =>
        BulkRequest.Read(Given.Json(body), Types, tolerance ?? new Tolerance(), limits ?? Given.Limits);

    static BulkOperation One(string operation, Tolerance? tolerance = null) =>
        Assert.Single(Read(Filled($$"""{ {schemas}, "Operations": [{{operation}}] }"""), tolerance: tolerance).Operations);

    static string Filled(string body) => body
        .Replace("{schemas}", $"\"schemas\": [\"{ScimUris.BulkRequest}\"]", StringComparison.Ordinal)
        .Replace("{op}", Post, StringComparison.Ordinal);
}
