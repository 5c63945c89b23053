namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>An account, flat.</summary>
public sealed class AccountRow
{
    public Guid AccountId { get; set; }
    public required string TenantId { get; set; }
    public required string Environment { get; set; }
    public required string Email { get; set; }

    /// <summary>The e-mail in upper case, for comparing without regard to case.</summary>
    public required string EmailKey { get; set; }

    public bool Enabled { get; set; }
    public required string Status { get; set; }
    public string? PlatformRole { get; set; }
    public required string Source { get; set; }
    public Guid? DirectoryUserId { get; set; }
    public DateTimeOffset? ExpiryDate { get; set; }
    public bool TokenAccess { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? LastSyncedAt { get; set; }
}

/// <summary>A sync failure, open or resolved, flat.</summary>
public sealed class SyncFailureRow
{
    public Guid FailureId { get; set; }
    public required string DirectoryId { get; set; }
    public string? TenantId { get; set; }
    public Guid UserId { get; set; }
    public required string UserName { get; set; }
    public string? Email { get; set; }
    public required string Code { get; set; }
    public required string Reason { get; set; }
    public required string Remedy { get; set; }
    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public int Count { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
}
