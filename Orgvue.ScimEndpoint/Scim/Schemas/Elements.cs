using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>The values of attributes, and questions asked of one value of a multi-valued one (RFC 7643 section 2.4).</summary>
static class Elements
{
    /// <summary>The values of an attribute, be it single, multi-valued or unassigned.</summary>
    public static List<JsonNode> Of(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => [.. array.OfType<JsonNode>()],
        _ => [node],
    };

    public static bool IsPrimary(JsonNode? element) => element is JsonObject json && json["primary"]?.GetValueKind() == JsonValueKind.True;

    /// <summary>Whether both are the same value of the attribute, by its case exactness.</summary>
    public static bool Same(SchemaAttribute attribute, JsonNode? left, JsonNode? right)
    {
        if (attribute.CaseExact || !IsText(left) || !IsText(right)) return JsonNode.DeepEquals(left, right);
        return Fold.Key(left!.GetValue<string>()) == Fold.Key(right!.GetValue<string>());
    }

    /// <summary>
    /// Whether the existing value is the one described: its "value" and its "type" are the same, or all that is described is in it
    /// already. The same (type, value) must not occur twice.
    /// </summary>
    public static bool Describes(SchemaAttribute attribute, JsonObject described, JsonObject existing)
    {
        var (value, type) = (attribute.Sub("value"), attribute.Sub("type"));
        if (value is not null && described[value.Name] is not null && Same(value, described[value.Name], existing[value.Name])
            && (type is null || Same(type, described[type.Name], existing[type.Name]))) return true;
        return described.All(p => attribute.Sub(p.Key) is { } sub && Same(sub, p.Value, existing[sub.Name]));
    }

    /// <summary>
    /// Makes one of values with the same "value" and "type", or the same in all: what the first lacks, it takes from the others
    /// (RFC 7643 section 2.4: the same (type, value) should not be there more than once).
    /// </summary>
    /// <returns>Where the followed value is then: itself, or the one that took it in.</returns>
    public static JsonNode? Unite(SchemaAttribute attribute, JsonArray values, JsonNode? followed = null)
    {
        if (values.Count < 2) return followed;
        var first = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            if (first.TryAdd(Identity(attribute, value), value)) continue;
            if (value is JsonObject more && first[Identity(attribute, value)] is JsonObject known) Fill(known, more);
            if (followed is not null && ReferenceEquals(value, followed)) followed = first[Identity(attribute, value)];
            values.RemoveAt(i--);
        }
        return followed;
    }

    static void Fill(JsonObject known, JsonObject more)
    {
        foreach (var (name, part) in more)
        {
            if (!known.ContainsKey(name)) known[name] = part?.DeepClone();
        }
        if (IsPrimary(more)) known["primary"] = true;
    }

    static string Identity(SchemaAttribute attribute, JsonNode? node)
    {
        if (node is not JsonObject json) return Folded(attribute, node);
        if (attribute.Sub("value") is { } value && json[value.Name] is { } pointed)
            return $"{Folded(value, pointed)} {(attribute.Sub("type") is { } type ? Folded(type, json[type.Name]) : "")}";
        return string.Join(' ', attribute.SubAttributes.Select(s => json[s.Name]?.ToJsonString()));
    }

    static string Folded(SchemaAttribute attribute, JsonNode? node) =>
        !attribute.CaseExact && IsText(node) ? JsonValue.Create(Fold.Key(node!.GetValue<string>())).ToJsonString() : node?.ToJsonString() ?? "";

    static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
