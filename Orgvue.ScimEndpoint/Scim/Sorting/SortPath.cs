using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Scim.Sorting;

/// <summary>The attribute that sortBy names (RFC 7644 section 3.4.2.3), and the key that a representation has by it.</summary>
public sealed class SortPath
{
    readonly ResolvedAttribute _target;
    readonly SchemaAttribute _leaf;

    SortPath(ResolvedAttribute target, SchemaAttribute leaf) => (_target, _leaf) = (target, leaf);

    /// <summary>The path as the schemas spell it.</summary>
    public string Text => _target.Key;

    /// <summary>
    /// The attribute in each of the types; null for a type that has none of that name, as if no resource of it had a value
    /// (RFC 7644 section 3.4.2.1). A name that no type knows is refused, and so is what has no order or is never shown.
    /// </summary>
    public static IReadOnlyList<SortPath?> Parse(string text, IReadOnlyList<ResourceType> types, Tolerance tolerance)
    {
        // Table 9 has invalidPath for PATCH alone; a query's wrong value is invalidValue.
        var path = AttributePath.TryParse(text)
            ?? throw Refused($"Expected an attribute path, such as name.familyName, as sortBy, but found {Excerpt.Of(text)}");
        var found = types.Select(type => Resolved(text, path, type, tolerance)).ToList();
        if (found.TrueForAll(f => f is null))
        {
            var names = string.Join(" and ", types.Select(t => t.Name));
            throw Refused($"Expected an attribute to sort by, but {names} has no attribute {Excerpt.Of(text)}");
        }
        return [.. found.Select(target => target is null ? null : Of(target))];
    }

    public SortKey KeyOf(JsonObject representation)
    {
        var owner = _target.Extension is null ? representation : representation[_target.Extension.Id] as JsonObject;
        var value = One(owner?[_target.Attribute!.Name]);
        if (_target.Sub is not null) value = One((value as JsonObject)?[_target.Sub.Name]);
        return value is null ? SortKey.Unassigned : KeyOf(value);
    }

    // The primary value, if any, or else the first.
    static JsonNode? One(JsonNode? node)
    {
        var values = Elements.Of(node);
        return values.Find(Elements.IsPrimary) ?? values.FirstOrDefault();
    }

    SortKey KeyOf(JsonNode value) => (_leaf.Type, value.GetValueKind()) switch
    {
        (AttributeType.Boolean, JsonValueKind.True) => new(1, null),
        (AttributeType.Boolean, JsonValueKind.False) => new(0, null),
        (AttributeType.Integer or AttributeType.Decimal, JsonValueKind.Number)
            when decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            new(number, null),
        (AttributeType.DateTime, JsonValueKind.String) when ScimTime.Parse(value.GetValue<string>()) is { } at => SortKey.Of(at),
        (AttributeType.DateTime, _) => SortKey.Unassigned,
        (_, JsonValueKind.String) => SortKey.Of(_leaf.CaseExact ? value.GetValue<string>() : Fold.Key(value.GetValue<string>())),
        _ => SortKey.Unassigned,
    };

    static ResolvedAttribute? Resolved(string text, AttributePath path, ResourceType type, Tolerance tolerance) =>
        type.Extension(text) is { } whole ? new ResolvedAttribute(whole, null, null) : type.Resolve(path, tolerance);

    static SortPath Of(ResolvedAttribute named)
    {
        var target = named.ByValue();
        if (target.Leaf is not { Type: not AttributeType.Complex } leaf)
            throw Refused($"{named.Key} is complex; sort by one of its sub-attributes");
        if (target.Attribute is { Discarded: true } || leaf.Discarded)
            throw Refused($"{named.Key} is never returned and cannot be sorted by");
        return new SortPath(target, leaf);
    }

    static ScimException Refused(string sentence) => new(ScimTypes.InvalidValue, sentence + ".");
}
