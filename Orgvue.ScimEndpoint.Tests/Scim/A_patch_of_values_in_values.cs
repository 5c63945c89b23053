using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>A sub-attribute with several values, which no schema of the RFC has and an operator's own may: add unites, replace replaces.</summary>
public sealed class A_patch_of_values_in_values
{
    const string Own = "urn:example:own:2.0:User";

    static readonly ResourceType Type = BuiltIn.User.With(Schema.Parse(Given.Json($$"""
        {
          "id": "{{Own}}", "attributes": [
            { "name": "badge", "type": "complex", "subAttributes": [ { "name": "number" }, { "name": "doors", "multiValued": true } ] },
            { "name": "devices", "type": "complex", "multiValued": true, "subAttributes": [ { "name": "value" }, { "name": "ports", "multiValued": true } ] }
          ]
        }
        """)));

    static JsonObject Ann() => Given.Read(Type, $$"""
        { "schemas": ["{{ScimUris.User}}", "{{Own}}"], "userName": "ann", "{{Own}}": {
          "badge": { "number": "7", "doors": ["north", "south"] }, "devices": [ { "value": "phone", "ports": ["a"] }, { "value": "desk" } ] } }
        """);

    static JsonNode? After(string operation, string attribute, ScimLimits? limits = null) =>
        Patch.Apply(Type, Ann(), "the-id", Given.Operations(operation), new Tolerance(), limits ?? Given.Limits).Document[Own]![attribute];

    [Theory]
    [InlineData("add", "badge.doors", """["east","North"]""", """{"number":"7","doors":["north","south","east"]}""")]
    [InlineData("add", "badge.doors", """["south"]""", """{"number":"7","doors":["north","south"]}""")]
    [InlineData("add", "badge", """{"doors":["east"]}""", """{"number":"7","doors":["north","south","east"]}""")]
    [InlineData("add", "badge", """{"doors":null}""", """{"number":"7","doors":["north","south"]}""")]
    [InlineData("replace", "badge.doors", """["east"]""", """{"number":"7","doors":["east"]}""")]
    [InlineData("replace", "badge", """{"doors":["east"]}""", """{"number":"7","doors":["east"]}""")]
    [InlineData("remove", "badge.doors", null, """{"number":"7"}""")]
    [InlineData("add", """devices[value eq \"phone\"].ports""", """["b"]""", """[{"value":"phone","ports":["a","b"]},{"value":"desk"}]""")]
    [InlineData("add", """devices[value eq \"desk\"].ports""", """["b"]""", """[{"value":"phone","ports":["a"]},{"value":"desk","ports":["b"]}]""")]
    [InlineData("add", "devices", """[{"value":"phone","ports":["b"]}]""", """[{"value":"phone","ports":["a","b"]},{"value":"desk"}]""")]
    [InlineData("replace", """devices[value eq \"phone\"].ports""", """["b"]""", """[{"value":"phone","ports":["b"]},{"value":"desk"}]""")]
    public void Unites_or_replaces_them(string op, string path, string? value, string after)
    {
        var operation = $$"""{"op":"{{op}}","path":"{{Own}}:{{path}}"{{(value is null ? "" : $",\"value\":{value}")}}}""";

        Given.Same(after, After(operation, path.Split('.', '[')[0]));
    }

    [Theory]
    [InlineData("""["east"]""", true)]
    [InlineData("""["east","west"]""", false)]
    [InlineData("""["north","south","east"]""", true)]
    public void Keeps_no_more_than_a_value_may_have(string more, bool fits)
    {
        var limits = Given.Limits with { ValuesPerAttribute = 3 };
        var operation = $$"""{"op":"add","path":"{{Own}}:badge.doors","value":{{more}}}""";

        if (fits) Assert.Equal(3, After(operation, "badge", limits)!["doors"]!.AsArray().Count);
        else Assert.Contains("must not have more than 3 values", Given.Refusal(ScimTypes.InvalidValue, () => After(operation, "badge", limits)).Message, StringComparison.Ordinal);
    }
}
