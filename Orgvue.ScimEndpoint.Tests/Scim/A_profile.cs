using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_profile
{
    const string User = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\"";
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>Each deviation as it is met: what a client sends, and the error that the RFC has for it.</summary>
    static readonly (string Deviation, string Kind, string Sent, string Refused)[] Each =
    [
        ("OpCase", "patch", """{"op":"Replace","path":"title","value":"x"}""", ScimTypes.InvalidSyntax),
        ("StringBoolean", "body", $$"""{{{User}},"active":"False"}""", ScimTypes.InvalidValue),
        ("StringBoolean", "filter", "active eq \"True\"", ScimTypes.InvalidFilter),
        ("MemberValueOnRemove", "members", """{"op":"remove","path":"members","value":[{"value":"1"}]}""", ScimTypes.InvalidSyntax),
        ("MemberValueOnRemove", "patch", """{"op":"remove","path":"emails","value":[{"value":"a@b.c"}]}""", ScimTypes.InvalidSyntax),
        ("DottedKeys", "body", $$"""{{{User}},"name.givenName":"x"}""", ScimTypes.InvalidSyntax),
        ("DottedKeys", "patch", """{"op":"replace","value":{"name.givenName":"x"}}""", ScimTypes.InvalidSyntax),
        ("DottedKeys", "patch", $$"""{"op":"replace","value":{"{{Enterprise}}:department":"x"} }""", ScimTypes.InvalidSyntax),
        ("DottedKeys", "patch", $$"""{"op":"replace","path":"{{Enterprise}}","value":{"manager.value":"x"} }""", ScimTypes.InvalidSyntax),
        ("BuildMissingElement", "patch", """{"op":"replace","path":"emails[type eq \"work\"].value","value":"a@b.c"}""", ScimTypes.NoTarget),
        ("BuildMissingElement", "members", """{"op":"add","path":"members[value eq \"1\"]","value":[]}""", ScimTypes.NoTarget),
        ("BareManager", "body", $$"""{"schemas":["{{ScimUris.User}}","{{Enterprise}}"],"userName":"a","{{Enterprise}}":{"manager":"1"} }""", ScimTypes.InvalidValue),
        ("BareMember", "members", """{"op":"add","path":"members","value":["1"]}""", ScimTypes.InvalidValue),
        ("SubAttributeAfterFilter", "filter", "emails[type eq \"work\"].value eq \"x\"", ScimTypes.InvalidFilter),
        ("BareExtensionName", "filter", "department eq \"x\"", ScimTypes.InvalidFilter),
        ("BareExtensionName", "patch", """{"op":"replace","path":"department","value":"x"}""", ScimTypes.InvalidPath),
        ("EchoedReadOnly", "patch", """{"op":"replace","value":{"id":"the-id","title":"x"}}""", ScimTypes.Mutability),
        ("SingleForMultiValued", "body", $$"""{{{User}},"emails":{"value":"a@b.c"} }""", ScimTypes.InvalidValue),
        ("SingleForMultiValued", "body", $$"""{"schemas":"{{ScimUris.User}}","userName":"a"}""", ScimTypes.InvalidValue),
        ("SingleForMultiValued", "members", """{"op":"replace","path":"members","value":{"value":"1"}}""", ScimTypes.InvalidValue),
        ("MissingSchemas", "body", """{"userName":"a"}""", ScimTypes.InvalidValue),
        ("MissingSchemas", "request", """{"Operations":[{"op":"remove","path":"title"}]}""", ScimTypes.InvalidSyntax),
        ("SingleOperation", "request", $$"""{"schemas":["{{ScimUris.PatchOp}}"],"Operations":{"op":"remove","path":"title"} }""", ScimTypes.InvalidSyntax),
        ("SchemaUris", "body", $$"""{"schemas":["{{ScimUris.User}}","urn:x"],"userName":"a"}""", ScimTypes.InvalidValue),
        ("SchemaUris", "body", $$"""{"schemas":["{{ScimUris.User}}","{{ScimUris.User}}"],"userName":"a"}""", ScimTypes.InvalidValue),
        ("UnlistedExtension", "body", $$"""{{{User}},"{{Enterprise}}":{"department":"x"} }""", ScimTypes.InvalidValue),
        ("MethodCase", "bulk", """{"method":"delete","path":"/Users/1"}""", ScimTypes.InvalidSyntax),
        ("EmailForEmails", "filter", "email co \"x\"", ScimTypes.InvalidFilter),
        ("ArrayForSingle", "body", $$"""{"schemas":["{{ScimUris.User}}","{{Enterprise}}"],"userName":"a","{{Enterprise}}":{"manager":[{"value":"1"}]} }""", ScimTypes.InvalidValue),
        ("ArrayForSingle", "patch", $$"""{"op":"add","path":"{{Enterprise}}:manager","value":[{"$ref":null,"value":"1"}]}""", ScimTypes.InvalidValue),
        ("SubAttributeAfterFilter", "filter", "emails[type eq \"work\"] eq \"x\"", ScimTypes.InvalidFilter),
        ("WrappedValue", "patch", """{"op":"replace","path":"title","value":[{"$ref":null,"value":"x"}]}""", ScimTypes.InvalidValue),
        ("WrappedValue", "patch", """{"op":"replace","path":"name.givenName","value":[{"value":"x"}]}""", ScimTypes.InvalidValue),
        ("ReferenceText", "body", $$"""{{{User}},"profileUrl":"not a URI"}""", ScimTypes.InvalidValue),
        ("ReferenceText", "patch", """{"op":"add","path":"photos","value":[{"value":"a%2"}]}""", ScimTypes.InvalidValue),
        ("ComplexByValue", "filter", $"{Enterprise}:manager eq \"1\"", ScimTypes.InvalidFilter),
    ];

    public static TheoryData<string, string, string, string> Met
    {
        get
        {
            var met = new TheoryData<string, string, string, string>();
            foreach (var (deviation, kind, sent, refused) in Each) met.Add(deviation, kind, sent, refused);
            return met;
        }
    }

    [Theory, MemberData(nameof(Met))]
    public void That_is_tolerant_serves_a_deviation_and_notes_it(string deviation, string kind, string sent, string refused)
    {
        var tolerance = new Tolerance();

        Send(kind, sent, tolerance);

        Assert.Equal([deviation], tolerance.Met.Select(d => d.Name));
        Assert.NotEmpty(refused);
    }

    [Theory, MemberData(nameof(Met))]
    public void That_is_strict_refuses_it_with_the_error_of_the_rfc(string deviation, string kind, string sent, string refused)
    {
        var refusal = Given.Refusal(refused, () => Send(kind, sent, new Tolerance(Profile.Strict)));

        Assert.DoesNotContain(deviation, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_every_deviation_tested_here() =>
        Assert.Empty(Deviation.All.Select(d => d.Name).Except(Each.Select(e => e.Deviation)));

    [Theory]
    [InlineData("body", $$"""{{{User}},"favouriteColour":"red","EMAILS":[{"value":"a@b.c","shoe":1}],"externalId":null}""")]
    [InlineData("body", $$"""{{{User}},"id":"x","meta":{},"groups":[{"value":"1"}],"password":"secret"}""")]
    [InlineData("patch", """{"op":"replace","value":{"favouriteColour":"red"}}""")]
    [InlineData("patch", """{"op":"replace","path":"TITLE","value":null}""")]
    [InlineData("filter", "USERNAME Eq \"x\" and emails co \"y\"")]
    [InlineData("members", """{"op":"remove","path":"members","value":null}""")]
    public void That_is_strict_serves_what_the_rfc_allows(string kind, string sent)
    {
        var tolerance = new Tolerance(Profile.Strict);

        Send(kind, sent, tolerance);

        Assert.Empty(tolerance.Met);
    }

    [Theory]
    [InlineData("patch", """{"op":"replace","value":{"title":"x"}}""", ScimTypes.NoTarget, "\"path\"")]
    [InlineData("patch", """{"op":"add","value":{"title":"x"}}""", ScimTypes.NoTarget, "\"path\"")]
    [InlineData("body", $$"""{{{User}},"favouriteColour":"red"}""", ScimTypes.InvalidSyntax, "favouriteColour")]
    [InlineData("body", $$"""{{{User}},"emails":[{"value":"a@b.c","shoe":1}]}""", ScimTypes.InvalidSyntax, "emails.shoe")]
    [InlineData("body", $$"""{{{User}},"urn:x:y":{"a":1} }""", ScimTypes.InvalidSyntax, "urn:x:y")]
    [InlineData("body", $$"""{{{User}},"{{Enterprise}}":{"shoe":1} }""", ScimTypes.InvalidSyntax, "shoe")]
    [InlineData("patch", """{"op":"replace","path":"name","value":{"nick":"x"}}""", ScimTypes.InvalidSyntax, "name.nick")]
    [InlineData("patch", $$"""{"op":"add","path":"{{Enterprise}}","value":{"shoe":"x"} }""", ScimTypes.InvalidSyntax, "shoe")]
    [InlineData("members", """{"op":"add","path":"members","value":[{"value":"1","shoe":"x"}]}""", ScimTypes.InvalidSyntax, "members.shoe")]
    public void That_is_interop_wants_paths_and_refuses_what_no_schema_knows(string kind, string sent, string refused, string named)
    {
        var refusal = Given.Refusal(refused, () => Send(kind, sent, new Tolerance(Profile.Interop)));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\"interop\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_is_interop_tolerates_the_rest()
    {
        var tolerance = new Tolerance(Profile.Interop);

        Send("patch", """{"op":"Replace","path":"active","value":"False"}""", tolerance);

        Assert.Equal(["OpCase", "StringBoolean"], tolerance.Met.Select(d => d.Name).Order());
    }

    /// <summary>A read-only value that a client sends back as a key with a filter is passed over, as it is without the filter.</summary>
    [Fact]
    public void That_is_tolerant_passes_over_what_is_read_only_in_a_key_with_a_filter()
    {
        var tolerance = new Tolerance();

        Send("patch", """{"op":"replace","value":{"groups[type eq \"direct\"].display":"x"}}""", tolerance);

        Assert.Contains("EchoedReadOnly", tolerance.Met.Select(d => d.Name));
    }

    [Fact]
    public void Has_a_name_for_each_value_of_the_column() =>
        Assert.Equal(Enum.GetNames<DirectoryProfile>().Select(n => n.ToLowerInvariant()), Profile.All.Select(p => p.Name));

    static void Send(string kind, string sent, Tolerance tolerance)
    {
        switch (kind)
        {
            case "body":
                Given.Read(BuiltIn.User, sent, tolerance);
                break;
            case "filter":
                Given.Filter(sent, tolerance: tolerance);
                break;
            case "patch":
                Given.Patched(Given.User(), sent, tolerance);
                break;
            case "members":
                Given.Split(sent, tolerance);
                break;
            case "bulk":
                var body = Given.Json($$"""{"schemas":["{{ScimUris.BulkRequest}}"],"Operations":[{{sent}}]}""");
                var operation = BulkRequest.Read(body, [BuiltIn.User], tolerance, Given.Limits).Operations.Single();
                if (operation is BulkOperation.Broken broken) throw broken.Refusal;
                break;
            default:
                Orgvue.ScimEndpoint.Scim.Patching.PatchRequest.Read(Given.Json(sent), tolerance, Given.Limits);
                break;
        }
    }
}
