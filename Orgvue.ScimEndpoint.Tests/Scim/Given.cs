using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>Short ways to say what the tests of this folder say often.</summary>
static class Given
{
    public const string Enterprise = ScimUris.EnterpriseUser;
    public static readonly ScimLimits Limits = ScimLimits.Default;

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public static JsonObject User(string attributes = "") => Read(BuiltIn.User, $$"""
        { "schemas": ["{{ScimUris.User}}"], "userName": "peter@example.com"{{(attributes.Length > 0 ? "," + attributes : "")}} }
        """);

    public static JsonObject Read(ResourceType type, string body, Tolerance? tolerance = null) =>
        ResourceBody.Read(type, Json(body), tolerance ?? new Tolerance(), Limits);

    public static Filter Filter(string text, ResourceType? type = null, Tolerance? tolerance = null) =>
        FilterParser.Parse(text, type ?? BuiltIn.User, Limits, tolerance ?? new Tolerance());

    public static bool Matches(string filter, JsonObject representation, ResourceType? type = null) =>
        FilterMatch.Matches(Filter(filter, type), type ?? BuiltIn.User, representation);

    public static IReadOnlyList<PatchOperation> Operations(string operations, Tolerance? tolerance = null) =>
        PatchRequest.Read(Json($$"""{ "schemas": ["{{ScimUris.PatchOp}}"], "Operations": [{{operations}}] }"""), tolerance ?? new Tolerance(), Limits);

    public static PatchResult Patched(JsonObject user, string operations, Tolerance? tolerance = null, ResourceType? type = null) =>
        Patch.Apply(type ?? BuiltIn.User, user, "the-id", Operations(operations, tolerance), tolerance ?? new Tolerance(), Limits);

    public static PatchSplit Split(string operations, Tolerance? tolerance = null) =>
        MemberChanges.Split(BuiltIn.Group, Operations(operations, tolerance), tolerance ?? new Tolerance(), Limits);

    /// <summary>The refusal, with the type it must bear.</summary>
    public static ScimException Refusal(string scimType, Action act)
    {
        var refusal = Assert.Throws<ScimException>(act);
        Assert.Equal(scimType, refusal.ScimType);
        Assert.Equal(400, refusal.Status);
        Assert.DoesNotContain("  ", refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    public static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nbut was  {actual?.ToJsonString()}");
}
