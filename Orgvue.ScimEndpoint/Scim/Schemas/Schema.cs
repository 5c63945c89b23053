using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>A schema: a URI and the attributes it defines (RFC 7643 section 7).</summary>
public sealed record Schema(string Id, string Name, string Description, IReadOnlyList<SchemaAttribute> Attributes)
{
    /// <summary>The schema a definition describes; a definition that breaks RFC 7643 is refused with the place named.</summary>
    public static Schema Parse(JsonObject definition) => SchemaJson.Read(definition);

    /// <summary>The representation that /Schemas shows, without meta.</summary>
    public JsonObject ToJson() => SchemaJson.Write(this);

    /// <summary>The attribute of that name in any case, or null.</summary>
    public SchemaAttribute? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return attribute;
        }
        return null;
    }
}
