using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>
/// Runs a directory: takes the batch of changes, then for each enabled configuration loads, plans, applies and records in one transaction, and
/// drops the batch when every tenant is done. Dying anywhere in between loses nothing and repeats nothing (rules B3-B6).
/// </summary>
public sealed class SyncRunner(
    Store store, PendingSyncs pending, TimeProvider clock, IOptions<SyncOptions> options, ILogger<SyncRunner> log)
{
    const int PlanningAttempts = 5;

    /// <summary>The runs, one a tenant; null when another node is running the directory.</summary>
    public async Task<IReadOnlyList<SyncRun>?> RunAsync(int directory, SyncTrigger trigger, CancellationToken ct)
    {
        if (!await pending.TakeAsync(directory, ct)) return null;
        var failed = true;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var keeping = KeepLeaseAsync(directory, done.Token);
        try
        {
            var runs = await RunBatchesAsync(directory, trigger, ct);
            failed = false;
            return runs;
        }
        catch (LeaseLostException)
        {
            log.LeaseLost(directory);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Told to stop, not failed: whoever comes next need not wait.
            failed = false;
            throw;
        }
        finally
        {
            await done.CancelAsync();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await pending.ReleaseAsync(directory, failed, CancellationToken.None);
        }
    }

    // A batch that a dead node left behind comes first, and is served for what it held; "sync now" then goes on to what came after.
    async Task<IReadOnlyList<SyncRun>> RunBatchesAsync(int directory, SyncTrigger trigger, CancellationToken ct)
    {
        var runs = new List<SyncRun>();
        while (await TakeBatchAsync(directory, trigger, ct) is { } batch)
        {
            foreach (var configuration in await store.ReadAsync(db => ConfigurationsAsync(db, directory, ct)))
                if (await RunTenantAsync(batch, configuration.TenantKey, trigger, ct) is { } run)
                    runs.Add(run);
            await store.WriteAsync(db => DropAsync(db, batch, ct), ct);
            if (!batch.LeftBehind || trigger != SyncTrigger.SyncNow) break;
        }
        return runs;
    }

    // Null when nothing is to be run after all: another node was quicker (rule B1), or no configuration is enabled (rule B9).
    Task<Batch?> TakeBatchAsync(int directory, SyncTrigger trigger, CancellationToken ct) => store.WriteAsync(async db =>
    {
        await pending.RenewAsync(db, directory, ct);
        if (!await db.Configurations.AnyAsync(c => c.DirectoryKey == directory && c.Enabled, ct)) return null;
        var changes = db.Changes.Where(c => c.DirectoryKey == directory);
        var left = await changes.Where(c => c.Batch != null).OrderBy(c => c.Sequence).Select(c => c.Batch).FirstOrDefaultAsync(ct);
        var delay = await db.Directories.Where(d => d.Key == directory).Select(d => d.SyncDelay).SingleAsync(ct) ?? options.Value.Delay;
        var opened = await changes.Where(c => c.Batch == left && c.OpensWindow).MinAsync(c => (DateTimeOffset?)c.At, ct);
        DateTimeOffset? due = opened is null ? null : BatchWindow.DueAt(opened.Value, delay);
        if (left is null && trigger == SyncTrigger.Window && (due is null || due > clock.GetUtcNow())) return null;

        var id = left ?? NewId.At(clock);
        if (left is null)
        {
            await db.TakeAsync(changes.Where(c => c.Batch == null), id, ct);
            await db.SaveChangesAsync(ct);
        }
        var taken = await changes.AsNoTracking().Where(c => c.Batch == id).ToListAsync(ct);
        return new Batch(directory, id, taken, due, left is not null);
    }, ct);

    async Task DropAsync(ScimDb db, Batch batch, CancellationToken ct)
    {
        await pending.RenewAsync(db, batch.Directory, ct);
        await db.DeleteAsync(db.Changes.Where(c => c.DirectoryKey == batch.Directory && c.Batch == batch.Id), ct);
    }

    static Task<List<IamSyncConfiguration>> ConfigurationsAsync(ScimDb db, int directory, CancellationToken ct) =>
        db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == directory && c.Enabled)
            .OrderBy(c => c.Tenant!.TenantId).ToListAsync(ct);

    /// <summary>Null when the configuration was disabled in the meantime.</summary>
    async Task<SyncRun?> RunTenantAsync(Batch batch, int tenant, SyncTrigger trigger, CancellationToken ct)
    {
        var oneByOne = false;
        for (var attempt = 1; ; attempt++)
        {
            if (await DoneBeforeAsync(batch, tenant, ct) is { } before) return before;
            var started = clock.GetUtcNow();
            if (await store.SnapshotAsync(db => PlanAsync(db, batch, tenant, ct), ct) is not { } planned) return null;
            try
            {
                var run = await store.WriteAsync(db => ApplyAsync(db, batch, planned, trigger, started, oneByOne, ct), ct);
                Report(run, planned.Configuration);
                return run;
            }
            catch (StalePlanException) when (attempt < PlanningAttempts) { }
            catch (Exception e) when (!oneByOne && e is not (StalePlanException or LeaseLostException or OperationCanceledException))
            {
                log.OneByOne(e, batch.Directory, planned.Target.Tenant);
                oneByOne = true;
            }
        }
    }

    Task<SyncRun?> DoneBeforeAsync(Batch batch, int tenant, CancellationToken ct) => store.ReadAsync(db =>
        db.Runs.AsNoTracking().Include(r => r.Tenant)
            .SingleOrDefaultAsync(r => r.DirectoryKey == batch.Directory && r.Batch == batch.Id && r.TenantKey == tenant, ct));

    static async Task<Planned?> PlanAsync(ScimDb db, Batch batch, int tenant, CancellationToken ct)
    {
        var all = await ConfigurationsAsync(db, batch.Directory, ct);
        if (all.Find(c => c.TenantKey == tenant) is not { } configuration) return null;
        var sources = all.Select(c => new RoleSource(c.Tenant!.TenantId, (TenantMode)c.Mode, c.GroupPrefix)).ToList();
        var snapshot = await new SnapshotReader(db, batch.Directory, tenant, new(sources), ct)
            .ReadAsync(SyncScope.Of(batch.Changes), SyncScope.RenamedGroups(batch.Changes));
        var target = new SyncTarget(
            configuration.Tenant!.TenantId, all.Count, all[0].Id == configuration.Id, configuration.Domains, configuration.DomainPolicy,
            configuration.OnMissingPlatformRole, configuration.InactiveUserHandling,
            sources.Single(s => s.Tenant == configuration.Tenant.TenantId).EffectivePrefix);
        return new(configuration, snapshot, target, Reconciler.Plan(snapshot, target));
    }

    async Task<SyncRun> ApplyAsync(
        ScimDb db, Batch batch, Planned planned, SyncTrigger trigger, DateTimeOffset started, bool oneByOne, CancellationToken ct)
    {
        var tenant = planned.Configuration.TenantKey;
        await pending.RenewAsync(db, batch.Directory, ct);
        await db.SaveChangesAsync(ct);
        var apply = new SyncApply(db, tenant, clock, ct);
        IReadOnlyList<StepError> errors = [];
        if (oneByOne) errors = await apply.OneByOneAsync(planned.Plan.Steps);
        else await apply.AllAsync(planned.Plan.Steps);

        foreach (var error in errors)
        {
            log.AccountFailed(error.Error, batch.Directory, planned.Target.Tenant, error.UserId);
            db.Add(error.LookAgain(batch.Directory, tenant, clock.GetUtcNow()));
        }
        var failures = planned.Plan.Failures.Concat(StepError.Failures(errors, planned.Snapshot, planned.Plan)).ToList();
        var run = NewRun(batch, planned, trigger, started, failures.Count, [.. planned.Plan.Steps.Except(errors.Select(e => e.Step))]);
        await new FailureLedger(db, batch.Directory, tenant, clock, ct)
            .RecordAsync(failures, planned.Snapshot.Examined, planned.Target.SpeaksForDirectory, run.Id);
        db.Add(run);
        return run;
    }

    SyncRun NewRun(
        Batch batch, Planned planned, SyncTrigger trigger, DateTimeOffset started, int failed, IReadOnlyCollection<SyncStep> done) => new()
        {
            DirectoryKey = batch.Directory, Id = NewId.At(clock), Batch = batch.Id, TenantKey = planned.Configuration.TenantKey,
            Trigger = trigger,
            Status = failed > 0 ? SyncRunStatus.CompletedWithFailures : SyncRunStatus.Completed,
            Full = planned.Snapshot.Examined is null, DueAt = batch.DueAt, StartedAt = started, FinishedAt = clock.GetUtcNow(),
            Created = done.OfType<SyncStep.Create>().Count(), Updated = done.Count(s => s is SyncStep.Update or SyncStep.Keep),
            Disabled = done.OfType<SyncStep.Disable>().Count(), Removed = done.OfType<SyncStep.Remove>().Count(),
            Unchanged = planned.Plan.Unchanged, Failed = failed, Warnings = [.. planned.Plan.Warnings],
        };

    void Report(SyncRun run, IamSyncConfiguration configuration)
    {
        run.Tenant = configuration.Tenant;
        log.Ran(run.Id, run.DirectoryKey, configuration.Tenant!.TenantId, run.Trigger.ToString(), run.Full ? "full" : "incremental",
            run.Status.ToString(), run.Created, run.Updated, run.Disabled, run.Removed, run.Unchanged, run.Failed);
    }

    async Task KeepLeaseAsync(int directory, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(BatchWindow.Lease / 3, clock);
        while (await timer.WaitForNextTickAsync(ct))
            await store.WriteAsync(db => pending.RenewAsync(db, directory, ct), ct);
    }

    sealed record Batch(int Directory, Guid Id, IReadOnlyList<Change> Changes, DateTimeOffset? DueAt, bool LeftBehind);

    sealed record Planned(IamSyncConfiguration Configuration, SyncSnapshot Snapshot, SyncTarget Target, SyncPlan Plan);
}
