using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What a second try of the failed came to.</summary>
/// <param name="Users">How many users were looked at again.</param>
public sealed record Rerun(int Users, IReadOnlyList<SyncRun> Runs);
