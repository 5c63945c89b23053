using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>Which attributes a client wrote: those returned on "request" are part of the answer to it (RFC 7643 section 7).</summary>
public static class Specified
{
    /// <summary>The attributes of a POST's or a PUT's body.</summary>
    public static IReadOnlySet<string> By(ResourceType type, JsonObject body)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (HasAny(type)) Read(type, body, keys);
        return keys;
    }

    /// <summary>The attributes that operations name.</summary>
    public static IReadOnlySet<string> By(ResourceType type, IReadOnlyList<PatchOperation> operations)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (!HasAny(type)) return keys;
        foreach (var operation in operations)
        {
            if (operation.Path is { } text) Put(type, text.Split('[')[0] + (text.LastIndexOf("].", StringComparison.Ordinal) is > 0 and var end ? text[(end + 1)..] : ""), operation.Value, keys);
            else if (operation.Value is JsonObject values) Read(type, values, keys);
        }
        return keys;
    }

    static bool HasAny(ResourceType type) => type.Extensions.Append(type.Core)
        .Any(s => s.Attributes.Any(a => a.Returned == Returned.Request || a.SubAttributes.Any(sub => sub.Returned == Returned.Request)));

    static void Read(ResourceType type, JsonObject values, HashSet<string> keys, string prefix = "")
    {
        foreach (var (name, value) in values) Put(type, prefix + name, value, keys);
    }

    static void Put(ResourceType type, string name, JsonNode? value, HashSet<string> keys)
    {
        if (type.Extension(name) is { } extension)
        {
            if (value is JsonObject values) Read(type, values, keys, extension.Id + ":");
            return;
        }
        if (AttributePath.TryParse(name) is not { } path || (type.Resolve(path) ?? type.ResolveBare(path)) is not { Attribute: not null } target) return;
        keys.Add((target with { Sub = null }).Key);
        if (target.Sub is not null) keys.Add(target.Key);
        foreach (var part in Elements.Of(value).OfType<JsonObject>().SelectMany(v => v))
        {
            if (target.Attribute.Sub(part.Key) is { } sub) keys.Add((target with { Sub = sub }).Key);
        }
    }
}
