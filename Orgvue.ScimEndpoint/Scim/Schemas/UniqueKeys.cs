using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>A value that may occur once in a directory: its attribute, the form in which it is compared, and as it was sent.</summary>
public sealed record UniqueKey(string Attribute, string Key, string Written);

/// <summary>The values of a document that extensions want unique (RFC 7643 section 7, "server" and "global").</summary>
public static class UniqueKeys
{
    public static IReadOnlyList<UniqueKey> Of(ResourceType type, JsonObject document) => [.. type.Extensions.SelectMany(e => Of(e, document))];

    public static IEnumerable<UniqueKey> Of(Schema extension, JsonObject document)
    {
        if (document[extension.Id] is not JsonObject values) yield break;
        foreach (var target in Attributes(extension))
        {
            var value = values[target.Attribute!.Name];
            if (target.Sub is { } sub) value = (value as JsonObject)?[sub.Name];
            if (value is not null) yield return new UniqueKey(target.Key, Comparable(target.Leaf!, value), Text(value));
        }
    }

    /// <summary>The unique attributes of a schema; of complex ones, their unique sub-attributes.</summary>
    public static IEnumerable<ResolvedAttribute> Attributes(Schema extension) => extension.Attributes
        .SelectMany(a => a.SubAttributes.Select(s => new ResolvedAttribute(extension, a, s)).Prepend(new ResolvedAttribute(extension, a, null)))
        .Where(t => t.Leaf!.Uniqueness != Uniqueness.None);

    // 1.0 and 1 are one number, and an instant is one in whatever zone.
    static string Comparable(SchemaAttribute attribute, JsonNode value) => attribute.Type switch
    {
        AttributeType.Integer or AttributeType.Decimal =>
            (decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        AttributeType.DateTime => ScimTime.Parse(Text(value))!.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ when attribute.CaseExact => Text(value),
        _ => Text(value).ToUpperInvariant(),
    };

    static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
