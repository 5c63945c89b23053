namespace Orgvue.ScimEndpoint.Model;

/// <summary>An extension schema that an operator added to one directory (RFC 7643 §3.3).</summary>
public sealed class DirectorySchema
{
    public int DirectoryKey { get; set; }

    /// <summary>The schema's URI, as the operator wrote it.</summary>
    public required string Id { get; set; }

    /// <summary><see cref="Id"/> folded: URIs of schemas are compared without case.</summary>
    public required string IdKey { get; set; }

    /// <summary><c>User</c> or <c>Group</c>: the resource type that it extends.</summary>
    public required string ResourceType { get; set; }

    /// <summary>The definition as /Schemas shows it, without meta, as JSON text.</summary>
    public required string Definition { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A value of an extension's attribute that may occur once in the directory (RFC 7643 §7, uniqueness "server" or "global").</summary>
public sealed class UniqueValue
{
    public int DirectoryKey { get; set; }

    /// <summary>The attribute's full path, folded: <c>urn:…:Badge:number</c>.</summary>
    public required string Attribute { get; set; }

    /// <summary>The value, folded where the attribute ignores case.</summary>
    public required string ValueKey { get; set; }

    public Guid ResourceId { get; set; }
}
