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
}

public enum SyncTrigger { Window, SyncNow }

public enum SyncRunStatus { Completed, CompletedWithFailures, Held, Failed }

/// <summary>Something a run noticed that stopped nobody: a code of the rules and a sentence for the administrator.</summary>
public sealed record SyncWarning(string Code, string Message);
