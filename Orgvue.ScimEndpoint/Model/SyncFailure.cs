namespace Orgvue.ScimEndpoint.Model;

/// <summary>Why a user has no account. One is open per (tenant, user, code); it is closed by the run in which the user succeeds or is gone (rule B7).</summary>
public sealed class SyncFailure
{
    public int DirectoryKey { get; set; }
    public Guid Id { get; set; }

    /// <summary>Null when the failure concerns no tenant in particular (<c>NoTenantGroup</c>).</summary>
    public int? TenantKey { get; set; }

    public Tenant? Tenant { get; set; }
    public Guid UserId { get; set; }
    public required string UserName { get; set; }
    public string? Email { get; set; }

    /// <summary>The names of the user's groups when the failure was last seen.</summary>
    public List<string> Groups { get; set; } = [];

    public required string Code { get; set; }
    public required string Reason { get; set; }

    /// <summary>What to change in the identity provider.</summary>
    public required string Remedy { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>In how many runs it was seen.</summary>
    public int Count { get; set; } = 1;

    public DateTimeOffset? ResolvedAt { get; set; }
    public Guid? ResolvedByRun { get; set; }
}
