using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_projection
{
    static readonly JsonObject Peter = Given.Json($$"""
        { "schemas": ["{{ScimUris.User}}"], "id": "1", "externalId": "e", "userName": "p", "password": "never",
          "name": { "givenName": "P", "familyName": "Q" }, "emails": [{ "value": "a", "type": "work" }, { "value": "b" }],
          "{{Given.Enterprise}}": { "department": "D", "manager": { "value": "m", "displayName": "M" } },
          "meta": { "resourceType": "User", "version": "1" } }
        """);

    static string Shown(string? attributes, string? excluded) =>
        string.Join(' ', Leaves(Projection.Parse(BuiltIn.User, attributes, excluded).Apply(Peter), ""));

    static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject json => json.SelectMany(p => Leaves(p.Value, $"{path}/{(p.Key == Given.Enterprise ? "E" : p.Key)}")),
        JsonArray array when path != "/schemas" => array.SelectMany(i => Leaves(i, path)),
        _ => [path[1..]],
    };

    const string Whole = "schemas id externalId userName name/givenName name/familyName emails/value emails/type emails/value"
        + " E/department E/manager/value E/manager/displayName meta/resourceType meta/version";

    [Theory]
    [InlineData(null, null, Whole)]
    [InlineData("", " , ", Whole)]
    [InlineData("USERNAME", null, "schemas id userName")]
    [InlineData(" userName , name.GivenName,bogus", null, "schemas id userName name/givenName")]
    [InlineData("bogus", null, "schemas id")]
    [InlineData("password", null, "schemas id")]
    [InlineData("emails.value", null, "schemas id emails/value emails/value")]
    [InlineData("emails.type", null, "schemas id emails/type")]
    [InlineData("meta", null, "schemas id meta/resourceType meta/version")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", null, "schemas id userName")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", null, "schemas id E/department E/manager/value E/manager/displayName")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", null, "schemas id E/manager/value")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:USER", null, "schemas id userName name/givenName name/familyName emails/value emails/type emails/value")]
    [InlineData(null, "urn:ietf:params:scim:schemas:core:2.0:User",
        "schemas id externalId E/department E/manager/value E/manager/displayName meta/resourceType meta/version")]
    [InlineData("manager", null, "schemas id E/manager/value E/manager/displayName")]
    [InlineData(null, "id,schemas,userName,emails,meta,name,externalId", "schemas id E/department E/manager/value E/manager/displayName")]
    [InlineData(null, "emails.type,name.familyName,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "schemas id externalId userName name/givenName emails/value emails/value meta/resourceType meta/version")]
    [InlineData(null, "name.givenName,name.familyName,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager,meta,emails,externalId",
        "schemas id userName E/department")]
    public void Shows_what_was_asked_for(string? attributes, string? excluded, string expected) => Assert.Equal(expected, Shown(attributes, excluded));

    [Fact]
    public void Of_both_parameters_is_refused() =>
        Given.Refusal(ScimTypes.InvalidValue, () => Projection.Parse(BuiltIn.User, "userName", "emails"));

    [Fact]
    public void Tells_beforehand_whether_members_are_needed()
    {
        Assert.True(Projection.Parse(BuiltIn.Group, null, null).Returns("members"));
        Assert.True(Projection.Parse(BuiltIn.Group, "members.value", null).Returns("members"));
        Assert.False(Projection.Parse(BuiltIn.Group, "displayName", null).Returns("members"));
        Assert.False(Projection.Parse(BuiltIn.Group, null, "Members").Returns("members"));
        Assert.True(Projection.Parse(BuiltIn.Group, null, "members").Returns("id"));
        Assert.True(Projection.Parse(BuiltIn.Group, null, null).IsDefault);
        Assert.False(Projection.Parse(BuiltIn.Group, null, "x").Returns("bogus"));
    }

    [Fact]
    public void Shows_what_is_returned_on_request_on_request_only()
    {
        var type = BuiltIn.User.With(Schema.Parse(Given.Json("""
            { "id": "urn:example:x", "attributes": [{ "name": "a" }, { "name": "b", "returned": "request" }, { "name": "c", "returned": "always" }] }
            """)));
        var user = Given.Json("""{ "id": "1", "userName": "p", "urn:example:x": { "a": "1", "b": "2", "c": "3" } }""");
        string Extension(string? attributes) => Projection.Parse(type, attributes, null).Apply(user)["urn:example:x"]!.ToJsonString();

        Assert.Equal("""{"a":"1","c":"3"}""", Extension(null));
        Assert.Equal("""{"b":"2","c":"3"}""", Extension("urn:example:x:b"));
        Assert.Equal("""{"a":"1","c":"3"}""", Extension("urn:example:x"));
        Assert.Equal("""{"c":"3"}""", Extension("userName"));
    }

    [Fact]
    public void Does_not_touch_what_it_is_applied_to()
    {
        var before = Peter.ToJsonString();

        Projection.Parse(BuiltIn.User, "userName", null).Apply(Peter)["userName"] = "changed";

        Assert.Equal(before, Peter.ToJsonString());
    }
}
