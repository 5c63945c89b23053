using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>What a path means in a resource type; without an attribute it is a whole extension (RFC 7644 section 3.10).</summary>
public sealed record ResolvedAttribute(Schema? Extension, SchemaAttribute? Attribute, SchemaAttribute? Sub)
{
    /// <summary>Whether the resource type in question has no such attribute, but another one that is queried with it does.</summary>
    public bool Elsewhere { get; init; }

    /// <summary>The path as the schemas spell it: userName, name.familyName, urn:…:User:manager.value.</summary>
    public string Key => Path.Text;

    public AttributePath Path => new(Extension?.Id, Attribute?.Name ?? "", Sub?.Name);

    /// <summary>The innermost attribute named, or null for a whole extension.</summary>
    public SchemaAttribute? Leaf => Sub ?? Attribute;

    /// <summary>The same attribute, with its "value" where it is complex and no sub-attribute is named.</summary>
    public ResolvedAttribute ByValue() =>
        Sub is null && Attribute?.Sub("value") is { } value ? this with { Sub = value } : this;
}
