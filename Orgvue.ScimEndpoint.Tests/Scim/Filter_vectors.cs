using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>Runs Vectors/filter-vectors.jsonl against Vectors/filter-corpus.json, by the rules of run-vectors.mjs, without HTTP.</summary>
public sealed partial class Filter_vectors
{
    static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 30, 15, 123, TimeSpan.Zero);
    static readonly Dictionary<string, (string Type, JsonObject Representation)> Corpus = Load();

    public static TheoryData<string> Ids => [.. Vectors.Lines("filter-vectors.jsonl").Select(v => (string)v["id"]!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Hold(string id)
    {
        var vector = Vectors.Lines("filter-vectors.jsonl").Single(v => (string)v["id"]! == id);
        var (outcome, got) = Run(vector);

        var why = Judge(vector, outcome, got);
        foreach (var other in vector["alternatives"]?.AsArray() ?? [])
            why = why is null ? null : Judge(other!.AsObject(), outcome, got);
        Assert.True(why is null, $"{vector["filter"]}: {why}");
    }

    static (string? Refusal, HashSet<string> Got) Run(JsonObject vector)
    {
        var type = (string)vector["resourceType"]! == "User" ? BuiltIn.User : BuiltIn.Group;
        var text = Moment().Replace((string)vector["filter"]!, m => At(m.Groups[1].Value, m.Groups[2].Value));
        text = Hole().Replace(text, m => m.Groups[1].Value);
        try
        {
            var filter = FilterParser.Parse(text, type, Given.Limits, new Tolerance());
            var found = Corpus.Where(c => c.Value.Type == type.Name && FilterMatch.Matches(filter, type, c.Value.Representation));
            return (null, [.. found.Select(c => c.Key)]);
        }
        catch (ScimException refusal)
        {
            return ($"{refusal.Status} {refusal.ScimType}", []);
        }
    }

    static string? Judge(JsonObject expected, string? refusal, HashSet<string> got)
    {
        if (expected["match"] is JsonArray match)
        {
            if (refusal is not null) return $"refused: {refusal}";
            var wanted = match.Select(k => (string)k!).ToHashSet();
            var either = expected["unspecified"]?.AsArray().Select(k => (string)k!).ToHashSet() ?? [];
            var (missing, extra) = (wanted.Except(got).ToList(), got.Except(wanted).Except(either).ToList());
            return missing.Count + extra.Count == 0 ? null : $"missing [{string.Join(' ', missing)}] extra [{string.Join(' ', extra)}]";
        }
        if (expected["status"] is not null) return refusal == $"400 {expected["scimType"]}" ? null : $"got {refusal ?? "a match"}";
        var unknown = (bool?)expected["attributesKnown"] == false || (string?)expected["strength"] == "either";
        return refusal is null && !(unknown && got.Count > 0) || (unknown && refusal == "400 invalidFilter") ? null : $"got {refusal}";
    }

    static Dictionary<string, (string, JsonObject)> Load()
    {
        var corpus = new Dictionary<string, (string, JsonObject)>();
        foreach (var entry in JsonNode.Parse(Vectors.Text("filter-corpus.json"))!.AsArray())
        {
            var (key, name) = ((string)entry!["key"]!, (string)entry["type"]!);
            var type = name == "User" ? BuiltIn.User : BuiltIn.Group;
            var body = JsonNode.Parse(Hole().Replace(entry["body"]!.ToJsonString(), m => m.Groups[1].Value))!.AsObject();
            var representation = ResourceBody.Read(type, body, new Tolerance(), Given.Limits);
            representation["id"] = "id:" + key;
            representation["meta"] = new JsonObject { ["resourceType"] = name, ["created"] = Text(Now), ["lastModified"] = Text(Now) };
            var members = MemberChanges.Read(body["members"], new Tolerance(), Given.Limits);
            if (members.Count > 0) representation["members"] = new JsonArray([.. members.Select(m => new JsonObject { ["value"] = m.Value })]);
            corpus[key] = (name, representation);
        }
        return corpus;
    }

    static string At(string hours, string offset)
    {
        var at = Now.AddHours(int.Parse(hours, CultureInfo.InvariantCulture));
        return offset.Length == 0 ? Text(at) : at.ToOffset(TimeSpan.Parse(offset.TrimStart('+'), CultureInfo.InvariantCulture))
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }

    static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\{now([+-]\d+)h(?:@([+-]\d\d:\d\d))?\}\}")]
    internal static partial Regex Moment();

    [GeneratedRegex(@"\{\{([^}""]+)\}\}")]
    internal static partial Regex Hole();
}

static class Vectors
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name));

    public static List<JsonObject> Lines(string name) =>
        [.. Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
}
