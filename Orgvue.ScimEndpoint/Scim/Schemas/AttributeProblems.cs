namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>Which characteristics of an attribute do not go together (RFC 7643 sections 2.3 and 7).</summary>
sealed class AttributeProblems(Action<string, string, string> add, string at, AttributeProblems? within)
{
    public static readonly IReadOnlyList<string> Keys =
    [
        "name", "type", "multiValued", "description", "required", "canonicalValues", "caseExact", "mutability", "returned", "uniqueness",
        "referenceTypes", "subAttributes",
    ];

    public AttributeType Type { get; init; }
    public Mutability Mutability { get; init; }
    public Returned Returned { get; init; }
    public Uniqueness Uniqueness { get; init; }
    public bool MultiValued { get; init; }
    public bool Required { get; init; }
    public bool HasCanonicalValues { get; init; }
    public bool HasReferenceTypes { get; init; }

    bool IsKept => Mutability != Mutability.WriteOnly && Returned != Returned.Never;

    public void Find()
    {
        if (within is not null && Type == AttributeType.Complex) add(at + "type", "2.3.8", "A sub-attribute must not be complex.");
        if (HasReferenceTypes && Type != AttributeType.Reference) add(at + "referenceTypes", "7", "Only an attribute of type reference has reference types.");
        if (HasCanonicalValues && Type is (AttributeType.Complex or AttributeType.Boolean))
            add(at + "canonicalValues", "7", "Only an attribute with simple values other than true and false has canonical values.");
        if (Mutability == Mutability.WriteOnly && Returned != Returned.Never)
            add(at + "returned", "7", "What is writeOnly must be returned \"never\".");
        if (Required && Mutability == Mutability.ReadOnly) add(at + "required", "7", "No client can give what is readOnly.");
        if (Required && !IsKept) add(at + "required", "7", "What is never returned is not kept, so that it cannot be required.");
        if (Uniqueness != Uniqueness.None) FindUniqueness();
    }

    void FindUniqueness()
    {
        var one = Type is not (AttributeType.Complex or AttributeType.Boolean or AttributeType.Binary) && !MultiValued && within is not { MultiValued: true };
        if (!one) add(at + "uniqueness", "7", "Only one text, number, instant or reference a resource can be unique; expected \"none\".");
        else if (!IsKept || within is { IsKept: false }) add(at + "uniqueness", "7", "What is never returned is not kept, so that it cannot be unique.");
        else if (Mutability == Mutability.ReadOnly || within is { Mutability: Mutability.ReadOnly })
            add(at + "uniqueness", "7", "No client can give what is readOnly; expected \"none\".");
    }
}
