using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Random filters on a type, about values that its resources have, nearly have, or do not have.</summary>
sealed class AnyFilter
{
    static readonly string[] Ordering = ["gt", "ge", "lt", "le"];
    static readonly string[] Substring = ["co", "sw", "ew"];

    readonly Random _random;
    readonly ResourceType _type;
    readonly IReadOnlyList<JsonObject> _resources;
    readonly List<(Schema? Extension, SchemaAttribute Attribute)> _attributes;

    public AnyFilter(Random random, ResourceType type, IReadOnlyList<JsonObject> resources)
    {
        (_random, _type, _resources) = (random, type, resources);
        string[] common = ["id", "externalId", "meta", "schemas"];
        _attributes =
        [
            .. common.Select(name => ((Schema?)null, type.Resolve(new AttributePath(null, name, null))!.Attribute!)),
            .. type.Core.Attributes.Where(a => !a.Discarded).Select(a => ((Schema?)null, a)),
            .. type.Extensions.SelectMany(e => e.Attributes.Select(a => ((Schema?)e, a))),
        ];
        // What columns decide, and what has values here, is asked for more often.
        string[] often = ["userName", "displayName", "externalId", "active", "emails", "groups", "members", "meta", "id"];
        var columns = _attributes.Where(a => a.Extension is null && often.Contains(a.Attribute.Name)).ToList();
        for (var i = 0; i < 3; i++) _attributes.AddRange(columns);
    }

    public string Next(int depth = 3) => _random.Next(depth <= 0 ? 4 : 8) switch
    {
        4 => $"{Bracketed(depth)} and {Bracketed(depth)}",
        5 => $"{Bracketed(depth)} or {Bracketed(depth)}",
        6 => $"not ({Next(depth - 1)})",
        7 => $"{Next(depth - 1)} {(_random.Next(2) == 0 ? "AND" : "or")} {Next(depth - 1)}",
        _ => Expression(),
    };

    string Bracketed(int depth) => _random.Next(2) == 0 ? $"({Next(depth - 1)})" : Next(depth - 1);

    string Expression()
    {
        var (extension, attribute) = _random.One(_attributes);
        var name = extension is not null ? $"{extension.Id}:{attribute.Name}" : _random.Next(8) == 0 ? $"{_type.Core.Id}:{attribute.Name}" : attribute.Name;
        if (_random.Next(10) == 0) name = name.ToUpperInvariant();
        if (attribute.Type != AttributeType.Complex) return Test(name, attribute, extension, attribute, null);
        var sub = _random.One(attribute.SubAttributes.Where(s => !s.Discarded).ToList());
        return _random.Next(6) switch
        {
            0 => $"{name} {(_random.Next(2) == 0 ? "pr" : _random.Next(2) == 0 ? "eq null" : "ne null")}",
            1 or 2 => $"{name}[{Inner(extension, attribute, 2)}]",
            3 when attribute.Sub("value") is { } value => Test(name, value, extension, attribute, value),
            _ => Test($"{name}.{sub.Name}", sub, extension, attribute, sub),
        };
    }

    string Inner(Schema? extension, SchemaAttribute attribute, int depth)
    {
        var sub = _random.One(attribute.SubAttributes.Where(s => !s.Discarded).ToList());
        return _random.Next(depth <= 0 ? 3 : 6) switch
        {
            3 => $"({Inner(extension, attribute, depth - 1)}) and {Inner(extension, attribute, depth - 1)}",
            4 => $"{Inner(extension, attribute, depth - 1)} or {Inner(extension, attribute, depth - 1)}",
            5 => $"not ({Inner(extension, attribute, depth - 1)})",
            _ => Test(sub.Name, sub, extension, attribute, sub),
        };
    }

    string Test(string path, SchemaAttribute leaf, Schema? extension, SchemaAttribute attribute, SchemaAttribute? sub)
    {
        var kind = _random.Next(10);
        if (kind == 0) return $"{path} pr";
        if (kind == 1) return $"{path} {(_random.Next(2) == 0 ? "eq" : "ne")} null";
        var equality = _random.Next(3) == 0 ? "ne" : "eq";
        var known = Known(extension, attribute, sub);
        switch (leaf.Type)
        {
            case AttributeType.Boolean:
                return $"{path} {equality} {(_random.Next(2) == 0 ? "true" : "false")}";
            case AttributeType.Integer or AttributeType.Decimal:
                var number = known.Count > 0 && _random.Next(3) > 0
                    ? _random.One(known).ToJsonString()
                    : (_random.Next(-30, 40) / 10m).ToString(CultureInfo.InvariantCulture);
                return $"{path} {(_random.Next(2) == 0 ? equality : _random.One(Ordering))} {number}";
            case AttributeType.DateTime when kind > 2:
                return $"{path} {(_random.Next(2) == 0 ? equality : _random.One(Ordering))} \"{Instant(known)}\"";
            default:
                var ops = leaf.Type is AttributeType.Binary or AttributeType.DateTime ? Substring : _random.Next(2) == 0 ? Substring : Ordering;
                var text = known.Count > 0 && _random.Next(5) > 0 ? _random.One(known).ToString() : AnyText.Of(_random, 2);
                var op = _random.Next(2) == 0 && leaf.Type != AttributeType.DateTime ? equality : _random.One(ops);
                return $"{path} {op} {Quoted(AnyText.Like(_random, text))}";
        }
    }

    List<JsonNode> Known(Schema? extension, SchemaAttribute attribute, SchemaAttribute? sub)
    {
        var resource = _random.One(_resources);
        var holder = extension is null ? resource : resource[extension.Id] as JsonObject;
        var values = Each(holder?[attribute.Name]);
        return [.. sub is null ? values : values.OfType<JsonObject>().SelectMany(v => Each(v[sub.Name]))];
    }

    static IEnumerable<JsonNode> Each(JsonNode? node) => node switch { null => [], JsonArray array => array.OfType<JsonNode>(), _ => [node] };

    string Instant(List<JsonNode> known)
    {
        var at = known.Count > 0 && known[0].GetValueKind() == JsonValueKind.String
            ? DateTimeOffset.Parse(known[0].GetValue<string>(), CultureInfo.InvariantCulture)
            : new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        // What is stored and shown has milliseconds; a literal may be finer, and lie between two of them.
        if (_random.Next(4) == 0) at = at.AddTicks(_random.Next(-9_999, 10_000));
        at = at.AddMilliseconds(_random.Next(-1, 2)).ToOffset(TimeSpan.FromHours(_random.Next(-3, 4)));
        return at.ToString(_random.Next(2) == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fffzzz" : "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
    }

    static string Quoted(string text) => new FilterValue.Text(text).ToString();
}
