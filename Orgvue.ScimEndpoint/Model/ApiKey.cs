namespace Orgvue.ScimEndpoint.Model;

/// <summary>A key of the admin API that belongs to somebody or something; the key itself is shown once and not kept.</summary>
public sealed class ApiKey
{
    public Guid Id { get; set; }

    /// <summary>Whose it is: the audit trail says so of what is done with it.</summary>
    public required string Name { get; set; }

    public ApiRole Role { get; set; }
    public required byte[] Hash { get; set; }

    /// <summary>The last four characters, by which a person recognises a key in a list.</summary>
    public required string Suffix { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>What a key of the admin API may do; each may do what those before it may.</summary>
public enum ApiRole
{
    /// <summary>Look at everything, change nothing.</summary>
    Reader,

    /// <summary>Let things run: sync, hold, release, try again, edit accounts on the Orgvue side.</summary>
    Operator,

    /// <summary>Configure: directories, tokens, configurations, webhooks, keys.</summary>
    Administrator,
}
