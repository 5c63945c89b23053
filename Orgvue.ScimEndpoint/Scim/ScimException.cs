namespace Orgvue.ScimEndpoint.Scim;

/// <summary>A request we will not serve, and why (RFC 7644 section 3.12); written to the client in one place.</summary>
public sealed class ScimException(int status, string? scimType, string detail) : Exception(detail)
{
    public ScimException(string scimType, string detail) : this(scimType == ScimTypes.Uniqueness ? 409 : 400, scimType, detail) { }

    public int Status { get; } = status;

    public string? ScimType { get; } = scimType;
}

/// <summary>The detail error keywords of RFC 7644 table 9 and RFC 9865 section 2.3.</summary>
public static class ScimTypes
{
    public const string InvalidFilter = "invalidFilter";
    public const string TooMany = "tooMany";
    public const string Uniqueness = "uniqueness";
    public const string Mutability = "mutability";
    public const string InvalidSyntax = "invalidSyntax";
    public const string InvalidPath = "invalidPath";
    public const string NoTarget = "noTarget";
    public const string InvalidValue = "invalidValue";
    public const string InvalidVers = "invalidVers";
    public const string Sensitive = "sensitive";
    public const string InvalidCursor = "invalidCursor";
    public const string ExpiredCursor = "expiredCursor";
    public const string InvalidCount = "invalidCount";
}
