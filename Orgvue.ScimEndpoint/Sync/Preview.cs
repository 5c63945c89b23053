using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What the next run of a directory would do, tenant by tenant, in the directory as it is now.</summary>
/// <param name="Window">The open window; null when nothing waits.</param>
/// <param name="FullRunDueAt">When a run looks at everybody, whatever changes (rule B4); null when that is switched off.</param>
public sealed record DirectoryPlan(Window? Window, DateTimeOffset? FullRunDueAt, IReadOnlyList<TenantPlan> Tenants);

/// <param name="Held">The run that waits for somebody to release or discard it (rule B8).</param>
public sealed record TenantPlan(Planned Planned, SyncRun? Held)
{
    public string Hash { get; } = PlanHash.Of(Planned.Plan);
}

/// <summary>The plan of the next run, at any time and without writing anything; the same as the run itself would make.</summary>
public sealed class Preview(Store store, PendingSyncs pending, IOptions<SyncOptions> options)
{
    public async Task<DirectoryPlan> OfAsync(int directory, Supposition suppose, CancellationToken ct)
    {
        var window = await pending.WindowAsync(directory, ct);
        return await store.SnapshotAsync(db => PlanAsync(db, directory, window, suppose, ct), ct);
    }

    /// <summary>The plan as it is, and as it would be, of one and the same directory.</summary>
    internal async Task<(DirectoryPlan Now, DirectoryPlan Then)> CompareAsync(
        int directory, Func<ScimDb, Task<Supposition>> suppose, CancellationToken ct)
    {
        var window = await pending.WindowAsync(directory, ct);
        return await store.SnapshotAsync(async db =>
        {
            var supposed = await suppose(db);
            return (await PlanAsync(db, directory, window, Supposition.Nothing, ct), await PlanAsync(db, directory, window, supposed, ct));
        }, ct);
    }

    async Task<DirectoryPlan> PlanAsync(ScimDb db, int directory, Window? window, Supposition suppose, CancellationToken ct)
    {
        var row = await db.Directories.AsNoTracking().SingleAsync(d => d.Key == directory, ct);
        var tenants = new List<TenantPlan>();
        foreach (var configuration in suppose.Configurations ?? await Planning.ConfigurationsAsync(db, directory, ct))
            if (await Planning.OfEverybodyAsync(db, directory, configuration.TenantKey, suppose, ct) is { } planned)
                tenants.Add(new(planned, await Holds.OfTenantAsync(db.Runs.AsNoTracking(), directory, configuration.TenantKey, ct)));
        var every = options.Value.FullReconcileEvery;
        return new(window, every == TimeSpan.Zero ? null : (row.FullRunAt ?? row.CreatedAt) + every, tenants);
    }
}
