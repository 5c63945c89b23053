using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>What a client's developer reads of a filter or a PATCH that was refused: what was expected, where, and what was there.</summary>
public sealed class The_words_of_a_refusal
{
    const string MustBeSchema = "schemas must be [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"].";
    const string MustBeArray = "\"Operations\" must be an array of operations.";
    const string NeedsMembers = "Operation 1: add needs the members to add, in \"value\".";
    static readonly Tolerance Strict = new(Profile.Strict);

    static readonly ResourceType Badged = BuiltIn.User.With(Schema.Parse(Given.Json("""
        { "id": "urn:example:x", "attributes": [{ "name": "badge", "mutability": "immutable" },
            { "name": "desk", "type": "complex", "subAttributes": [{ "name": "code", "mutability": "immutable" }, { "name": "floor" }] },
            { "name": "keys", "type": "complex", "multiValued": true, "subAttributes": [
                { "name": "value", "mutability": "immutable" }, { "name": "doors", "multiValued": true }, { "name": "owner", "required": true }] }] }
        """)));

    [Theory]
    [InlineData("userName", "Expected a space before an operator at character 9 of the filter, but the filter ends there.")]
    [InlineData("userName eq 'x'", "Expected a value (a \"string\", a number, true, false or null) at character 13 of the filter, but found \"'x'\".")]
    [InlineData("active eq \"yes\"", "Expected true or false for active at character 11 of the filter, but found \"\"yes\"\".")]
    [InlineData("meta.created gt 5", "Expected a dateTime in quotes for created at character 17 of the filter, but found \"5\".")]
    [InlineData("userName eq \"\\", "Expected an escape at character 14 of the filter, but found \"\\\".")]
    [InlineData("userName eq \"\\u004", "Expected four hexadecimal digits after \\u at character 14 of the filter, but found \"\\u004\".")]
    [InlineData("name..x eq 1", "Expected an attribute name at character 1 of the filter, but found \"name..x eq 1\".")]
    [InlineData("bogus eq \"x\"", "At character 1 of the filter: User has no attribute \"bogus\".")]
    [InlineData("emails[type eq \"x\" and emails[type pr]]", "At character 24 of the filter: emails has no sub-attribute \"emails\".")]
    [InlineData("emails[value[type pr]]", "At character 8 of the filter: a filter in brackets must not hold another one.")]
    [InlineData("urn:example:x:level co 2", "At character 1 of the filter: level is a number and takes no co, sw or ew.")]
    [InlineData("urn:example:x:level eq \"2\"", "Expected a number for level at character 24 of the filter, but found \"\"2\"\".")]
    public void Of_a_filter_say_where_it_went_wrong(string filter, string message)
    {
        var type = BuiltIn.User.With(Schema.Parse(Given.Json("""{ "id": "urn:example:x", "attributes": [{ "name": "level", "type": "integer" }] }""")));

        Assert.Equal(message, Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter(filter, type)).Message);
    }

    [Theory]
    [InlineData("emails[type eq \"x\"].value eq \"y\"", "Expected the end of the expression after \"]\" at character 20 of the filter, but found \".value eq \"y\"\".")]
    [InlineData("emails[primary eq \"True\"]", "Expected true or false for primary at character 19 of the filter, but found \"\"True\"]\".")]
    [InlineData("manager eq \"x\"", "At character 1 of the filter: User has no attribute \"manager\".")]
    [InlineData("email eq \"x\"", "At character 1 of the filter: User has no attribute \"email\".")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"x\"",
        "At character 1 of the filter: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager is complex; compare one of its sub-attributes.")]
    public void Of_a_filter_by_the_strict_profile_say_what_the_rfc_wants(string filter, string message) =>
        Assert.Equal(message, Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter(filter, tolerance: Strict)).Message);

    [Fact]
    public void Name_the_limit_that_was_passed_and_not_one_that_was_just_reached()
    {
        var limits = new ScimLimits { FilterLength = 8, Depth = 4, PatchOperations = 1, MembersPerRequest = 2, ValuesPerAttribute = 2, NameLength = 4 };
        ScimException Refused(Action act) => Assert.Throws<ScimException>(act);
        Filter Filter(string text) => FilterParser.Parse(text, BuiltIn.User, limits, new Tolerance());
        void Path(string text) => PatchPath.Parse(text, BuiltIn.User, limits, new Tolerance());
        void Read(string operations) => PatchRequest.Read(Given.Json($$"""{"Operations":[{{operations}}]}"""), new Tolerance(), limits);
        void Members(string operations) => MemberChanges.Split(BuiltIn.Group, Given.Operations(operations), new Tolerance(), limits);
        void User(string operations) =>
            Patch.Apply(BuiltIn.User, Given.User(), "id", Given.Operations(operations), new Tolerance(), limits);
        const string title = """{"op":"remove","path":"title"}""";

        Filter("title pr");
        Assert.Equal("A filter must not be longer than 8 characters; this one has 9.", Refused(() => Filter("title  pr")).Message);
        Assert.Equal("At character 6 of the filter: brackets must not nest deeper than 4 levels.", Refused(() => Filter("(((((id")).Message);
        Path("nickName");
        Assert.Equal("The path of operation 1 must not be longer than 8 characters.", Refused(() => Path("name.formatted")).Message);
        Read(title);
        Assert.Equal("A PATCH must not hold more than 1 operations; this one has 2.", Refused(() => Read($"{title},{title}")).Message);
        Members("""{"op":"add","path":"members","value":["abcd","b"]}""");
        Assert.Equal("A request must not name more than 2 members; send them in several requests.",
            Refused(() => Members("""{"op":"add","path":"members","value":["a","b","c"]}""")).Message);
        Assert.Equal("Operation 1: members[0] must not be longer than 4 characters.",
            Refused(() => Members("""{"op":"add","path":"members","value":["abcde"]}""")).Message);
        User("""{"op":"add","path":"emails","value":[{"value":"a"}]},{"op":"add","path":"emails","value":[{"value":"b"}]}""");
        Assert.Equal("Operation 2: emails must not have more than 2 values.", Refused(() => User(
            """{"op":"add","path":"emails","value":[{"value":"a"},{"value":"b"}]},{"op":"add","path":"emails","value":[{"value":"c"}]}""")).Message);
    }

    [Theory]
    [InlineData("""{"Operations":[]}""", "\"Operations\" must hold at least one operation.")]
    [InlineData("""{"Operations":"x"}""", MustBeArray)]
    [InlineData("""{"Operations":["x"]}""", "Operation 1 must be an object.")]
    [InlineData("""{"schemas":["urn:x"],"Operations":[]}""", MustBeSchema)]
    [InlineData("""{"Operations":[],"operations":[]}""", "The request gives \"operations\" twice.")]
    [InlineData("""{"Operations":[{"op":"add","OP":"add"}]}""", "Operation 1 gives \"OP\" twice.")]
    [InlineData("""{"Operations":[{"op":"add","path":5,"value":"x"}]}""", "Operation 1: \"path\" must be a string.")]
    [InlineData("""{"Operations":[{"op":"remove"}]}""", "Operation 1: remove needs a \"path\".")]
    [InlineData("""{"Operations":[{"op":"replace","path":"title"}]}""", "Operation 1: replace needs a \"value\".")]
    [InlineData("""{"Operations":[{"op":"add","value":"x"}]}""", "Operation 1: without a \"path\" the \"value\" must be an object of attributes.")]
    [InlineData("""{"Operations":[{"op":"remove","path":"title"}]}""", MustBeSchema, "strict")]
    [InlineData("""{"schemas":"urn:ietf:params:scim:api:messages:2.0:PatchOp","Operations":[{"op":"remove","path":"title"}]}""", MustBeSchema, "strict")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{"op":"remove","path":"title"}}""", MustBeArray, "strict")]
    public void Of_a_request_say_what_it_must_be(string body, string message, string? profile = null) => Assert.Equal(message, Assert.Throws<ScimException>(
        () => PatchRequest.Read(Given.Json(body), new Tolerance(profile is null ? null : Profile.Named(profile)), Given.Limits)).Message);

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[5]}""", "Operation 1: members[0] must be an object with a \"value\".")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":" "}]}""", "Operation 1: members[0].value must be the id of a member.")]
    [InlineData("""{"op":"add","path":"members[type pr]","value":[]}""", NeedsMembers)]
    [InlineData("""{"op":"replace","path":"members.display","value":"x"}""", "Operation 1: members.display is read-only; remove the member and add another.")]
    [InlineData("""{"op":"replace","path":"members.value","value":"x"}""", "Operation 1: members.value is immutable; remove the member and add another.")]
    [InlineData("""{"op":"add","path":"members[value eq \"a\"]","value":[]}""", NeedsMembers, "strict")]
    [InlineData("""{"op":"add","path":"members","value":["a"]}""", "Operation 1: members[0] must be an object with a \"value\".", "strict")]
    [InlineData("""{"op":"replace","path":"members","value":{"value":"a"}}""", "Operation 1: members must be an array.", "strict")]
    [InlineData("""{"op":"remove","path":"members","value":[{"value":"a"}]}""",
        "Operation 1: remove takes no \"value\"; name the members by a filter: members[value eq \"…\"].", "strict")]
    public void Of_members_say_which_and_why(string operations, string message, string? profile = null) => Assert.Equal(message, Assert.Throws<ScimException>(
        () => Given.Split(operations, new Tolerance(profile is null ? null : Profile.Named(profile)))).Message);

    [Fact]
    public void Of_members_that_a_filter_does_not_find_name_the_filter()
    {
        var steps = Given.Split("""{"op":"replace","path":"members[value eq \"x\"]","value":{"value":"b"}}""").Members;

        Assert.Equal("Operation 1: no member matches the filter \"value eq \"x\"\".",
            Given.Refusal(ScimTypes.NoTarget, () => PickedMembers.ById(steps, [], [])).Message);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"emails[type eq \"x\"]","value":[]}""", "Operation 1: emails: no value matches the filter \"type eq \"x\"\".", "strict")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"x\"].value","value":null}""", "Operation 1: emails.value: no value matches the filter \"type eq \"x\"\".", "strict")]
    [InlineData("""{"op":"remove","path":"emails","value":[{"value":"a"}]}""",
        "Operation 1: emails: remove takes no \"value\"; name the values by a filter in the path.", "strict")]
    [InlineData("""{"op":"replace","path":"title[value eq \"x\"]","value":"x"}""", "At character 1 of the path of operation 1: only a complex attribute takes a filter in brackets, not title.")]
    [InlineData("""{"op":"replace","path":"name[givenName eq \"x\"]","value":"x"}""", "At character 1 of the path of operation 1: name has one value only and takes no filter.")]
    [InlineData("""{"op":"replace","path":"emails[type pr]value","value":"x"}""",
        "Expected \".\" and a sub-attribute, or the end at character 16 of the path of operation 1, but found \"value\".")]
    [InlineData("""{"op":"replace","value":{"urn:example:x":5}}""", "Operation 1: urn:example:x must be an object of the extension's attributes.")]
    [InlineData("""{"op":"replace","path":"urn:example:x:badge","value":"8"}""", "Operation 1: urn:example:x:badge is immutable and has a value already.")]
    [InlineData("""{"op":"replace","path":"urn:example:x:desk","value":{"code":"8"}}""", "Operation 1: urn:example:x:desk: code is immutable and has a value already.")]
    [InlineData("""{"op":"remove","path":"urn:example:x:desk"}""", "Operation 1: urn:example:x:desk.code is immutable and has a value already.")]
    [InlineData("""{"op":"remove","path":"urn:example:x"}""", "urn:example:x:badge is immutable and has a value already.")]
    [InlineData("""{"op":"replace","path":"urn:example:x:keys[value eq \"k\"].owner","value":null}""",
        "Operation 1: urn:example:x:keys.owner.owner is required and cannot be unassigned.")]
    [InlineData("""{"op":"replace","value":{"title":"a","emails[type pr].value":5}}""", "Operation 1: emails.value must be a string.")]
    public void Of_a_patch_say_what_of_which_operation_cannot_be(string operation, string message, string? profile = null)
    {
        var user = Given.Patched(Given.User(""" "emails": [{ "value": "w@e", "type": "work" }] """), """
            {"op":"add","value":{"urn:example:x":{"badge":"7","desk":{"code":"c"},"keys":[{"value":"k","owner":"o"}]}}}
            """, type: Badged).Document;

        Assert.Equal(message, Assert.Throws<ScimException>(
            () => Given.Patched(user, operation, new Tolerance(profile is null ? null : Profile.Named(profile)), Badged)).Message);
    }

    /// <summary>The same check serves PUT, which has no operations to go by.</summary>
    [Fact]
    public void Of_a_whole_document_name_what_was_fixed_in_it()
    {
        var before = Given.Json("""{"urn:example:x":{"badge":"7"}}""");

        Immutables.Check(Badged, before, Given.Json("""{"title":"new","urn:example:x":{"badge":"7"}}"""));
        Assert.Equal("urn:example:x:badge is immutable and has a value already.",
            Given.Refusal(ScimTypes.Mutability, () => Immutables.Check(Badged, before, Given.Json("{}"))).Message);
    }
}
