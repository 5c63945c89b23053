using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>Client values → the values a document keeps: typed, spelled by the schema, no nulls (RFC 7643 sections 2.2 to 2.5).</summary>
sealed partial class Canonical(Tolerance tolerance, ScimLimits limits)
{
    /// <summary>What is looked up by an index must fit into it: a row of PostgreSQL's holds 2,704 bytes.</summary>
    const int MostNameBytes = 2000;

    /// <summary>The value to keep, or null when the attribute is left unassigned.</summary>
    public JsonNode? Of(SchemaAttribute attribute, JsonNode? value, string where) =>
        attribute.MultiValued ? Many(attribute, value, where) : One(attribute, value, where);

    /// <summary>The values of a multi-valued attribute, each once, at most one of them primary; null when there is none.</summary>
    public JsonArray? Many(SchemaAttribute attribute, JsonNode? value, string where)
    {
        if (value is null) return null;
        if (value is not JsonArray items)
        {
            if (attribute.Type == AttributeType.Complex && value is not JsonObject) throw Expected(where, "an array of objects");
            tolerance.Accept(Deviation.SingleForMultiValued, () => Expected(where, "an array"));
            return One(attribute, value, where) is { } only ? [only] : null;
        }
        if (items.Count > limits.ValuesPerAttribute) throw Refused($"{where} must not have more than {limits.ValuesPerAttribute} values.");

        var kept = new JsonArray([.. items.Select(item => One(attribute, item, where)).Where(one => one is not null)]);
        Elements.Unite(attribute, kept);
        if (kept.Count(Elements.IsPrimary) > 1) throw Refused($"{where} must not have more than one value that is primary.");
        return kept.Count == 0 ? null : kept;
    }

    /// <summary>One value; null, and a complex value without sub-attributes, is none.</summary>
    public JsonNode? One(SchemaAttribute attribute, JsonNode? value, string where) => Unwrapped(attribute, value, where) is not { } one
        ? null
        : Typed(attribute, one, where);

    JsonNode? Typed(SchemaAttribute attribute, JsonNode value, string where) => attribute.Type switch
    {
        AttributeType.Boolean => Boolean(value, where),
        AttributeType.Integer => Number(value, where, whole: true),
        AttributeType.Decimal => Number(value, where, whole: false),
        AttributeType.DateTime => ScimTime.Parse(Text(value, where)) is null
            ? throw Expected(where, "a dateTime such as 2011-05-13T04:42:34Z")
            : value.DeepClone(),
        AttributeType.Complex => Complex(attribute, value, where),
        AttributeType.Binary => Binary(value, where),
        AttributeType.Reference => Reference(attribute, value, where),
        _ => String(attribute, value, where),
    };

    // Microsoft's SCIM library writes every value of an operation as an array of {value}, a single one's too.
    JsonNode? Unwrapped(SchemaAttribute attribute, JsonNode? value, string where)
    {
        if (attribute.MultiValued || attribute.Type == AttributeType.Complex) return value;
        if (value is not JsonArray { Count: 1 } array || array[0] is not JsonObject wrapped) return value;
        if (!wrapped.ContainsKey("value") || wrapped.Any(p => p.Key is not ("value" or "$ref"))) return value;
        tolerance.Accept(Deviation.WrappedValue, () => Expected(where, "one value, not an array"));
        return wrapped["value"];
    }

    /// <summary>The sub-attributes an object gives, canonical, null for those it unassigns; not the unknown and read-only.</summary>
    public Dictionary<SchemaAttribute, JsonNode?> Subs(SchemaAttribute attribute, JsonObject value, string where)
    {
        var given = new Dictionary<SchemaAttribute, JsonNode?>(ReferenceEqualityComparer.Instance);
        foreach (var (name, node) in value)
        {
            if (attribute.Sub(name) is not { } sub)
            {
                tolerance.Ignore($"{attribute.Name}.{name}");
                continue;
            }
            if (sub.Mutability == Mutability.ReadOnly) continue;
            var canonical = Part(attribute, sub, node, $"{where}.{sub.Name}");
            if (!given.TryAdd(sub, sub.Discarded ? null : canonical))
                throw new ScimException(ScimTypes.InvalidSyntax, $"{where}.{sub.Name} is given twice.");
        }
        return given;
    }

    /// <summary>A sub-attribute's value; a manager whose id is "" is no manager.</summary>
    public JsonNode? Part(SchemaAttribute attribute, SchemaAttribute sub, JsonNode? value, string where)
    {
        var canonical = Of(sub, value, where);
        var points = !attribute.MultiValued && sub is { Name: "value", Type: AttributeType.String };
        return points && canonical is JsonValue text && text.GetValue<string>().Length == 0 ? null : canonical;
    }

    JsonObject? Complex(SchemaAttribute attribute, JsonNode value, string where)
    {
        if (value is JsonArray { Count: 1 } array && !attribute.MultiValued && attribute.Sub("value") is not null && array[0] is { } only)
        {
            tolerance.Accept(Deviation.ArrayForSingle, () => Expected(where, "an object"));
            value = only;
        }
        if (value is not JsonObject json) return Bare(attribute, value, where);
        var given = Subs(attribute, json, where);
        var kept = new JsonObject();
        foreach (var sub in attribute.SubAttributes)
        {
            if (given.TryGetValue(sub, out var node) && node is not null) kept[sub.Name] = node;
        }
        return kept.Count == 0 ? null : kept;
    }

    // RFC 7643 4.3: manager is complex. Entra sends its id alone, and "" to clear it.
    JsonObject? Bare(SchemaAttribute attribute, JsonNode value, string where)
    {
        if (attribute.MultiValued || attribute.Sub("value") is not { } sub || value.GetValueKind() != JsonValueKind.String)
            throw Expected(where, "an object");
        tolerance.Accept(Deviation.BareManager, () => Expected(where, "an object"));
        return Text(value, where).Length == 0 ? null : new JsonObject { [sub.Name] = String(sub, value, where) };
    }

    JsonValue Boolean(JsonNode value, string where)
    {
        var kind = value.GetValueKind();
        if (kind is JsonValueKind.True or JsonValueKind.False) return JsonValue.Create(kind == JsonValueKind.True);
        if (kind != JsonValueKind.String || !bool.TryParse(Text(value, where), out var flag)) throw Expected(where, "true or false");
        tolerance.Accept(Deviation.StringBoolean, () => Expected(where, "true or false"));
        return JsonValue.Create(flag);
    }

    static JsonNode Number(JsonNode value, string where, bool whole)
    {
        var expected = whole ? "a whole number" : "a number";
        if (value.GetValueKind() != JsonValueKind.Number
            || !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
            throw Expected(where, expected);
        if (!whole) return value.DeepClone();
        if (amount != decimal.Truncate(amount) || amount is < long.MinValue or > long.MaxValue) throw Expected(where, expected);
        return JsonValue.Create((long)amount);
    }

    // RFC 7643 2.3.6: base 64 of RFC 4648 section 4, whose padding may be left out.
    static JsonValue Binary(JsonNode value, string where)
    {
        var text = Text(value, where);
        var padded = text.Length % 4 == 0 ? text : text.PadRight(text.Length + 4 - text.Length % 4, '=');
        var clean = !text.Any(char.IsWhiteSpace) && Base64.IsValid(padded);
        return clean ? JsonValue.Create(text) : throw Expected(where, "base 64 (RFC 4648 section 4)");
    }

    // RFC 7643 2.3.7: an absolute or a relative URI.
    JsonValue Reference(SchemaAttribute attribute, JsonNode value, string where)
    {
        var kept = String(attribute, value, where);
        if (!UriReference().IsMatch(kept.GetValue<string>()))
            tolerance.Accept(Deviation.ReferenceText, () => Expected(where, "a URI, absolute or relative"));
        return kept;
    }

    JsonValue String(SchemaAttribute attribute, JsonNode value, string where)
    {
        var text = Text(value, where);
        var unique = attribute.Uniqueness != Uniqueness.None;
        if (unique || attribute.Required || attribute.Name == "displayName" || ReferenceEquals(attribute, CommonAttributes.ExternalId))
        {
            if (text.Length > limits.NameLength) throw Refused($"{where} must not be longer than {limits.NameLength} characters.");
            if (Encoding.UTF8.GetByteCount(Fold.Key(text)) > MostNameBytes)
                throw Refused($"{where} must not be longer than {MostNameBytes} bytes in UTF-8.");
            if (text.Any(char.IsControl)) throw Refused($"{where} must not hold control characters.");
            // Zero-width and right-to-left marks make two names look like one.
            if (unique && text.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format))
                throw Refused($"{where} must not hold invisible characters.");
        }
        return JsonValue.Create(text);
    }

    static string Text(JsonNode value, string where) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Expected(where, "a string");

    static ScimException Expected(string where, string what) => Refused($"{where} must be {what}.");

    static ScimException Refused(string detail) => new(ScimTypes.InvalidValue, detail);

    // RFC 3986, with the letters of RFC 3987: no blanks or delimiters, whole escapes, and before a first colon a scheme.
    [GeneratedRegex("""\A(?:[A-Za-z][A-Za-z0-9+.-]*:|(?![^/?#]*:))(?:[^\s\p{Cc}<>"{}|\\^`%]|%[0-9A-Fa-f]{2})*\z""")]
    internal static partial Regex UriReference();
}
