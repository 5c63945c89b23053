using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Patching;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>A stored document × the body of a PUT → the document to store (RFC 7644 section 3.5.1).</summary>
public static class Replacement
{
    /// <summary>
    /// What the body gives, and of the stored document what a PUT cannot take away: read-only values, immutable ones that it does not repeat,
    /// and what a schema that is no longer here has left. An immutable value that differs is refused.
    /// </summary>
    public static JsonObject Of(ResourceType type, JsonObject stored, JsonObject given)
    {
        var draft = given.DeepClone().AsObject();
        var kept = Keep(type.Core.Attributes, stored, draft);
        foreach (var (name, value) in stored)
        {
            if (value is not JsonObject old || !name.Contains(':', StringComparison.Ordinal)) continue;
            var part = draft[name] as JsonObject ?? [];
            var more = type.Extension(name) is { } extension
                ? KeepExtension(extension, old, part) | Keep([.. old.Where(p => extension.Attribute(p.Key) is null).Select(p => p.Key)], old, part)
                : Keep([.. old.Select(p => p.Key)], old, part);
            if (more && part.Parent is null) draft[name] = part;
            kept |= more;
        }
        var document = kept ? Document.Finish(type, draft) : draft;
        Immutables.Check(type, stored, document);
        return document;
    }

    // A client that knows nothing of the extension cannot repeat what its fixed values may not be without.
    static bool KeepExtension(Schema extension, JsonObject old, JsonObject now)
    {
        var absent = now.Count == 0;
        var kept = Keep(extension.Attributes, old, now);
        if (kept && absent) Keep([.. extension.Attributes.Where(a => a.Required).Select(a => a.Name)], old, now);
        return kept;
    }

    static bool Keep(IReadOnlyList<SchemaAttribute> attributes, JsonObject old, JsonObject now)
    {
        var kept = Keep([.. attributes.Where(IsFixed).Select(a => a.Name)], old, now);
        foreach (var attribute in attributes)
        {
            if (attribute.MultiValued || old[attribute.Name] is not JsonObject parts || !attribute.SubAttributes.Any(IsFixed)) continue;
            var part = now[attribute.Name] as JsonObject ?? [];
            if (!Keep(attribute.SubAttributes, parts, part)) continue;
            if (part.Parent is null) now[attribute.Name] = part;
            kept = true;
        }
        return kept;
    }

    static bool Keep(IReadOnlyList<string> names, JsonObject old, JsonObject now)
    {
        var kept = false;
        foreach (var name in names)
        {
            if (old[name] is not { } value || now.ContainsKey(name)) continue;
            now[name] = value.DeepClone();
            kept = true;
        }
        return kept;
    }

    static bool IsFixed(SchemaAttribute attribute) => attribute.Mutability is Mutability.ReadOnly or Mutability.Immutable;
}
