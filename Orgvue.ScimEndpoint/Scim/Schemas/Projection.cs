using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>Which attributes an answer shows (RFC 7644 section 3.9, "returned" of RFC 7643 section 7).</summary>
public sealed class Projection
{
    readonly ResourceType _type;
    readonly HashSet<string>? _wanted;
    readonly HashSet<string> _unwanted;
    IReadOnlySet<string> _specified = new HashSet<string>();

    Projection(ResourceType type, HashSet<string>? wanted, HashSet<string> unwanted) =>
        (_type, _wanted, _unwanted) = (type, wanted, unwanted);

    /// <summary>Whether neither parameter was given.</summary>
    public bool IsDefault => _wanted is null && _unwanted.Count == 0;

    /// <summary>Whether all is shown that is shown where nothing is asked for, but perhaps for one attribute.</summary>
    public bool IsDefaultBut(string attribute) =>
        _wanted is null && (_unwanted.Count == 0 || _unwanted.Count == 1 && _unwanted.Contains(attribute));

    /// <summary>Reads the two comma-separated parameters; unknown names are ignored, both at once are refused.</summary>
    public static Projection Parse(ResourceType type, string? attributes, string? excludedAttributes)
    {
        var (wanted, unwanted) = (Names(attributes), Names(excludedAttributes));
        // RFC 7644 3.9: the one or the other.
        if (wanted.Count > 0 && unwanted.Count > 0)
            throw new ScimException(ScimTypes.InvalidValue, "Expected either attributes or excludedAttributes, but found both.");
        return new Projection(type, wanted.Count == 0 ? null : Keys(type, wanted), Keys(type, unwanted));
    }

    /// <summary>The same, with what the client wrote of those attributes that are returned on request only.</summary>
    public Projection Showing(IReadOnlySet<string> specified) => new(_type, _wanted, _unwanted) { _specified = specified };

    /// <summary>Whether anything of the attribute, or of the extension of that URI, is shown.</summary>
    public bool Returns(string topLevelName)
    {
        if (_type.Extension(topLevelName) is { } extension)
            return extension.Attributes.Any(a => Shows(new ResolvedAttribute(extension, a, null)));
        return AttributePath.TryParse(topLevelName) is { } path && _type.Resolve(path) is { } target && Shows(target);
    }

    /// <summary>The part of the representation to show, as a new object.</summary>
    public JsonObject Apply(JsonObject representation)
    {
        var shown = new JsonObject();
        foreach (var (name, node) in representation)
        {
            if (node is JsonObject values && _type.Extension(name) is { } extension)
            {
                var part = new JsonObject();
                foreach (var (inner, value) in values) Show(part, inner, value, extension, extension.Attribute(inner));
                if (part.Count > 0) shown[name] = part;
            }
            else if (_type.Resolve(new AttributePath(null, name, null)) is { } target) Show(shown, name, node, null, target.Attribute);
            else if (IsDefault) shown[name] = node?.DeepClone();
        }
        return shown;
    }

    void Show(JsonObject into, string name, JsonNode? node, Schema? extension, SchemaAttribute? attribute)
    {
        if (attribute is null || !Shows(new ResolvedAttribute(extension, attribute, null))) return;
        if (Trimmed(node, extension, attribute) is { } trimmed) into[name] = trimmed;
    }

    JsonNode? Trimmed(JsonNode? node, Schema? extension, SchemaAttribute attribute)
    {
        if (attribute.SubAttributes.All(s => ShowsSub(extension, attribute, s))) return node?.DeepClone();
        switch (node)
        {
            case JsonArray array:
                var items = new JsonArray([.. array.Select(i => Trimmed(i, extension, attribute)).Where(i => i is not null)]);
                return items.Count > 0 ? items : null;
            case JsonObject json:
                var part = new JsonObject();
                foreach (var (name, value) in json)
                {
                    if (attribute.Sub(name) is { } sub && ShowsSub(extension, attribute, sub)) part[name] = value?.DeepClone();
                }
                return part.Count > 0 ? part : null;
            default:
                return node?.DeepClone();
        }
    }

    // An attribute is shown when it is named itself, by its extension or by one of its sub-attributes.
    bool Shows(ResolvedAttribute target)
    {
        var attribute = target.Attribute!;
        if (attribute.Returned == Returned.Always) return true;
        if (attribute.Returned == Returned.Never) return false;
        if (_unwanted.Count > 0 && (_unwanted.Contains(target.Key) || ExtensionIn(_unwanted, target.Extension))) return false;
        if (_wanted is null) return attribute.Returned == Returned.Default || _specified.Contains(target.Key);
        return _wanted.Contains(target.Key)
            || (attribute.Returned == Returned.Default && ExtensionIn(_wanted, target.Extension))
            || attribute.SubAttributes.Any(s => _wanted.Contains((target with { Sub = s }).Key));
    }

    bool ShowsSub(Schema? extension, SchemaAttribute attribute, SchemaAttribute sub)
    {
        if (sub.Returned == Returned.Always) return true;
        if (sub.Returned == Returned.Never) return false;
        if (IsDefault && sub.Returned == Returned.Default) return true;
        var key = new ResolvedAttribute(extension, attribute, sub).Key;
        if (_unwanted.Contains(key)) return false;
        if (_wanted is null) return sub.Returned == Returned.Default || _specified.Contains(key);
        if (_wanted.Contains(key)) return true;
        if (sub.Returned == Returned.Request) return false;
        // Always-returned attributes come whole unless one of their parts was asked for.
        var whole = new ResolvedAttribute(extension, attribute, null);
        return _wanted.Contains(whole.Key) || ExtensionIn(_wanted, extension)
            || !attribute.SubAttributes.Any(s => _wanted.Contains((whole with { Sub = s }).Key));
    }

    static bool ExtensionIn(HashSet<string> keys, Schema? extension) => extension is not null && keys.Contains(extension.Id);

    static List<string> Names(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    // Entra asks for a bare "manager": a name without its extension's URI is understood here as in a filter.
    static HashSet<string> Keys(ResourceType type, List<string> names)
    {
        var tolerance = new Tolerance();
        return [.. names.SelectMany(name => IsCore(name) ? Core() : Key(name) is { } key ? [key] : [])];

        bool IsCore(string name) => name.Equals(type.Core.Id, StringComparison.OrdinalIgnoreCase);

        // As with an extension's URI: all that is shown where nothing is asked for.
        IEnumerable<string> Core() => type.Core.Attributes.Where(a => a.Returned == Returned.Default).Select(a => a.Name);

        string? Key(string name) => type.Extension(name) is { } whole
            ? whole.Id
            : AttributePath.TryParse(name) is { } path ? type.Resolve(path, tolerance)?.Key : null;
    }
}
