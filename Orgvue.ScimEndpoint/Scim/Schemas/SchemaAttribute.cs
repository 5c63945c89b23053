using System.Diagnostics.CodeAnalysis;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>The data type of an attribute (RFC 7643 section 2.3).</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The RFC's own names of the types.")]
public enum AttributeType { String, Boolean, Decimal, Integer, DateTime, Binary, Reference, Complex }

/// <summary>When a client may write an attribute (RFC 7643 section 7).</summary>
public enum Mutability { ReadWrite, ReadOnly, Immutable, WriteOnly }

/// <summary>When an attribute is part of an answer (RFC 7643 section 7).</summary>
public enum Returned { Default, Always, Never, Request }

/// <summary>Among whom a value may occur once only (RFC 7643 section 7).</summary>
public enum Uniqueness { None, Server, Global }

/// <summary>An attribute and its characteristics as data, the only thing validation goes by (RFC 7643 sections 2.2 and 7).</summary>
public sealed record SchemaAttribute
{
    public required string Name { get; init; }
    public AttributeType Type { get; init; }
    public bool MultiValued { get; init; }
    public string Description { get; init; } = "";
    public bool Required { get; init; }
    public bool CaseExact { get; init; }
    public Mutability Mutability { get; init; }
    public Returned Returned { get; init; }
    public Uniqueness Uniqueness { get; init; }
    public IReadOnlyList<string> CanonicalValues { get; init; } = [];
    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];
    public IReadOnlyList<SchemaAttribute> SubAttributes { get; init; } = [];

    /// <summary>A value that is accepted, checked and thrown away (the password): there is nothing here that needs it.</summary>
    public bool Discarded => Mutability == Mutability.WriteOnly || Returned == Returned.Never;

    /// <summary>The sub-attribute of that name in any case, or null.</summary>
    public SchemaAttribute? Sub(string name)
    {
        foreach (var sub in SubAttributes)
        {
            if (sub.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return sub;
        }
        return null;
    }
}
