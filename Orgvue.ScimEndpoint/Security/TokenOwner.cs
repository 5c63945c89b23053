using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>The directory that a caller may reach.</summary>
public sealed record TokenOwner(int Key, string Id, string ExternalKey, DirectoryProfile Profile, int SchemasVersion)
{
    /// <summary>Who calls, as the audit trail says it: by the last characters of a token, by which a person recognises it.</summary>
    public string Name { get; init; } = "";

    public WaysIn WaysIn { get; init; } = WaysIn.Default;

    /// <summary>Whether the URL names this directory; WorkOS's carry the external key.</summary>
    public bool IsNamed(string? name) => name == Id || (Profile == DirectoryProfile.WorkOs && name == ExternalKey);
}

/// <summary>How the clients of a directory may sign in.</summary>
public sealed record WaysIn(bool Tokens, bool ClientCredentials, string? JwtIssuer)
{
    public static readonly WaysIn Default = new(true, false, null);
}
