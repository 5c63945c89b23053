using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Rule B4: following the changes must leave nothing for a full look to find. What it finds all the same is a defect, and is told.</summary>
static class Divergence
{
    const int Told = 20;

    /// <summary>How many accounts a plan for everybody treats otherwise than the plan that follows the changes; both read the same snapshot.</summary>
    public static async Task<int> FoundAsync(ScimDb db, int directory, Planned full, ILogger log, CancellationToken ct)
    {
        // What came after the run took its changes is in the snapshot too: it is no difference.
        var waiting = await db.Changes.AsNoTracking().Where(c => c.DirectoryKey == directory).ToListAsync(ct);
        waiting.RemoveAll(Batches.IsPlaceholder);
        var followed = new HashSet<string>(StringComparer.Ordinal);
        if (waiting.Count > 0)
        {
            var following = await Planning.OfAsync(db, directory, full.Configuration.TenantKey, SyncScope.Of(waiting),
                SyncScope.RenamedGroups(waiting), Supposition.Nothing, ct);
            if (following?.Snapshot.Examined is null) return 0;
            followed = Lines(following.Plan);
        }
        var differences = Lines(full.Plan);
        differences.SymmetricExceptWith(followed);
        if (differences.Count == 0) return 0;
        Metrics.ReconcileDifferences(directory, differences.Count);
        // Kinds and ids of accounts; e-mails are nobody's business in a log.
        log.ReconcileDiffers(directory, full.Target.Tenant, differences.Count,
            string.Join("; ", differences.Order(StringComparer.Ordinal).Take(Told).Select(line => string.Join(' ', line.Split(' ').Take(2)))));
        return differences.Count;
    }

    static HashSet<string> Lines(SyncPlan plan) => plan.Steps.Select(PlanHash.Line).ToHashSet(StringComparer.Ordinal);
}
