using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>A document as a flat table: "extension|attribute" → its value.</summary>
static class NaiveDocument
{
    public static Dictionary<string, JsonNode> Of(ResourceType type, JsonObject document)
    {
        var table = new Dictionary<string, JsonNode>();
        foreach (var (name, value) in document)
        {
            if (name == "schemas") continue;
            if (type.Extension(name) is null) table["|" + name] = value!.DeepClone();
            else foreach (var (inner, node) in value!.AsObject()) table[$"{name}|{inner}"] = node!.DeepClone();
        }
        return table;
    }

    /// <summary>RFC 7644 §3.5.2: an extension's URI is in "schemas" while the resource has an attribute of it.</summary>
    public static string Schemas(Dictionary<string, JsonNode> table) => Sorted(
        table.Keys.Select(k => k[..k.IndexOf('|', StringComparison.Ordinal)]).Where(e => e.Length > 0).Append(ScimUris.User).Distinct());

    public static string Schemas(JsonObject document) => Sorted(document["schemas"]!.AsArray().Select(u => (string)u!));

    public static bool Same(Dictionary<string, JsonNode> left, Dictionary<string, JsonNode> right) =>
        left.Count == right.Count && left.All(p => right.TryGetValue(p.Key, out var other) && JsonNode.DeepEquals(p.Value, other));

    static string Sorted(IEnumerable<string> uris) => string.Join(' ', uris.Order(StringComparer.Ordinal));
}
