namespace Orgvue.ScimEndpoint.Scim;

/// <summary>How much of anything one request may ask for (RFC 7644 section 7.2: what is not bounded is an attack).</summary>
public sealed record ScimLimits
{
    public static readonly ScimLimits Default = new();

    /// <summary>Characters of a filter or a PATCH path.</summary>
    public int FilterLength { get; init; } = 8192;

    /// <summary>Brackets within brackets in a filter; objects within arrays within objects in a body.</summary>
    public int Depth { get; init; } = 32;

    public int PatchOperations { get; init; } = 1000;

    /// <summary>Operations of one bulk request; authentik also cuts its PATCHes by it, so it must not exceed those of a PATCH.</summary>
    public int BulkOperations { get; init; } = 1000;

    /// <summary>Bytes of the body of one bulk request.</summary>
    public int BulkPayload { get; init; } = 5 * 1024 * 1024;

    public int MembersPerRequest { get; init; } = 10_000;

    /// <summary>Characters of any one string (a photo or a certificate is the longest honest one).</summary>
    public int StringLength { get; init; } = 65_536;

    /// <summary>Characters of an attribute that identifies: userName, externalId, a group's displayName.</summary>
    public int NameLength { get; init; } = 1024;

    /// <summary>Values of one multi-valued attribute; names in one object.</summary>
    public int ValuesPerAttribute { get; init; } = 1000;
}
