namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>A token that is not revoked, and the linked directory that it opens.</summary>
public sealed record StoredToken(
    int DirectoryKey, string DirectoryId, string ExternalKey, string Profile, int SchemasVersion, byte[] Hash, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, Guid Id, string Suffix);
