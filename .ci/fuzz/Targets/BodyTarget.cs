using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>The bodies of POST, PUT, .search and bulk requests are read and checked, and definitions of schemas (RFC 7643, RFC 7644).</summary>
sealed class BodyTarget : Target
{
    enum Kind { PostUser, PostGroup, PutUser, PutGroup, Search, Bulk, Definition }

    public override string Name => "body";

    public override int Longest => 2 * Usual;

    public override IReadOnlyList<string> Words { get; } =
    [
        .. Samples.Words, ScimUris.SearchRequest, ScimUris.BulkRequest,
        "filter", "sortBy", "sortOrder", "descending", "startIndex", "count", "cursor", "attributes", "excludedAttributes", "userName pr",
        "Operations", "method", "POST", "PUT", "PATCH", "DELETE", "path", "/Users", "/Groups/" + Samples.Id, "bulkId", "bulkId:a", "version", "data",
        "failOnErrors", "members[value eq \"bulkId:a\"]", "name", "type", "string", "complex", "integer", "dateTime", "subAttributes", "multiValued",
        "mutability", "readOnly", "immutable", "returned", "never", "uniqueness", "server", "canonicalValues", "referenceTypes",
    ];

    public override IReadOnlyList<string> Seeds =>
    [
        $$"""0{"schemas":["{{ScimUris.User}}"],"userName":"x@example.com","emails":[{"value":"x@example.com"}],"{{ScimUris.EnterpriseUser}}":{"manager":"y"} }""",
        $$"""1{"schemas":["{{ScimUris.Group}}"],"displayName":"x","members":[{"value":"y","type":"User"}]}""",
        $$"""4{"schemas":["{{ScimUris.SearchRequest}}"],"filter":"userName pr","sortBy":"name.familyName","count":10,"attributes":["userName"]}""",
        $$"""
        5{"schemas":["{{ScimUris.BulkRequest}}"],"failOnErrors":1,"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"x"} },
        {"method":"PATCH","path":"/Groups/x","data":{"Operations":[{"op":"add","path":"members","value":[{"value":"bulkId:a"}]}]} }]}
        """,
        $$"""6{"id":"{{Samples.Extension}}","name":"B","attributes":[{"name":"a","type":"complex","subAttributes":[{"name":"b","type":"integer"}]}]}""",
    ];

    public override int JsonAt(ReadOnlySpan<byte> input) => input.Length > 1 ? 1 : -1;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        // Digits begin at a multiple of eight: the seeds can be read.
        var (kind, tolerance) = ((Kind)((input[0] & 7) % 7), new Tolerance(Samples.ProfileOf((byte)((input[0] >> 3) - 6))));
        try
        {
            var body = Bodies.Read(input[1..]);
            switch (kind)
            {
                case Kind.Search:
                    ReadSearch(body, tolerance);
                    break;
                case Kind.Bulk:
                    ReadBulk(body, tolerance);
                    break;
                case Kind.Definition:
                    ReadDefinition(body);
                    break;
                default:
                    ReadResource(kind, body, tolerance);
                    break;
            }
        }
        catch (ScimException refusal)
        {
            Refusals.Expect(refusal, [.. Bodies.Keywords, .. kind == Kind.Search ? new[] { ScimTypes.InvalidFilter, ScimTypes.InvalidCount } : []], 413);
        }
    }

    static void ReadResource(Kind kind, JsonObject body, Tolerance tolerance)
    {
        var type = kind is Kind.PostUser or Kind.PutUser ? Samples.User : Samples.Group;
        var document = ResourceBody.Read(type, body, tolerance, Samples.Limits);
        Specified.By(type, body);
        if (type == Samples.Group)
            MemberChanges.Read(body.FirstOrDefault(p => p.Key.Equals("members", StringComparison.OrdinalIgnoreCase)).Value, tolerance, Samples.Limits);
        if (tolerance.Profile.IsWorkOs) WorkOsRules.CheckBody(body);
        if (tolerance.Profile.IsWorkOs && type == Samples.User) document = WorkOsRules.WithEmail(document);
        if (kind == Kind.PutUser) document = Replacement.Of(type, Samples.Users[1], document);
        if (kind == Kind.PutGroup) document = Replacement.Of(type, Samples.GroupDocument, document);
        // What a PUT keeps of read-only values no body can give.
        Documents.Check(type, document);
    }

    static void ReadSearch(JsonObject body, Tolerance tolerance)
    {
        var query = SearchRequest.Read(body, Samples.Root, tolerance, Samples.Limits);
        if (query.Count is < 0 or > Paging.MaxCount || query.StartIndex < 1) throw new BrokenPromiseException($"a page out of bounds: {query}");
        query.ProjectionOf(Samples.User).Apply(Samples.ShownUsers[1]);
        if (query.SortBy is not null)
            foreach (var path in SortPath.Parse(query.SortBy, [Samples.User, Samples.Group], tolerance)) path?.KeyOf(Samples.ShownUsers[1]);
        if (query.Filter is not null) FilterParser.Parse(query.Filter, Samples.User, Samples.Limits, tolerance);
    }

    static void ReadBulk(JsonObject body, Tolerance tolerance)
    {
        var request = BulkRequest.Read(body, [Samples.User, Samples.Group], tolerance, Samples.Limits);
        var steps = BulkPlan.Of(request.Operations);
        var sent = steps.OfType<BulkStep.Send>().Select(s => s.Operation.Index).Order();
        if (!sent.SequenceEqual(request.Operations.Select(o => o.Index))) throw new BrokenPromiseException("an operation is carried out twice, or not at all");
        foreach (var operation in request.Operations.OfType<BulkOperation.Sound>())
        {
            if (operation.Version is { } version) Preconditions.IfMatch(version);
            BulkReferences.Resolved(operation.Data, _ => Samples.Id);
        }
    }

    static void ReadDefinition(JsonObject body)
    {
        if (Extensions.Refused(Samples.Extension, "User", body) is not null) return;
        try
        {
            var stored = Extensions.Stored(Samples.Extension, body);
            if (!JsonNode.DeepEquals(Extensions.Stored(Samples.Extension, stored), stored)) throw new BrokenPromiseException("a definition that was read and written is another");
        }
        catch (ScimException refusal)
        {
            throw new BrokenPromiseException($"a definition without a problem is refused: {refusal.Message}");
        }
    }
}
