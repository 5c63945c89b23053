using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>
/// "bulkId:qwerty" where the id of a resource belongs that the same request creates (RFC 7644 section 3.7.2): as a value, at the end of a
/// $ref, or in quotes in the path of a PATCH.
/// </summary>
public static partial class BulkReferences
{
    const string Prefix = "bulkId:";

    /// <summary>The bulkIds that the data names.</summary>
    public static HashSet<string> Of(JsonNode? data)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        Collect(data, "", named);
        return named;
    }

    /// <summary>The bulkId that a text is, or null.</summary>
    public static string? Named(string text) =>
        text.Length > Prefix.Length && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;

    /// <summary>A copy of the data with ids in the place of bulkIds.</summary>
    public static JsonNode? Resolved(JsonNode? data, Func<string, string> idOf) => Resolved(data, "", idOf);

    static void Collect(JsonNode? node, string name, HashSet<string> named)
    {
        if (node is JsonObject json)
            foreach (var (inner, value) in json) Collect(value, inner, named);
        else if (node is JsonArray array)
            foreach (var item in array) Collect(item, name, named);
        else if (TextWithReference(node) is { } text)
            Replaced(text, name, bulkId => { named.Add(bulkId); return bulkId; });
    }

    static JsonNode? Resolved(JsonNode? node, string name, Func<string, string> idOf) => node switch
    {
        JsonObject json => new JsonObject(json.Select(p => KeyValuePair.Create(p.Key, Resolved(p.Value, p.Key, idOf)))),
        JsonArray array => new JsonArray([.. array.Select(item => Resolved(item, name, idOf))]),
        _ => TextWithReference(node) is { } text ? JsonValue.Create(Replaced(text, name, idOf)) : node?.DeepClone(),
    };

    static string? TextWithReference(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is var text && text.Contains(Prefix, StringComparison.Ordinal)
            ? text
            : null;

    static string Replaced(string text, string name, Func<string, string> idOf)
    {
        if (Named(text) is { } whole) return idOf(whole);
        if (name.Equals("$ref", StringComparison.OrdinalIgnoreCase)) return AtTheEnd().Replace(text, m => idOf(m.Value[Prefix.Length..]));
        if (name.Equals("path", StringComparison.OrdinalIgnoreCase)) return InQuotes().Replace(text, m => idOf(m.Value[Prefix.Length..]));
        return text;
    }

    [GeneratedRegex(@"(?<=/)bulkId:[^/]+\z")]
    internal static partial Regex AtTheEnd();

    [GeneratedRegex(@"(?<="")bulkId:[^""\\]+(?="")")]
    internal static partial Regex InQuotes();
}
