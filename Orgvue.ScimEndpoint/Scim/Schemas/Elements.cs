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

    static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
