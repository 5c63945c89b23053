using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>The body of a PATCH is read and its operations are made on a resource (RFC 7644 section 3.5.2).</summary>
sealed class PatchTarget : Target
{
    public override string Name => "patch";

    public override int Longest => 2 * Usual;

    public override IReadOnlyList<string> Words { get; } =
    [
        .. Samples.Words, "op", "path", "value", "Operations", "add", "remove", "replace", "Add", "Replace", "emails[type eq \"work\"]", "emails[type eq \"work\"].value",
        "emails[primary eq true]", "addresses[type eq \"home\"].country", "members[value eq \"" + Samples.Id + "\"]", "members[display sw \"B\"]", "tags[value eq \"a\"]",
        "doors[type eq \"in\"].days", "doors[value eq \"new\"].floor", $"{Samples.Extension}:level", $"{Samples.Extension}:doors[value eq \"front\"]", "name.givenName", "roles",
    ];

    public override IReadOnlyList<string> Seeds =>
    [
        """A{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}""",
        """A{"Operations":[{"op":"Add","path":"emails[type eq \"work\"].value","value":"x@example.com"},{"op":"remove","path":"title"}]}""",
        """B{"Operations":[{"op":"add","path":"members","value":[{"value":"x"}]},{"op":"replace","value":{"displayName":"n"}}]}""",
    ];

    public override int JsonAt(ReadOnlySpan<byte> input) => input.Length > 1 ? 1 : -1;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var (isGroup, profile) = ((input[0] & 1) == 0, Samples.ProfileOf((byte)(input[0] >> 2)));
        var (type, document) = isGroup ? (Samples.Group, Samples.GroupDocument) : (Samples.User, Samples.Users[(input[0] >> 1) & 1]);
        var before = document.DeepClone().AsObject();
        var result = Patched(type, before, input[1..], new Tolerance(profile));
        if (!JsonNode.DeepEquals(before, document)) throw new BrokenPromiseException("the stored document was changed");
        if (result is null) return;
        if (result.Changed == JsonNode.DeepEquals(before, result.Document)) throw new BrokenPromiseException("it is not told whether anything changed");
        Documents.Check(type, result.Document);
    }

    static PatchResult? Patched(ResourceType type, JsonObject document, ReadOnlySpan<byte> body, Tolerance tolerance)
    {
        try
        {
            var operations = PatchRequest.Read(Bodies.Read(body), tolerance, Samples.Limits);
            Specified.By(type, operations);
            var (members, rest) = MemberChanges.Split(type, operations, tolerance, Samples.Limits);
            CheckMembers(members);
            return Patch.Apply(type, document, Samples.Id, rest, tolerance, Samples.Limits);
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, Bodies.Keywords, 413);
            return null;
        }
    }

    static void CheckMembers(IReadOnlyList<MemberStep> steps)
    {
        // Steps that pick by more than ids have to see the members first.
        var net = MemberChanges.Net(steps) ?? MemberChanges.Net(PickedMembers.ById(steps, Samples.Members, []))
            ?? throw new BrokenPromiseException("picked members are not known by their ids");
        if (net.Add.Any(m => net.Remove.Contains(m.Value))) throw new BrokenPromiseException("a member comes and goes at once");
    }
}

/// <summary>What a document that is to be stored must be.</summary>
static class Documents
{
    public static void Check(ResourceType type, JsonObject document)
    {
        var text = DocumentText.Of(document);
        if (!JsonNode.DeepEquals(new DocumentText(text).Json, document)) throw new BrokenPromiseException($"a document that is stored is another: {text}");
        JsonObject again;
        try
        {
            again = ResourceBody.Read(type, document, new Tolerance(), Samples.Limits);
        }
        catch (ScimException refusal)
        {
            throw new BrokenPromiseException($"a document that a client could not send back: {text}: {refusal.Message}");
        }
        if (!JsonNode.DeepEquals(again, document)) throw new BrokenPromiseException($"a document that is not canonical: {text} is read as {DocumentText.Of(again)}");
        UniqueKeys.Of(type, document);
        if (type.Members is null) UserRow.Fill(new DirectoryUser { UserName = "", UserNameKey = "", Document = "" }, document);
        var resource = new Resource(type, Guid.Parse(Samples.Id), new DocumentText(text), 1, default, default, null);
        Projection.Parse(type, null, null).Apply(Representation.Of(resource, Samples.Root));
    }
}
