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

/// <summary>A role of an account, flat.</summary>
public sealed class AccountRoleRow
{
    public Guid AccountId { get; set; }

    /// <summary>The role in upper case (the two platform roles in lower case): no account has two roles with one key.</summary>
    public required string RoleKey { get; set; }

    public required string Role { get; set; }

    /// <summary>Whether it is admin or user.</summary>
    public bool IsPlatformRole { get; set; }

    public required string TenantId { get; set; }
    public required string Environment { get; set; }
    public required string Email { get; set; }
    public bool Enabled { get; set; }
    public required string Source { get; set; }
}

/// <summary>A run of one tenant, flat.</summary>
public sealed class SyncRunRow
{
    public Guid RunId { get; set; }
    public required string DirectoryId { get; set; }
    public required string TenantId { get; set; }
    public required string Environment { get; set; }
    public required string Trigger { get; set; }
    public required string Status { get; set; }

    /// <summary>Whether everybody was looked at, or only what had changed.</summary>
    public bool Full { get; set; }

    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset FinishedAt { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Disabled { get; set; }
    public int Removed { get; set; }
    public int Unchanged { get; set; }
    public int Failed { get; set; }
    public string? HeldBecause { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? Error { get; set; }
}

/// <summary>An entry of the audit trail, flat; before and after are JSON texts.</summary>
public sealed class ChangeRow
{
    public Guid ChangeId { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Actor { get; set; }
    public string? Source { get; set; }
    public string? Request { get; set; }
    public Guid? RunId { get; set; }
    public required string Action { get; set; }
    public required string Subject { get; set; }
    public required string SubjectId { get; set; }
    public string? Name { get; set; }

    /// <summary>Empty where the thing is of no directory, or of one that was deleted.</summary>
    public string? DirectoryId { get; set; }

    public string? TenantId { get; set; }
    public string? Environment { get; set; }
    public string? Before { get; set; }
    public string? After { get; set; }
}
