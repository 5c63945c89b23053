namespace Orgvue.ScimEndpoint.Model;

/// <summary>Says which node runs a directory, so that exactly one does (rule B3).</summary>
public sealed class SyncLease
{
    public int DirectoryKey { get; set; }
    public string? Owner { get; set; }

    /// <summary>When another node may take over a run whose owner died.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>After a failed run: not before this instant.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public int FailedAttempts { get; set; }
    public int Version { get; set; } = 1;
}
