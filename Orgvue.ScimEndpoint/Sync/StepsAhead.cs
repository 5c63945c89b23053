using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Which steps of a large plan can go ahead of the others, each for itself, and how many at once. Pure.</summary>
static class StepsAhead
{
    /// <summary>Fewer than this are carried out at once with the run's row.</summary>
    const int Few = 1_000;

    // So that whoever else wants to write waits some tens of milliseconds: a new account costs a fifth of one that must be loaded.
    const int CreatesAtOnce = 1_000, OthersAtOnce = 200;

    /// <summary>Removals first, as in the plan; new accounts in the order of their users, by which they are looked up.</summary>
    public static (IReadOnlyList<IReadOnlyCollection<SyncStep>> Ahead, List<SyncStep> Others) Of(IReadOnlyList<SyncStep> steps)
    {
        if (steps.Count <= Few) return ([], [.. steps]);
        // E-mails that pass from one account to another: those who give and get them stay together.
        var passing = steps.OfType<SyncStep.Update>().Where(SyncApply.MovesEmail).SelectMany(u => new[] { u.Account.EmailKey, Fold.Key(u.Email) })
            .Concat(steps.OfType<SyncStep.Remove>().Select(r => r.Account.EmailKey)).ToHashSet(StringComparer.Ordinal);
        var alone = steps.ToLookup(s => s switch
        {
            SyncStep.Create create => passing.Count == 0 || !passing.Contains(Fold.Key(create.Email)),
            SyncStep.Update update => !SyncApply.MovesEmail(update),
            _ => true,
        });
        var creates = alone[true].OfType<SyncStep.Create>().OrderBy(c => c.UserId).Chunk(CreatesAtOnce);
        var others = alone[true].Where(s => s is not SyncStep.Create).Chunk(OthersAtOnce);
        return ([.. others, .. creates], [.. alone[false]]);
    }
}
