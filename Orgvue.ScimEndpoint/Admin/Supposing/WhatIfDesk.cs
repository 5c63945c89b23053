using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>What the next run would do if something were different, for the admin API and the command line; nothing is written.</summary>
public sealed class WhatIfDesk(Onboarded directories, Preview preview)
{
    public async Task<WhatIfView> OfAsync(string directoryId, WhatIfWish wish, int? limit, CancellationToken ct)
    {
        var shown = HoldDesk.Limit(limit);
        wish.Check();
        var directory = await directories.FindAsync(directoryId, ct);
        IReadOnlyList<SyncWarning> warnings = [];
        var (now, then) = await preview.CompareAsync(directory.Key, async db =>
        {
            var assumptions = new Assumptions(db, directory, ct);
            var supposed = await assumptions.OfAsync(wish);
            warnings = assumptions.Warnings;
            return supposed;
        }, ct);
        var differences = PlanDifference.Of(now, then);
        return new(directoryId, WhatIfView.Sentence(differences), [.. differences.Select(d => DifferenceView.Of(d, shown))], warnings,
            PlanView.Of(then, directoryId, shown));
    }
}
