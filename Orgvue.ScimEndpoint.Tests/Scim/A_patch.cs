using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_patch
{
    const string Work = """{ "value": "w@example.com", "type": "work", "primary": true }""";
    const string Home = """{ "value": "h@example.com", "type": "home" }""";

    static JsonObject Peter() => Given.User($$"""
        "displayName": "Peter", "title": "Hero", "active": true, "name": { "givenName": "Peter", "familyName": "Parker" },
        "emails": [{{Work}}, {{Home}}], "{{Given.Enterprise}}": { "department": "Research" }
        """);

    static JsonNode? After(string operations, string attribute) => Given.Patched(Peter(), operations).Document[attribute];

    [Theory]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"x@e","primary":true}]}""",
        """[{"value":"w@example.com","type":"work","primary":false},{"value":"h@example.com","type":"home"},{"value":"x@e","primary":true}]""")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"W@EXAMPLE.com","type":"Work"}]}""", $"[{Work},{Home}]")]
    [InlineData("""{"op":"add","path":"emails","value":{"value":"h@example.com","type":"home","display":"H"}}""",
        $$"""[{{Work}},{"value":"h@example.com","type":"home","display":"H"}]""")]
    [InlineData("""{"op":"add","path":"emails","value":[]}""", $"[{Work},{Home}]")]
    [InlineData("""{"op":"replace","path":"emails","value":[{"value":"x@e"},{"value":"x@e"}]}""", """[{"value":"x@e"}]""")]
    [InlineData("""{"op":"replace","path":"emails","value":[]}""", null)]
    [InlineData("""{"op":"replace","path":"emails","value":null}""", null)]
    [InlineData("""{"op":"remove","path":"emails"}""", null)]
    [InlineData("""{"op":"remove","path":"emails","value":null}""", null)]
    [InlineData("""{"op":"remove","path":"emails","value":[{"value":"H@example.com"}]}""", $"[{Work}]")]
    [InlineData("""{"op":"remove","path":"emails","value":{"type":"work"}}""", $"[{Home}]")]
    [InlineData("""{"op":"remove","path":"emails","value":[]}""", $"[{Work},{Home}]")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"]"}""", $"[{Work}]")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"other\"]"}""", $"[{Work},{Home}]")]
    [InlineData("""{"op":"remove","path":"emails[value pr]"}""", null)]
    [InlineData("""{"op":"remove","path":"emails[primary eq \"True\"].primary"}""", $$"""[{"value":"w@example.com","type":"work"},{{Home}}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"x@e"}}""", $$"""[{{Work}},{"value":"x@e"}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"]","value":[]}""", $"[{Work}]")]
    [InlineData("""{"op":"replace","path":"emails[type pr]","value":{"value":"x@e"}}""", """[{"value":"x@e"}]""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"home\"]","value":{"display":"H"}}""",
        $$"""[{{Work}},{"value":"h@example.com","type":"home","display":"H"}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].primary","value":"True"}""",
        """[{"value":"w@example.com","type":"work","primary":false},{"value":"h@example.com","type":"home","primary":true}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":null}""", $$"""[{{Work}},{"type":"home"}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"other\"].value","value":null}""", $"[{Work},{Home}]")]
    [InlineData("""{"op":"replace","path":"emails.display","value":"D"}""",
        """[{"value":"w@example.com","type":"work","primary":true,"display":"D"},{"value":"h@example.com","type":"home","display":"D"}]""")]
    public void Changes_the_values_of_a_list(string operation, string? emails)
    {
        var after = After(operation, "emails");

        if (emails is null) Assert.Null(after);
        else Given.Same(emails, after);
    }

    [Fact]
    public void Builds_one_element_of_several_operations_on_the_same_filter()
    {
        var tolerance = new Tolerance();

        var result = Given.Patched(Peter(), """
            {"op":"Add","path":"addresses[type eq \"work\"].locality","value":"Rome"},
            {"op":"Add","path":"addresses[type eq \"work\"].country","value":"IT"},
            {"op":"Replace","path":"addresses[type eq \"work\"].primary","value":"true"}
            """, tolerance);

        Given.Same("""[{"type":"work","locality":"Rome","country":"IT","primary":true}]""", result.Document["addresses"]);
        Assert.Equal(["OpCase", "BuildMissingElement", "StringBoolean"], tolerance.Met.Select(d => d.Name));
    }

    [Fact]
    public void Reads_a_key_with_a_filter_as_a_path()
    {
        var tolerance = new Tolerance();

        var result = Given.Patched(Given.User(), """
            {"op":"replace","value":{"title":"x","phoneNumbers[type eq \"work\"].value":"+1","phoneNumbers[type eq \"work\"].primary":true}}
            """, tolerance);

        Given.Same("""[{"type":"work","value":"+1","primary":true}]""", result.Document["phoneNumbers"]);
        Assert.Equal("x", (string?)result.Document["title"]);
        Assert.Equal(["DottedKeys", "BuildMissingElement"], tolerance.Met.Select(d => d.Name));
        Given.Refusal(ScimTypes.InvalidPath, () => Given.Patched(Given.User(), """{"op":"replace","value":{"emails[":"x"}}"""));
        Given.Refusal(ScimTypes.InvalidPath, () => Given.Patched(
            Given.Read(BuiltIn.Group, """{"displayName":"g"}"""), """{"op":"replace","value":{"members[value eq \"1\"]":{"value":"2"}}}""", null, BuiltIn.Group));
    }

    [Theory]
    [InlineData("""emails[type ne \"home\" and type ne \"work\"].value""")]
    [InlineData("""emails[type eq \"a\" or type eq \"b\"].value""")]
    [InlineData("""emails[value eq \"none\"].value""")]
    [InlineData("""emails[not (type pr)].value""")]
    [InlineData("""emails[display co \"x\"].value""")]
    [InlineData("""emails[display eq null and type eq \"z\"].value""")]
    public void Cannot_build_an_element_of_every_filter(string path) =>
        Given.Refusal(ScimTypes.NoTarget, () => Given.Patched(Peter(), $$"""{"op":"replace","path":"{{path}}","value":"x@e"}"""));

    [Theory]
    [InlineData("""{"op":"add","path":"name","value":{"middleName":"B"}}""", """{"givenName":"Peter","familyName":"Parker","middleName":"B"}""")]
    [InlineData("""{"op":"replace","path":"NAME","value":{"GIVENname":"P","familyName":null}}""", """{"givenName":"P"}""")]
    [InlineData("""{"op":"replace","value":{"name.givenName":"P","urn:ietf:params:scim:schemas:core:2.0:User:name.familyName":"Q"}}""",
        """{"givenName":"P","familyName":"Q"}""")]
    [InlineData("""{"op":"remove","path":"name.givenName"},{"op":"remove","path":"name.familyName"}""", null)]
    [InlineData("""{"op":"replace","path":"name","value":null}""", null)]
    [InlineData("""{"op":"add","path":"name","value":{}}""", """{"givenName":"Peter","familyName":"Parker"}""")]
    [InlineData("""{"op":"add","path":"name","value":{"bogus":1}}""", """{"givenName":"Peter","familyName":"Parker"}""")]
    public void Changes_the_parts_of_a_complex_attribute(string operation, string? name)
    {
        var after = After(operation, "name");

        if (name is null) Assert.Null(after);
        else Given.Same(name, after);
    }

    [Theory]
    [InlineData("""{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:Enterprise:2.0:User:Manager","value":"boss"}""",
        """{"department":"Research","manager":{"value":"boss"}}""")]
    [InlineData("""{"op":"add","path":"manager","value":{"value":"boss","$ref":null,"displayName":"ignored"}}""",
        """{"department":"Research","manager":{"value":"boss"}}""")]
    [InlineData("""{"op":"add","path":"manager","value":"boss"},{"op":"replace","path":"manager","value":""}""", """{"department":"Research"}""")]
    [InlineData("""{"op":"add","path":"manager","value":"boss"},{"op":"replace","path":"manager","value":{"value":""}}""", """{"department":"Research"}""")]
    [InlineData("""{"op":"add","path":"manager","value":"boss"},{"op":"remove","path":"manager.value"}""", """{"department":"Research"}""")]
    [InlineData("""{"op":"replace","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"costCenter":"4","manager.value":"b"}}}""",
        """{"department":"Research","costCenter":"4","manager":{"value":"b"}}""")]
    [InlineData("""{"op":"replace","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"Sales"}}""",
        """{"department":"Sales"}""")]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":{"department":null}}""", null)]
    [InlineData("""{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}""", null)]
    public void Changes_an_extension(string operation, string? extension)
    {
        var after = Given.Patched(Peter(), operation).Document;

        if (extension is null) Assert.Null(after[Given.Enterprise]);
        else Given.Same(extension, after[Given.Enterprise]);
        Assert.Equal(extension is not null, after["schemas"]!.AsArray().Any(s => (string)s! == Given.Enterprise));
    }

    [Fact]
    public void Keeps_the_json_that_Entra_puts_into_a_role_as_text()
    {
        var roles = """[{"value":"{\"id\":\"827f0d2e\",\"value\":\"Admin\"}","primary":"True"}]""";

        var after = Given.Patched(Peter(), $$"""
            {"op":"Add","path":"roles","value":{{roles}}},
            {"op":"Replace","path":"roles[primary eq \"True\"].display","value":"Admin"}
            """).Document["roles"];

        Given.Same("""[{"value":"{\"id\":\"827f0d2e\",\"value\":\"Admin\"}","primary":true,"display":"Admin"}]""", after);
    }

    [Theory]
    [InlineData("""{"op":"replace","value":{"id":"the-id","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"title":"New"}}""")]
    [InlineData("""{"op":"replace","value":{"ID":"the-id","meta":{"resourceType":"User"},"groups":[{"value":"x"}],"title":"New"}}""")]
    [InlineData("""{"op":"add","path":"schemas","value":["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]},{"op":"add","path":"title","value":"New"}""")]
    public void Ignores_what_a_client_repeats_of_what_it_read(string operation)
    {
        var after = Given.Patched(Peter(), operation).Document;

        Assert.Equal("New", (string?)after["title"]);
        Assert.False(after.ContainsKey("id") || after.ContainsKey("meta") || after.ContainsKey("groups"));
    }

    [Theory]
    [InlineData("""{"op":"replace","value":{"id":"another"}}""", "mutability")]
    [InlineData("""{"op":"replace","path":"id","value":"another"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"id"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"Meta.Created","value":"x"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:ID","value":"x"}""", "mutability")]
    [InlineData("""{"op":"add","path":"groups","value":[{"value":"x"}]}""", "mutability")]
    [InlineData("""{"op":"replace","path":"manager.displayName","value":"x"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"schemas"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"schemas","value":[]}""", "mutability")]
    [InlineData("""{"op":"remove","path":"userName"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"userName","value":null}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"userName","value":""}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"userName","value":"  "}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"userName","value":5}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"active","value":"maybe"}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"name","value":"titi"}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"emails","value":"x@e"}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"emails.primary","value":true}""", "invalidValue")]
    [InlineData("""{"op":"add","value":{"title":"x","TITLE":"y"}}""", "invalidSyntax")]
    [InlineData("""{"op":"add","path":"password","value":5}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"bogus","value":5}""", "invalidPath")]
    [InlineData("""{"op":"add","path":"name.__proto__","value":5}""", "invalidPath")]
    [InlineData("""{"op":"add","path":"__proto__.x","value":5}""", "invalidPath")]
    [InlineData("""{"op":"add","path":"emails[type eq \"work\"].__proto__","value":5}""", "invalidPath")]
    [InlineData("""{"op":"add","path":"name[givenName eq \"x\"].familyName","value":"x"}""", "invalidPath")]
    public void That_may_not_be_is_refused(string operation, string scimType)
    {
        var refusal = Given.Refusal(scimType, () => Given.Patched(Peter(), operation));

        Assert.Matches("[Oo]peration 1", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("name.")]
    [InlineData(" title")]
    [InlineData("title ")]
    [InlineData("emails[")]
    [InlineData("emails]")]
    [InlineData("emails[]")]
    [InlineData("emails[type eq \\\"x\\\"")]
    [InlineData("emails[[type eq \\\"x\\\"]]")]
    [InlineData("emails[type eq \\\"x\\\"].")]
    [InlineData("emails[type eq \\\"x\\\"]value")]
    [InlineData("emails[type eq \\\"x\\\"].value.x")]
    [InlineData("emails[type eq \\\"x\\\"].value eq")]
    [InlineData("[type eq \\\"x\\\"]")]
    [InlineData("emails[type eq \\\"x\\\"][type pr]")]
    [InlineData("emails[' eq true].value")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User")]
    [InlineData("urn:nobody:knows:this")]
    public void With_a_malformed_path_is_refused_with_the_place(string path)
    {
        var refusal = Given.Refusal(ScimTypes.InvalidPath, () => Given.Patched(Peter(), $$"""{"op":"replace","path":"{{path}}","value":"x"}"""));

        Assert.Matches("character [0-9]+ of the path of operation 1", refusal.Message);
    }

    [Fact]
    public void Accepts_a_password_and_forgets_it()
    {
        var result = Given.Patched(Peter(), """{"op":"replace","path":"password","value":"s3cret"},{"op":"add","value":{"password":"t"}}""");

        Assert.False(result.Changed);
        Assert.DoesNotContain("s3cret", result.Document.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_an_immutable_value_as_it_is()
    {
        var type = BuiltIn.User.With(Schema.Parse(Given.Json("""
            { "id": "urn:example:x", "attributes": [{ "name": "badge", "mutability": "immutable" }] }
            """)));
        var user = Given.Patched(Peter(), """{"op":"add","path":"urn:example:x:badge","value":"7"}""", type: type).Document;

        Assert.False(Given.Patched(user, """{"op":"replace","path":"urn:example:x:badge","value":"7"}""", type: type).Changed);
        Given.Refusal(ScimTypes.Mutability, () => Given.Patched(user, """{"op":"replace","path":"urn:example:x:badge","value":"8"}""", type: type));
        Given.Refusal(ScimTypes.Mutability, () => Given.Patched(user, """{"op":"remove","path":"urn:example:x"}""", type: type));
    }

    [Fact]
    public void That_fails_at_its_end_leaves_the_document_alone()
    {
        var (user, before) = (Peter(), Peter().ToJsonString());

        Given.Refusal(ScimTypes.Mutability, () => Given.Patched(user,
            """{"op":"remove","path":"emails"},{"op":"replace","path":"title","value":"x"},{"op":"remove","path":"userName"}"""));

        Assert.Equal(before, user.ToJsonString());
    }
}
