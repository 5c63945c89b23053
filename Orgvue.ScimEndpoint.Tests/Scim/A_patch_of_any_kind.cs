using System.Text.Json.Nodes;
using CsCheck;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_patch_of_any_kind
{
    const string Work = """{ "value": "w@example.com", "type": "work", "primary": true }""";
    const string Home = """{ "value": "h@example.com", "type": "home" }""";

    static JsonObject Peter() => Given.User($$"""
        "displayName": "Peter", "title": "Hero", "active": true, "name": { "givenName": "Peter", "familyName": "Parker" },
        "emails": [{{Work}}, {{Home}}], "{{Given.Enterprise}}": { "department": "Research" }
        """);

    static readonly string[] Samples =
    [
        """{"op":"replace","path":"title","value":"X"}""",
        """{"op":"replace","path":"name","value":{"givenName":"X"}}""",
        """{"op":"replace","path":"emails","value":[{"value":"x@e","type":"work"}]}""",
        """{"op":"replace","path":"emails[type eq \"work\"].value","value":"x@e"}""",
        """{"op":"replace","path":"phoneNumbers[type eq \"fax\"].value","value":"1"}""",
        """{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}""",
        """{"op":"add","path":"emails","value":[{"value":"y@e","type":"other","primary":true}]}""",
        """{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"b"}""",
        """{"op":"remove","path":"nickName"}""",
        """{"op":"remove","path":"emails[type eq \"home\"]"}""",
        """{"op":"replace","value":{"active":false,"name.familyName":"Y"}}""",
        """{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}""",
    ];

    [Fact]
    public void Sent_a_second_time_changes_nothing() =>
        Gen.OneOf(Samples).Array[1, 3].Sample(operations =>
        {
            // Only what does not depend on its own outcome is idempotent: one operation, repeated.
            var once = Given.Patched(Peter(), operations[0]).Document;
            var twice = Given.Patched(once, operations[0]);
            Assert.False(twice.Changed);
            Assert.True(JsonNode.DeepEquals(once, twice.Document));
        }, iter: 500);

    [Fact]
    public void In_two_parts_is_the_same_as_in_one() =>
        Gen.Select(Gen.OneOf(Samples).Array[1, 4], Gen.OneOf(Samples).Array[1, 4]).Sample((first, second) =>
        {
            var apart = Given.Patched(Given.Patched(Peter(), string.Join(',', first)).Document, string.Join(',', second)).Document;
            var together = Given.Patched(Peter(), string.Join(',', first.Concat(second))).Document;
            Assert.True(JsonNode.DeepEquals(apart, together), $"{apart.ToJsonString()}\n{together.ToJsonString()}");
        }, iter: 2_000);

    [Fact]
    public void Result_is_a_canonical_document() =>
        Gen.OneOf(Samples).Array[1, 6].Sample(operations =>
        {
            var after = Given.Patched(Peter(), string.Join(',', operations)).Document;
            var again = ResourceBody.Read(BuiltIn.User, after.DeepClone().AsObject(), new Tolerance(Profile.Strict), Given.Limits);
            Assert.True(JsonNode.DeepEquals(again, after), $"{again.ToJsonString()}\n{after.ToJsonString()}");
        }, iter: 2_000);

    [Fact]
    public void That_adds_and_then_removes_changes_nothing() =>
        Gen.Char['a', 'z'].Array[1, 8].Select(c => new string(c)).Sample(word =>
        {
            var operations = $$"""
                {"op":"add","path":"nickName","value":"{{word}}"},
                {"op":"add","path":"ims","value":[{"value":"{{word}}","type":"aim"}]},
                {"op":"add","path":"emails","value":[{"value":"{{word}}@added","type":"other"}]},
                {"op":"remove","path":"nickName"},
                {"op":"remove","path":"ims[value eq \"{{word}}\"]"},
                {"op":"remove","path":"emails","value":[{"value":"{{word}}@added"}]}
                """;
            Assert.False(Given.Patched(Peter(), operations).Changed);
        }, iter: 500);

    [Fact]
    public void With_a_random_path_is_read_or_refused_and_nothing_else()
    {
        string[] tokens = ["emails", "[", "]", ".", "type", " eq ", "\"work\"", "value", "name", "title", "(", ")", " ", "id", ":", Given.Enterprise, "manager", "not "];
        Gen.OneOf(tokens).Array[0, 9].Select(string.Concat).Sample(path =>
        {
            var operation = new PatchOperation(PatchOp.Replace, path, JsonValue.Create("x"), true, 0);
            try
            {
                Patch.Apply(BuiltIn.User, Peter(), "the-id", [operation], new Tolerance(), Given.Limits);
            }
            catch (ScimException refusal)
            {
                Assert.Equal(400, refusal.Status);
            }
        }, iter: 20_000);
    }
}
