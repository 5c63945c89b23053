using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>Runs Vectors/patch-vectors.jsonl by the rules of run-vectors.mjs, without HTTP; what needs a second resource is left to it.</summary>
public sealed class Patch_vectors
{
    const string Self = "self-id";

    public static TheoryData<string> Ids => [.. Vectors.Lines("patch-vectors.jsonl").Where(IsPure).Select(v => (string)v["id"]!)];

    static bool IsPure(JsonObject vector) => vector["rawBody"] is null && vector["target"] is null && vector["others"] is null;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Hold(string id)
    {
        var vector = Filled(Vectors.Lines("patch-vectors.jsonl").Single(v => (string)v["id"]! == id));
        var type = (string)vector["resourceType"]! == "User" ? BuiltIn.User : BuiltIn.Group;
        var before = Representation(type, vector["before"]!.AsObject());

        var outcome = Run(type, vector, before);

        List<JsonObject> accepted = [vector["expect"]!.AsObject(), .. vector["alternatives"]?.AsArray().Select(a => a!.AsObject()) ?? []];
        var whys = accepted.ConvertAll(e => Judge(e, before, outcome));
        Assert.True(whys.Contains(null), $"{vector["title"]}: {whys[0]}");
    }

    static (JsonObject? After, ScimException? Refusal) Run(ResourceType type, JsonObject vector, JsonObject before)
    {
        var request = vector["request"]?.AsObject()
            ?? new JsonObject { ["schemas"] = new JsonArray(ScimUris.PatchOp), ["Operations"] = vector["operations"]!.DeepClone() };
        var document = before.DeepClone().AsObject();
        document.Remove("members");
        try
        {
            var operations = PatchRequest.Read(request.DeepClone().AsObject(), new Tolerance(), Given.Limits);
            var split = MemberChanges.Split(type, operations, new Tolerance(), Given.Limits);
            var after = Patch.Apply(type, document, Self, split.Rest, new Tolerance(), Given.Limits).Document;
            var members = MemberIds(before).ToList();
            var net = MemberChanges.Net(split.Members)!;
            if (net.ReplaceAll) members.Clear();
            members.RemoveAll(net.Remove.Contains);
            SetMembers(after, members.Union(net.Add.Select(m => m.Value)));
            return (after, null);
        }
        catch (ScimException refusal)
        {
            return (null, refusal);
        }
    }

    static string? Judge(JsonObject expected, JsonObject before, (JsonObject? After, ScimException? Refusal) outcome)
    {
        if (expected["status"]!.GetValueKind() == JsonValueKind.String)
        {
            if (outcome.After is not { } after) return $"refused: {outcome.Refusal!.Status} {outcome.Refusal.ScimType} {outcome.Refusal.Message}";
            var wanted = expected["after"]?.AsObject() ?? before;
            var (got, want) = (Normal(after)?.ToJsonString(), Normal(wanted)?.ToJsonString());
            if (got != want) return $"\n got {got}\nwant {want}";
            var schemas = after["schemas"]!.AsArray().Select(s => (string)s!).ToList();
            return (expected["schemasContain"]?.AsArray() ?? []).All(s => schemas.Contains((string)s!)) ? null : "schemas lack one";
        }
        if (outcome.Refusal is not { } refusal) return $"no refusal but {outcome.After!.ToJsonString()}";
        if (refusal.Status != (int)expected["status"]!) return $"status {refusal.Status}";
        var types = expected["scimType"] switch
        {
            null => [refusal.ScimType],
            JsonArray several => several.Select(s => (string?)s).ToList(),
            var one => [(string?)one],
        };
        return types.Contains(refusal.ScimType) ? null : $"scimType {refusal.ScimType}: {refusal.Message}";
    }

    // As run-vectors.mjs compares: order, "", primary false, $ref and a manager's other parts do not count.
    static JsonNode? Normal(JsonNode? node, string key = "")
    {
        switch (node)
        {
            case JsonArray array:
                var items = array.Select(i => Normal(i, key)).OfType<JsonNode>().OrderBy(i => i.ToJsonString(), StringComparer.Ordinal).ToArray();
                return items.Length == 0 ? null : new JsonArray(items);
            case JsonObject json:
                var kept = new JsonObject();
                foreach (var (name, value) in json.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase))
                {
                    if (name is "$ref" or "id" or "meta" or "schemas" or "groups" or "password") continue;
                    if (key is "members" or "manager" && name != "value") continue;
                    if (name == "primary" && value?.GetValueKind() == JsonValueKind.False) continue;
                    if (Normal(value, name) is { } inner) kept[name] = inner;
                }
                return kept.Count == 0 ? null : kept;
            default:
                return node?.GetValueKind() == JsonValueKind.String && (string)node! == "" ? null : node?.DeepClone();
        }
    }

    static JsonObject Representation(ResourceType type, JsonObject body)
    {
        var document = ResourceBody.Read(type, body, new Tolerance(), Given.Limits);
        SetMembers(document, MemberChanges.Read(body["members"], new Tolerance(), Given.Limits).Select(m => m.Value));
        return document;
    }

    static void SetMembers(JsonObject document, IEnumerable<string> ids)
    {
        var members = new JsonArray([.. ids.Select(i => new JsonObject { ["value"] = i })]);
        if (members.Count > 0) document["members"] = members;
    }

    static IEnumerable<string> MemberIds(JsonObject representation) =>
        (representation["members"]?.AsArray() ?? []).Select(m => (string)m!["value"]!);

    static JsonObject Filled(JsonObject vector) =>
        JsonNode.Parse(Filter_vectors.Hole().Replace(vector.ToJsonString(), m => m.Groups[1].Value == "self" ? Self : m.Groups[1].Value))!.AsObject();
}
