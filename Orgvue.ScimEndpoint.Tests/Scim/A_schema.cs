using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_schema
{
    public static TheoryData<string> BuiltIns => [ScimUris.User, ScimUris.Group, ScimUris.EnterpriseUser, ScimUris.ServiceProviderConfig, ScimUris.ResourceType, ScimUris.Schema];

    static readonly Schema[] All =
    [
        BuiltIn.UserSchema, BuiltIn.GroupSchema, BuiltIn.EnterpriseUserSchema,
        BuiltIn.ServiceProviderConfigSchema, BuiltIn.ResourceTypeSchema, BuiltIn.SchemaSchema,
    ];

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Written_reads_back_the_same(string id)
    {
        var schema = All.Single(s => s.Id == id);

        Assert.Equal(schema.ToJson().ToJsonString(), Schema.Parse(schema.ToJson()).ToJson().ToJsonString());
        Assert.DoesNotContain("null", schema.ToJson().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_users_has_the_characteristics_of_the_rfc()
    {
        var user = BuiltIn.UserSchema;

        Assert.Equal(21, user.Attributes.Count);
        Assert.True(user.Attribute("username") is { Required: true, CaseExact: false, Uniqueness: Uniqueness.Server });
        Assert.True(user.Attribute("password") is { Mutability: Mutability.WriteOnly, Returned: Returned.Never, Discarded: true });
        Assert.True(user.Attribute("groups") is { Mutability: Mutability.ReadOnly, MultiValued: true });
        Assert.True(user.Attribute("emails")!.Sub("Primary") is { Type: AttributeType.Boolean });
        Assert.True(user.Attribute("x509Certificates")!.Sub("value") is { Type: AttributeType.Binary, CaseExact: true });
        Assert.Equal(["work", "home", "other"], user.Attribute("emails")!.Sub("type")!.CanonicalValues);
        Assert.True(BuiltIn.GroupSchema.Attribute("displayName") is { Required: true });
        Assert.True(BuiltIn.GroupSchema.Attribute("members")!.Sub("value") is { Mutability: Mutability.Immutable });
        Assert.True(BuiltIn.EnterpriseUserSchema.Attribute("manager")!.Sub("displayName") is { Mutability: Mutability.ReadOnly });
    }

    [Theory]
    [InlineData("""{}""", "id")]
    [InlineData("""{"id":"noturi","attributes":[{"name":"a"}]}""", "URI")]
    [InlineData("""{"id":"urn:x y","attributes":[{"name":"a"}]}""", "URI")]
    [InlineData("""{"id":"urn:x"}""", "at least one attribute")]
    [InlineData("""{"id":"urn:x","attributes":5}""", "must be an array")]
    [InlineData("""{"id":"urn:x","attributes":[5]}""", "must be an object")]
    [InlineData("""{"id":"urn:x","attributes":[{}]}""", "without a \"name\"")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"1a"}]}""", "no attribute name")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a.b"}]}""", "no attribute name")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a"},{"name":"A"}]}""", "twice")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","type":"text"}]}""", "must be one of string, boolean")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","mutability":"never"}]}""", "must be one of readWrite")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","multiValued":"true"}]}""", "must be true or false")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","canonicalValues":[5]}]}""", "array of strings")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","type":"complex"}]}""", "needs \"subAttributes\"")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","subAttributes":[{"name":"b"}]}]}""", "only a complex")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a","type":"complex","subAttributes":[{"name":"b","type":"complex","subAttributes":[{"name":"c"}]}]}]}""", "must not be complex")]
    [InlineData("""{"id":"urn:x","id":"urn:y"}""", "twice")]
    public void That_is_wrong_is_refused(string definition, string expected) =>
        Assert.Contains(expected, Assert.Throws<ScimException>(() => Schema.Parse(Given.Json(definition))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("USERNAME", "userName")]
    [InlineData("name.FAMILYname", "name.familyName")]
    [InlineData("emails.value", "emails.value")]
    [InlineData("Meta.Created", "meta.created")]
    [InlineData("ID", "id")]
    [InlineData("externalid", "externalId")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:emails.$ref", null)]
    [InlineData("URN:ietf:params:scim:schemas:core:2.0:User:emails", "emails")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:MANAGER.$REF", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:user", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    [InlineData("manager", null)]
    [InlineData("bogus", null)]
    [InlineData("userName.x", null)]
    [InlineData("urn:other:userName", null)]
    public void Resolves_a_path_in_any_case(string path, string? key) => Assert.Equal(key, BuiltIn.User.Resolve(AttributePath.Parse(path))?.Key);

    [Fact]
    public void May_have_a_uri_of_any_kind()
    {
        var type = BuiltIn.User.With(new Schema("https://example.com/ext/1.0", "X", "", [new SchemaAttribute { Name = "a" }]));

        var user = Given.Read(type, """{"userName":"p","https://EXAMPLE.com/ext/1.0":{"A":"1"}}""");

        Assert.True(Given.Matches("https://example.com/ext/1.0:a eq \"1\" and https://example.com/ext/1.0 pr", user, type));
        Assert.False(Given.Patched(user, """{"op":"remove","path":"https://example.com/ext/1.0"}""", type: type).Document.ContainsKey("https://example.com/ext/1.0"));
    }

    [Fact]
    public void Is_an_extension_of_a_type_once_only()
    {
        Given.Refusal(ScimTypes.InvalidValue, () => BuiltIn.User.With(BuiltIn.EnterpriseUserSchema));
        Given.Same($$"""
            { "schemas": ["{{ScimUris.ResourceType}}"], "id": "User", "name": "User", "endpoint": "/Users", "description": "User Account",
              "schema": "{{ScimUris.User}}", "schemaExtensions": [{ "schema": "{{ScimUris.EnterpriseUser}}", "required": false }] }
            """, BuiltIn.User.ToJson());
    }

    [Fact]
    public void Deviations_are_named_once_and_tell_where_who_and_why()
    {
        Assert.Equal(Deviation.All.Count, Deviation.All.Select(d => d.Name).Distinct().Count());
        Assert.Equal(typeof(Deviation).GetFields().Count(f => f.FieldType == typeof(Deviation)), Deviation.All.Count);
        Assert.All(Deviation.All, d => Assert.True(d.RfcSection.StartsWith("RFC 76", StringComparison.Ordinal) && d.Who.Length > 0 && d.Why.EndsWith('.')));
    }
}
