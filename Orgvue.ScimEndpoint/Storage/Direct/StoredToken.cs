namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>A token or client secret that is not revoked, and the linked directory that it opens, with the other ways in.</summary>
public sealed record StoredToken(
    int DirectoryKey, string DirectoryId, string ExternalKey, string Profile, int SchemasVersion, byte[] Hash, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, Guid Id, string Suffix, bool AcceptsClientCredentials, string? JwtIssuer)
{
    public bool AcceptsTokens { get; init; } = true;
}
