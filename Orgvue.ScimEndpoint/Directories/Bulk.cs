using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>The versions that an operation's "version" names, as If-Match would; null for any.</summary>
public delegate IReadOnlyCollection<int>? VersionsOf(string version);

/// <summary>Carries a bulk request out: each operation as if it had come alone, in a transaction of its own (RFC 7644 §3.7).</summary>
public sealed class Bulk(Users users, Groups groups, ScimLimits limits, ILogger<Bulk> log)
{
    /// <summary>The outcome of all that was tried, in the order of the request.</summary>
    public async Task<IReadOnlyList<BulkOutcome>> RunAsync(
        DirectoryContext directory, BulkRequest request, VersionsOf versions, CancellationToken ct)
    {
        var job = new BulkJob(users, groups, limits, log, directory, request, versions);
        foreach (var step in BulkPlan.Of(request.Operations))
        {
            if (job.Errors >= request.FailOnErrors) break;
            await job.TakeAsync(step, ct);
        }
        return job.Outcomes();
    }
}
