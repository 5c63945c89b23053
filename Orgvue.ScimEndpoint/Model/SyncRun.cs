namespace Orgvue.ScimEndpoint.Model;

/// <summary>What one run did to one tenant.</summary>
public sealed class SyncRun
{
    public int DirectoryKey { get; set; }
    public Guid Id { get; set; }

    /// <summary>The batch of changes that the run served; a tenant is run once for a batch, however often the node dies.</summary>
    public Guid Batch { get; set; }

    public int TenantKey { get; set; }
    public Tenant? Tenant { get; set; }
    public SyncTrigger Trigger { get; set; }
    public SyncRunStatus Status { get; set; }

    /// <summary>Whether the whole tenant was looked at, or only what had changed (rule B4: the outcome is the same).</summary>
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
    public List<SyncWarning> Warnings { get; set; } = [];

    /// <summary>Why the run was held (rule B8); null for one that never was.</summary>
    public string? HeldBecause { get; set; }

    /// <summary>What a release must name: the hash of the plan as it was last seen. Null for a run that was never held.</summary>
    public string? PlanHash { get; set; }

    /// <summary>Who released or discarded a held run, or caused the failed one to be given up.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>For a failed run: what went wrong, without anybody's data.</summary>
    public string? Error { get; set; }
}

/// <summary>What a run saw, kept for a while so that it can be looked at again under other rules.</summary>
public sealed class SyncRunInput
{
    public int DirectoryKey { get; set; }
    public Guid RunId { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Users with their group names, and accounts: JSON, compressed with Brotli.</summary>
    public required byte[] Data { get; set; }
}

/// <summary>What caused a run.</summary>
public enum SyncTrigger
{
    Window,
    SyncNow,

    /// <summary>The regular look at everybody (rule B4).</summary>
    Periodic,

    /// <summary>Failed accounts were asked to be tried again.</summary>
    Rerun,
}

/// <summary>Discarded: it was held, and somebody decided that it does not happen.</summary>
public enum SyncRunStatus { Completed, CompletedWithFailures, Held, Failed, Discarded }

/// <summary>Something a run noticed that stopped nobody: a code of the rules and a sentence for the administrator.</summary>
public sealed record SyncWarning(string Code, string Message);
