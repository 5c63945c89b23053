using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>What Against_a_naive_model found, each by an example.</summary>
public sealed class A_patch_of_values
{
    const string Work = """{ "value": "w@example.com", "type": "work", "primary": true }""";
    const string Home = """{ "value": "h@example.com", "type": "home" }""";

    static JsonObject Peter() => Given.User($$"""
        "displayName": "Peter", "title": "Hero", "active": true, "name": { "givenName": "Peter", "familyName": "Parker" },
        "emails": [{{Work}}, {{Home}}], "{{Given.Enterprise}}": { "department": "Research" }
        """);

    static JsonNode? After(string operations, string attribute) => Given.Patched(Peter(), operations).Document[attribute];

    [Theory]
    [InlineData("""{"op":"add","path":"emails[type pr]","value":{"value":"x@e","type":"work"}}""", """[{"value":"x@e","type":"work","primary":true}]""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"work\"]","value":{"primary":null}}""", $$"""[{"value":"w@example.com","type":"work"},{{Home}}]""")]
    [InlineData("""{"op":"replace","path":"emails[primary eq false].display","value":"D"}""",
        $$"""[{{Work}},{"value":"h@example.com","type":"home","display":"D"}]""")]
    [InlineData("""{"op":"remove","path":"emails[primary ne false]"}""", $"[{Home}]")]
    public void Picks_values_and_keeps_each_once(string operation, string emails) => Given.Same(emails, After(operation, "emails"));

    [Theory]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"]","value":[{"value":"x@e"},{"value":"y@e"}]}""", $$"""[{{Work}},{"value":"x@e"},{"value":"y@e"}]""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"home\"]","value":{"primary":true}}""",
        """[{"value":"w@example.com","type":"work","primary":false},{"value":"h@example.com","type":"home","primary":true}]""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"home\"]","value":{"primary":false}}""", $$"""[{{Work}},{"value":"h@example.com","type":"home","primary":false}]""")]
    public void Puts_one_or_several_in_the_place_of_those_picked_by_any_profile(string operation, string emails) =>
        Given.Same(emails, Given.Patched(Peter(), operation, new Tolerance(Profile.Strict)).Document["emails"]);

    /// <summary>What is added to several picked values is no matter of which is primary, unless it says so.</summary>
    [Theory]
    [InlineData("""{"display":"D"}""", """[{"value":"w@example.com","type":"work","primary":true,"display":"D"},{"value":"h@example.com","type":"home","display":"D"}]""")]
    [InlineData("""{"primary":false}""", """[{"value":"w@example.com","type":"work","primary":false},{"value":"h@example.com","type":"home","primary":false}]""")]
    public void Adds_to_each_of_several(string value, string emails) => Given.Same(emails, After($$"""{"op":"add","path":"emails[type pr]","value":{{value}}}""", "emails"));

    [Fact]
    public void Makes_one_primary_whatever_else_is_added_to_it() =>
        Given.Same("""[{"value":"w@example.com","type":"work","primary":false},{"value":"h@example.com","type":"home","primary":true,"display":"D"}]""",
            After("""{"op":"add","path":"emails[type eq \"home\"]","value":{"primary":true,"display":"D"}}""", "emails"));

    /// <summary>A path with a filter as a key of the value says where it was wrong, as a path does.</summary>
    [Fact]
    public void Names_a_picked_key_that_is_wrong()
    {
        Assert.Contains("emails", Given.Refusal(ScimTypes.InvalidValue, () => After("""{"op":"replace","value":{"emails[type eq \"work\"].value":5}}""", "emails")).Message, StringComparison.Ordinal);
        var group = Given.Read(BuiltIn.Group, $$"""{ "schemas": ["{{ScimUris.Group}}"], "displayName": "Team" }""");
        var members = Given.Refusal(ScimTypes.InvalidPath, () => Given.Patched(group, """{"op":"replace","value":{"members[type eq \"User\"].type":"Group"}}""", type: BuiltIn.Group));
        Assert.Contains("must be the \"path\" of an operation of its own", members.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title", "title", null)]
    [InlineData("name.givenName", "name", """{"familyName":"Parker"}""")]
    [InlineData("emails[type eq \\\"home\\\"].type", "emails", $$"""[{{Work}},{"value":"h@example.com"}]""")]
    [InlineData(Given.Enterprise, Given.Enterprise, null)]
    public void Removes_what_the_path_says_whatever_value_comes_with_it(string path, string attribute, string? left)
    {
        var after = After($$"""{"op":"remove","path":"{{path}}","value":"x"}""", attribute);

        if (left is null) Assert.Null(after);
        else Given.Same(left, after);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"schemas","value":"urn:ietf:params:scim:schemas:core:2.0:User"}""")]
    [InlineData("""{"op":"remove","path":"password","value":5}""")]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":{}}""")]
    public void Changes_nothing_that_was_not_there(string operation) => Assert.False(Given.Patched(Peter(), operation).Changed);

    [Fact]
    public void Takes_an_extension_away_by_null() =>
        Assert.Null(After($$"""{"op":"replace","path":"{{Given.Enterprise}}","value":null}""", Given.Enterprise));

    /// <summary>RFC 7643 §2.4: no value twice, nor one that differed from another in being primary. Found by fuzzing.</summary>
    [Theory]
    [InlineData("""{"op":"replace","path":"addresses[type eq \"home\"]","value":{"type":"home","country":"FR","primary":true}}""", """{"type":"home","country":"FR","primary":true}""", "")]
    [InlineData("""{"op":"add","path":"addresses[type eq \"work\"]","value":{"country":"FR","primary":true}}""", """{"type":"home"}""", """,{"type":"work","country":"FR","primary":true}""")]
    public void Makes_one_of_those_of_which_one_is_no_longer_primary(string operation, string home, string more)
    {
        var user = Given.User(""" "addresses": [{ "country": "DE", "primary": false }, { "country": "DE", "primary": true }, { "type": "home" }] """);

        Given.Same($$"""[{"country":"DE","primary":false},{{home}}{{more}}]""", Given.Patched(user, operation).Document["addresses"]);
    }

    /// <summary>RFC 7644 §3.5.2: what was primary is not any more before values that are alike are made one.</summary>
    [Fact]
    public void Keeps_the_value_that_was_primary_apart_from_one_that_is_otherwise_the_same()
    {
        var user = Given.User("""
            "emails": [{ "type": "Work", "primary": true }, { "type": "Work" }]
            """);

        var after = Given.Patched(user, """{"op":"add","path":"emails[primary ne true].primary","value":true}""").Document["emails"];

        Given.Same("""[{"type":"Work","primary":false},{"type":"Work","primary":true}]""", after);
    }

    [Fact]
    public void Replaces_a_value_by_one_that_was_primary_already_and_has_it_once()
    {
        var user = Given.User("""
            "emails": [{ "display": "a", "primary": true }, { "type": "home" }]
            """);

        var after = Given.Patched(user, """{"op":"replace","path":"emails[type eq \"home\"]","value":{"display":"a","primary":true}}""").Document["emails"];

        Given.Same("""[{"display":"a","primary":true}]""", after);
    }

    /// <summary>What is built where a filter finds nothing must be what the filter picks; else it is RFC 7644 §3.5.2.3's noTarget.</summary>
    [Fact]
    public void Builds_nothing_that_its_filter_would_not_pick() => Given.Refusal(ScimTypes.NoTarget,
        () => Given.Patched(Peter(), """{"op":"replace","path":"emails[type eq \"other\"]","value":{"type":"home","value":"x@e"}}"""));

    /// <summary>RFC 7644 §3.5.2.1: "it may be a JSON object"; so an add by path is no deviation, and without a path it is one.</summary>
    [Fact]
    public void Adds_one_value_as_an_object_by_the_strict_profile_too()
    {
        var strict = new Tolerance(Profile.Strict);

        var after = Given.Patched(Given.User(), """{"op":"add","path":"emails","value":{"value":"x@e"}}""", strict).Document;

        Given.Same("""[{"value":"x@e"}]""", after["emails"]);
        Given.Refusal(ScimTypes.InvalidValue, () => Given.Patched(Given.User(), """{"op":"add","value":{"emails":{"value":"x@e"}}}""", strict));
        Given.Refusal(ScimTypes.InvalidValue, () => Given.Patched(Given.User(), """{"op":"replace","path":"emails","value":{"value":"x@e"}}""", strict));
    }

    /// <summary>RFC 7644 §3.5.2.2: "a multi-valued attribute and a complex filter is specified comparing a value".</summary>
    [Theory]
    [InlineData("""{"op":"remove","path":"urn:example:x:tags[value eq \"A\"]"}""", """["b","c"]""")]
    [InlineData("""{"op":"remove","path":"urn:example:x:tags[value eq \"z\"]"}""", """["a","b","c"]""")]
    [InlineData("""{"op":"replace","path":"urn:example:x:tags[value eq \"a\" or value eq \"b\"]","value":"z"}""", """["z","c"]""")]
    public void Filters_simple_values_by_what_they_are(string operation, string tags)
    {
        var type = BuiltIn.User.With(Schema.Parse(Given.Json("""{ "id": "urn:example:x", "attributes": [{ "name": "tags", "multiValued": true }] }""")));
        var user = Given.Patched(Peter(), """{"op":"add","path":"urn:example:x:tags","value":["a","b","c"]}""", type: type).Document;

        Given.Same(tags, Given.Patched(user, operation, type: type).Document["urn:example:x"]!["tags"]);
        Given.Refusal(ScimTypes.NoTarget, () => Given.Patched(user, """{"op":"replace","path":"urn:example:x:tags[value eq \"z\"]","value":"y"}""", type: type));
        Given.Refusal(ScimTypes.InvalidPath, () => Given.Patched(user, """{"op":"replace","path":"urn:example:x:tags[type eq \"z\"]","value":"y"}""", type: type));
    }

    /// <summary>RFC 7644 §3.5.2: each operation must be compatible, also one whose outcome the next one undoes.</summary>
    [Fact]
    public void May_not_take_an_immutable_value_away_and_bring_it_back()
    {
        var type = BuiltIn.User.With(Schema.Parse(Given.Json("""
            { "id": "urn:example:x", "attributes": [{ "name": "badge", "mutability": "immutable" },
                { "name": "desk", "type": "complex", "subAttributes": [{ "name": "code", "mutability": "immutable" }, { "name": "floor" }] }] }
            """)));
        var user = Given.Patched(Peter(), """{"op":"add","value":{"urn:example:x":{"badge":"7","desk":{"code":"c","floor":"1"}}}}""", type: type).Document;

        Given.Refusal(ScimTypes.Mutability, () => Given.Patched(user,
            """{"op":"remove","path":"urn:example:x"},{"op":"add","value":{"urn:example:x":{"badge":"7","desk":{"code":"c"}}}}""", type: type));
        Given.Refusal(ScimTypes.Mutability, () => Given.Patched(user,
            """{"op":"remove","path":"urn:example:x:desk"},{"op":"add","path":"urn:example:x:desk","value":{"code":"c"}}""", type: type));
    }
}
