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
        foreach (var extension in type.Extensions)
            Check(extension.Attributes, before[extension.Id] as JsonObject, after[extension.Id] as JsonObject, extension.Id + ":");
    }

    static void Check(IReadOnlyList<SchemaAttribute> attributes, JsonObject? before, JsonObject? after, string prefix)
    {
        if (before is null) return;
        foreach (var attribute in attributes)
        {
            var (old, now) = (before[attribute.Name], after?[attribute.Name]);
            if (attribute.Mutability == Mutability.Immutable && old is not null && !Elements.Same(attribute, old, now))
                throw new ScimException(ScimTypes.Mutability, $"{prefix}{attribute.Name} is immutable and has a value already.");
            if (old is JsonObject parts && attribute.SubAttributes.Count > 0)
                Check(attribute.SubAttributes, parts, now as JsonObject, $"{prefix}{attribute.Name}.");
        }
    }
}
