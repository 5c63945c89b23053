using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>A tenant's run failed; the changes are kept, or the next window looks at everybody.</summary>
sealed class SyncFailedException(Exception cause) : Exception("A run failed: " + cause.Message, cause)
{
    /// <summary>The runs of all tenants, the failed one among them.</summary>
    public IReadOnlyList<SyncRun> Runs { get; init; } = [];
}
