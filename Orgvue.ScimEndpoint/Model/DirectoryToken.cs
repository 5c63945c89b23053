namespace Orgvue.ScimEndpoint.Model;

/// <summary>A bearer token or a client secret of a directory. Only its SHA-256 is kept; what it is of, is shown once.</summary>
public sealed class DirectoryToken
{
    public int DirectoryKey { get; set; }
    public Guid Id { get; set; }
    public TokenKind Kind { get; set; }
    public required byte[] Hash { get; set; }

    /// <summary>The last four characters, by which a person recognises a token in a list.</summary>
    public required string Suffix { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was made known that the token expires soon.</summary>
    public DateTimeOffset? ExpiryToldAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>What a secret of a directory is for.</summary>
public enum TokenKind
{
    /// <summary>It is sent with each request.</summary>
    Bearer,

    /// <summary>It is exchanged for an access token (RFC 6749 §4.4); the client's id is the directory's.</summary>
    ClientSecret,
}
