using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_patch_request
{
    static IReadOnlyList<PatchOperation> Read(string body, Tolerance? tolerance = null) =>
        PatchRequest.Read(Given.Json(body), tolerance ?? new Tolerance(), new ScimLimits { PatchOperations = 3 });

    [Fact]
    public void Is_read_whatever_the_case_of_its_names()
    {
        var tolerance = new Tolerance();

        var operation = Assert.Single(Read("""{"Schemas":["urn:IETF:params:scim:api:messages:2.0:PatchOp"],"operations":[{"OP":"Replace","Path":"title","Value":null}]}""", tolerance));

        Assert.Equal(new PatchOperation(PatchOp.Replace, "title", null, true, 0), operation);
        Assert.Equal(Deviation.OpCase, Assert.Single(tolerance.Met));
    }

    [Fact]
    public void Tells_a_missing_value_from_null()
    {
        var operations = Read("""{"Operations":[{"op":"remove","path":"title"},{"op":"remove","path":"title","value":null}]}""");

        Assert.Equal([false, true], operations.Select(o => o.HasValue));
    }

    [Theory]
    [InlineData("""{}""", "invalidSyntax")]
    [InlineData("""{"Operations":null}""", "invalidSyntax")]
    [InlineData("""{"Operations":[]}""", "invalidSyntax")]
    [InlineData("""{"Operations":"x"}""", "invalidSyntax")]
    [InlineData("""{"Operations":["x"]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[null]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"path":"title","value":"x"}]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"op":"move","path":"title","value":"x"}]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"op":5,"path":"title","value":"x"}]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"op":"add","OP":"add","path":"title","value":"x"}]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"op":"add","op":"add","path":"title","value":"x"}]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"op":"add","path":5,"value":"x"}]}""", "invalidPath")]
    [InlineData("""{"Operations":[{"op":"add","path":"title"}]}""", "invalidValue")]
    [InlineData("""{"Operations":[{"op":"replace","path":"title"}]}""", "invalidValue")]
    [InlineData("""{"Operations":[{"op":"add","value":"x"}]}""", "invalidValue")]
    [InlineData("""{"Operations":[{"op":"remove"}]}""", "noTarget")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"Operations":[{"op":"remove","path":"title"}]}""", "invalidSyntax")]
    [InlineData("""{"Operations":[{"op":"add","path":"title","value":"\uD800"}]}""", "invalidValue")]
    [InlineData("""{"Operations":[{"op":"add","path":"title","value":"\u0000"}]}""", "invalidValue")]
    [InlineData("""{"Operations":[{"op":"add","value":{"\uD800":"x"}}]}""", "invalidSyntax")]
    public void That_is_wrong_is_refused(string body, string scimType) => Given.Refusal(scimType, () => Read(body));

    [Fact]
    public void With_its_schema_as_a_string_is_read() =>
        Assert.Single(Read("""{"schemas":"urn:ietf:params:scim:api:messages:2.0:PatchOp","Operations":[{"op":"remove","path":"title"}]}"""));

    [Fact]
    public void With_too_many_operations_is_too_large()
    {
        var body = new JsonObject { ["Operations"] = new JsonArray([.. Enumerable.Range(0, 4).Select(_ => Given.Json("""{"op":"remove","path":"title"}"""))]) };

        Assert.Equal(413, Assert.Throws<ScimException>(() => Read(body.ToJsonString())).Status);
    }

    [Fact]
    public void With_one_operation_that_is_in_no_array_is_tolerated()
    {
        var tolerance = new Tolerance();

        Assert.Single(Read("""{"Operations":{"op":"remove","path":"title"}}""", tolerance));

        Assert.Contains(Deviation.SingleOperation, tolerance.Met);
    }

    [Fact]
    public void Is_refused_in_strict_mode_where_it_leaves_the_rfc()
    {
        var refusal = Assert.Throws<ScimException>(() => Given.Operations("""{"op":"Remove","path":"title"}""", new Tolerance(Profile.Strict)));

        Assert.Equal("Operation 1: \"op\" must be \"add\", \"remove\" or \"replace\".", refusal.Message);
    }
}
