using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>Values by RFC 7643 §2.3 to 2.5: of the attribute's type, no nulls, names as the schema spells them.</summary>
sealed class NaiveValues(bool strict)
{
    /// <summary>One value, or null for none; a complex one may keep the nulls that unassign its parts.</summary>
    public JsonNode? Of(SchemaAttribute attribute, JsonNode? value, bool keepNulls = false)
    {
        if (value is null) return null;
        var kind = value.GetValueKind();
        switch (attribute.Type)
        {
            case AttributeType.Complex:
                return Complex(attribute, value, keepNulls);
            case AttributeType.Boolean:
                if (kind is JsonValueKind.True or JsonValueKind.False) return value.DeepClone();
                // StringBoolean.
                if (!strict && kind == JsonValueKind.String && bool.TryParse((string)value!, out var flag)) return JsonValue.Create(flag);
                throw Bad("a boolean");
            case AttributeType.Integer:
                return kind == JsonValueKind.Number && Number(value) == decimal.Truncate(Number(value)) ? JsonValue.Create((long)Number(value)) : throw Bad("a whole number");
            case AttributeType.Decimal:
                return kind == JsonValueKind.Number ? value.DeepClone() : throw Bad("a number");
            default:
                return kind == JsonValueKind.String ? value.DeepClone() : throw Bad("a string");
        }
    }

    public JsonNode? Sub(SchemaAttribute attribute, SchemaAttribute sub, JsonNode? value)
    {
        var part = Of(sub, value);
        // A reference to nobody ("" for a manager's id) is none.
        return !attribute.MultiValued && sub.Name == "value" && part?.ToString().Length == 0 ? null : part;
    }

    JsonObject? Complex(SchemaAttribute attribute, JsonNode value, bool keepNulls)
    {
        // BareManager, ArrayForSingle: a single reference as its id alone, or as an array of one.
        var pointer = !strict && !attribute.MultiValued ? attribute.Sub("value") : null;
        if (pointer is not null && value is JsonArray { Count: 1 } array && array[0] is { } only) value = only;
        if (pointer is not null && value.GetValueKind() == JsonValueKind.String)
            return value.ToString().Length == 0 ? null : new JsonObject { [pointer.Name] = value.DeepClone() };
        if (value is not JsonObject json) throw Bad("an object");

        var kept = new JsonObject();
        foreach (var (name, node) in json)
        {
            // §3.3: unknown and read-only parts of a value are ignored.
            if (attribute.Sub(name) is not { Mutability: not Mutability.ReadOnly } sub) continue;
            var part = Sub(attribute, sub, node);
            if (part is not null || keepNulls) kept[sub.Name] = part;
        }
        return kept.Count == 0 && !keepNulls ? null : kept;
    }

    /// <summary>What may not happen to a sub-attribute by its own characteristics.</summary>
    public static void CheckPart(string op, SchemaAttribute sub, JsonNode? before, JsonNode? after, bool inList)
    {
        if (sub.Required && after is null) throw new NaiveRefusal(op == "remove" ? "mutability" : "invalidValue", "required");
        if (inList && sub.Mutability == Mutability.Immutable && before is not null && !Same(sub, before, after))
            throw new NaiveRefusal("mutability", "immutable");
    }

    /// <summary>Whether two values are one by the attribute's case exactness; primary is false when it is not there.</summary>
    public static bool Same(SchemaAttribute attribute, JsonNode? left, JsonNode? right)
    {
        if (attribute.CaseExact || left?.GetValueKind() != JsonValueKind.String || right?.GetValueKind() != JsonValueKind.String)
            return JsonNode.DeepEquals(left, right);
        return string.Equals((string)left!, (string)right!, StringComparison.OrdinalIgnoreCase);
    }

    public static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    public static NaiveRefusal Bad(string expected) => new("invalidValue", "expected " + expected);
}
