using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>"immutable" attributes: once they have a value they keep it (RFC 7643 section 7, RFC 7644 section 3.5.1).</summary>
public static class Immutables
{
    /// <summary>Refuses a new document that changes what the old one has fixed; for PUT as for PATCH.</summary>
    public static void Check(ResourceType type, JsonObject before, JsonObject after)
    {
        Check(type.Core.Attributes, before, after, "");
        foreach (var extension in type.Extensions) Check(extension, before[extension.Id] as JsonObject, after[extension.Id] as JsonObject);
    }

    /// <summary>The same of what one extension holds.</summary>
    public static void Check(Schema extension, JsonObject? before, JsonObject? after) =>
        Check(extension.Attributes, before, after, extension.Id + ":");

    /// <summary>Whether the attribute, or a part of its one value, is immutable.</summary>
    public static bool Has(SchemaAttribute attribute) =>
        attribute.Mutability == Mutability.Immutable || (!attribute.MultiValued && attribute.SubAttributes.Any(s => s.Mutability == Mutability.Immutable));

    /// <summary>The same of one attribute that had a value.</summary>
    public static void Check(SchemaAttribute attribute, JsonNode old, JsonNode? now, string where)
    {
        if (attribute.Mutability == Mutability.Immutable && !Elements.Same(attribute, old, now))
            throw new ScimException(ScimTypes.Mutability, $"{where} is immutable and has a value already.");
        if (old is JsonObject parts && attribute.SubAttributes.Count > 0) Check(attribute.SubAttributes, parts, now as JsonObject, $"{where}.");
    }

    static void Check(IReadOnlyList<SchemaAttribute> attributes, JsonObject? before, JsonObject? after, string prefix)
    {
        if (before is null) return;
        foreach (var attribute in attributes)
        {
            if (before[attribute.Name] is { } old) Check(attribute, old, after?[attribute.Name], prefix + attribute.Name);
        }
    }
}
