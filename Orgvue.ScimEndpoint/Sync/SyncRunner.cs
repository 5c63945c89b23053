using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
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
    readonly Batches batches = new(store, pending, clock, options, log);
    readonly Holds holds = new(pending, clock);

    /// <summary>The runs, one a tenant; null when another node is running the directory.</summary>
    public Task<IReadOnlyList<SyncRun>?> RunAsync(int directory, SyncTrigger trigger, CancellationToken ct) =>
        AloneAsync(directory, () => RunBatchesAsync(directory, trigger, ct), ct);

    /// <summary>Carries a held run out, if its plan is still the one that was looked at (rule B8); null when a run is in progress.</summary>
    public Task<ReleaseOutcome?> ReleaseAsync(int directory, Guid runId, string planHash, CancellationToken ct) =>
        AloneAsync(directory, () => ReleaseHeldAsync(directory, runId, planHash, ct), ct);

    /// <summary>Runs those whose failures are open, and nobody else who waits (rule B7); null when a run is in progress.</summary>
    public Task<Rerun?> RerunAsync(int directory, CancellationToken ct) => AloneAsync(directory, async () =>
    {
        // Taken by a batch from the start: a node that dies leaves it behind as it would any other (rule B3).
        var batch = NewId.At(clock);
        var users = await store.WriteAsync(db => FailureLedger.TakeAsync(db, directory, batch, clock.GetUtcNow(), ct), ct);
        return new Rerun(users, users == 0 ? [] : await RunBatchesAsync(directory, SyncTrigger.Rerun, ct));
    }, ct);

    /// <summary>Has the tenants' next runs wait until somebody has looked at them; null when a run is in progress.</summary>
    public Task<IReadOnlyList<SyncRun>?> HoldAsync(int directory, string? tenant, string reason, CancellationToken ct) =>
        AloneAsync(directory, () => HoldTenantsAsync(directory, tenant, reason, ct), ct);

    async Task<T?> AloneAsync<T>(int directory, Func<Task<T>> work, CancellationToken ct) where T : class
    {
        if (!await pending.TakeAsync(directory, ct)) return null;
        var failed = true;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var keeping = pending.KeepAsync(directory, done.Token);
        try
        {
            var result = await work();
            failed = false;
            return result;
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

    async Task<ReleaseOutcome> ReleaseHeldAsync(int directory, Guid runId, string planHash, CancellationToken ct)
    {
        var oneByOne = false;
        for (var attempt = 1; ; attempt++)
        {
            var run = await store.ReadAsync(db => db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.DirectoryKey == directory && r.Id == runId, ct));
            if (run is not { Status: SyncRunStatus.Held }) return new ReleaseOutcome.NotHeld(run?.Status);
            var started = clock.GetUtcNow();
            if (await store.SnapshotAsync(db => Planning.OfEverybodyAsync(db, directory, run.TenantKey, Supposition.Nothing, ct), ct) is not { } planned)
                return new ReleaseOutcome.NotConfigured();
            var batch = new Batch(directory, run.Batch, [], run.DueAt, LeftBehind: false, Everybody: true);
            if (PlanHash.Of(planned.Plan) != planHash)
                return new ReleaseOutcome.Stale(
                    await store.WriteGuardedAsync(db => holds.KeepAsync(db, batch, planned, run, run.Trigger, started, ct), ct));
            try
            {
                var applied = await store.WriteGuardedAsync(async db =>
                {
                    await Holds.DecideAsync(db, run, clock.GetUtcNow(), ct);
                    var released = await ApplyAsync(db, batch, planned, run, started, oneByOne, ct);
                    await News.RunReleasedAsync(db, clock, released, ct);
                    return released;
                }, ct);
                Report(applied, planned);
                return new ReleaseOutcome.Released(applied);
            }
            catch (StalePlanException) when (attempt < PlanningAttempts) { }
            catch (Exception e) when (!oneByOne && MayBeOneAccounts(e))
            {
                log.OneByOne(e, directory, planned.Target.Tenant);
                oneByOne = true;
            }
        }
    }

    async Task<IReadOnlyList<SyncRun>> HoldTenantsAsync(int directory, string? tenant, string reason, CancellationToken ct)
    {
        var runs = new List<SyncRun>();
        var batch = new Batch(directory, NewId.At(clock), [], DueAt: null, LeftBehind: false, Everybody: true);
        foreach (var configuration in await store.ReadAsync(db => Planning.ConfigurationsAsync(db, directory, ct)))
        {
            if (tenant is not null && configuration.Tenant!.TenantId != tenant) continue;
            var found = await store.SnapshotAsync(async db => (
                Planned: await Planning.OfEverybodyAsync(db, directory, configuration.TenantKey, Supposition.Nothing, ct),
                Held: await Holds.OfTenantAsync(db.Runs.AsNoTracking(), directory, configuration.TenantKey, ct)), ct);
            if (found.Planned is not { } planned) continue;
            var run = await store.WriteGuardedAsync(db => holds.KeepAsync(
                db, batch, planned with { Hold = reason }, found.Held, SyncTrigger.SyncNow, clock.GetUtcNow(), ct), ct);
            Report(run, planned);
            runs.Add(run);
        }
        return runs;
    }

    // A batch that a dead node left behind comes first, and is served for what it held; "sync now" then goes on to what came after.
    async Task<IReadOnlyList<SyncRun>> RunBatchesAsync(int directory, SyncTrigger trigger, CancellationToken ct)
    {
        var runs = new List<SyncRun>();
        while (await batches.TakeAsync(directory, trigger, ct) is { } batch)
        {
            Exception? error = null;
            foreach (var configuration in await store.ReadAsync(db => Planning.ConfigurationsAsync(db, directory, ct)))
                try
                {
                    if (await RunTenantAsync(batch, configuration.TenantKey, trigger, ct) is { } run) runs.Add(run);
                }
                catch (Exception e) when (e is not (LeaseLostException or OperationCanceledException))
                {
                    // One tenant's trouble is not another's.
                    log.TenantFailed(e, directory, configuration.Tenant!.TenantId);
                    runs.Add(await RecordFailureAsync(batch, configuration, trigger, e, ct));
                    error = e;
                }
            await batches.EndAsync(batch, error is not null, ct);
            if (error is not null) throw new SyncFailedException(error) { Runs = runs };
            if (!batch.LeftBehind || trigger is not (SyncTrigger.SyncNow or SyncTrigger.Rerun)) break;
        }
        return runs;
    }

    /// <summary>Null when the configuration was disabled in the meantime.</summary>
    async Task<SyncRun?> RunTenantAsync(Batch batch, int tenant, SyncTrigger trigger, CancellationToken ct)
    {
        var oneByOne = false;
        for (var attempt = 1; ; attempt++)
        {
            if (await DoneBeforeAsync(batch, tenant, ct) is { } before) return before;
            var started = clock.GetUtcNow();
            if (await store.SnapshotAsync(db => PlanAsync(db, batch, tenant, ct), ct) is not var (planned, held)) return null;
            SyncStages.Reached(SyncStages.Planned);
            try
            {
                var run = held is not null || planned.Hold is not null
                    ? await store.WriteGuardedAsync(db => holds.KeepAsync(db, batch, planned, held, trigger, started, ct), ct)
                    : await store.WriteGuardedAsync(async db =>
                        await ApplyAsync(db, batch, planned, await NewRunAsync(db, batch, planned, trigger, ct), started, oneByOne, ct), ct);
                SyncStages.Reached(SyncStages.Committed);
                Report(run, planned);
                return run;
            }
            catch (StalePlanException) when (attempt < PlanningAttempts) { }
            catch (Exception e) when (!oneByOne && MayBeOneAccounts(e))
            {
                log.OneByOne(e, batch.Directory, planned.Target.Tenant);
                oneByOne = true;
            }
        }
    }

    // Rule B6: what may be the trouble of one account is looked for one account after the other.
    static bool MayBeOneAccounts(Exception e) => e is not (StalePlanException or LeaseLostException or OperationCanceledException);

    Task<SyncRun?> DoneBeforeAsync(Batch batch, int tenant, CancellationToken ct) => store.ReadAsync(db =>
        db.Runs.AsNoTracking().Include(r => r.Tenant).SingleOrDefaultAsync(r =>
            r.DirectoryKey == batch.Directory && r.Batch == batch.Id && r.TenantKey == tenant
            && r.Status != SyncRunStatus.Failed && r.Status != SyncRunStatus.Held, ct));

    async Task<(Planned Planned, SyncRun? Held)?> PlanAsync(ScimDb db, Batch batch, int tenant, CancellationToken ct)
    {
        var held = await Holds.OfTenantAsync(db.Runs.AsNoTracking(), batch.Directory, tenant, ct);
        var (scope, renamed) = (SyncScope.Of(batch.Changes), SyncScope.RenamedGroups(batch.Changes));
        var full = held is not null || batch.Everybody;
        var planned = full
            ? await Planning.OfEverybodyAsync(db, batch.Directory, tenant, Supposition.Nothing, ct)
            : await Planning.OfAsync(db, batch.Directory, tenant, scope, renamed, Supposition.Nothing, ct);
        if (planned is null) return null;
        var differences = full && held is null && batch.IsFollowing ? await Divergence.FoundAsync(db, batch.Directory, planned, log, ct) : 0;
        // What is released is all that there is to do, so all of it must be shown.
        if (planned is { Hold: not null, Snapshot.Examined: not null }
            && await Planning.OfEverybodyAsync(db, batch.Directory, tenant, Supposition.Nothing, ct) is { } whole)
            planned = whole with { Hold = whole.Hold ?? planned.Hold };
        return (planned with { Differences = differences }, held);
    }

    /// <summary>Carries the plan out and fills the run; rows of accounts, failures and the run are one transaction.</summary>
    async Task<SyncRun> ApplyAsync(
        ScimDb db, Batch batch, Planned planned, SyncRun run, DateTimeOffset started, bool oneByOne, CancellationToken ct)
    {
        var tenant = planned.Configuration.TenantKey;
        await pending.RenewAsync(db, batch.Directory, ct);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        var asked = Actor.Current;
        Actor.Enter(asked with { Name = asked == Actor.Server ? "run" : $"run asked for by {asked.Name}", RunId = run.Id });
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
        // Clearing after each chunk let go of the run's row.
        if (await db.Runs.SingleOrDefaultAsync(r => r.DirectoryKey == run.DirectoryKey && r.Id == run.Id, ct) is { } known) run = known;
        else db.Add(run);
        Fill(run, planned, started, failures.Count, [.. planned.Plan.Steps.Except(errors.Select(e => e.Step))]);
        await new FailureLedger(db, batch.Directory, tenant, clock, ct)
            .RecordAsync(failures, planned.Snapshot.Examined, planned.Target.SpeaksForDirectory, run.Id);
        await News.ReconcileDiffersAsync(db, clock, run, planned.Differences, ct);
        await RunInputs.KeepAsync(db, run, planned.Snapshot, options.Value.KeptInputs, ct);
        // Nobody could renew the lease meanwhile; as it is, another node would have the rest of the batch.
        if (clock.GetUtcNow() - started > BatchWindow.Renewal) await pending.RenewAsync(db, batch.Directory, ct);
        SyncStages.Reached(SyncStages.Applied);
        return run;
    }

    // A run that failed for this batch and is tried again is the same run.
    async Task<SyncRun> NewRunAsync(ScimDb db, Batch batch, Planned planned, SyncTrigger trigger, CancellationToken ct) =>
        await db.Runs.AsNoTracking().SingleOrDefaultAsync(
            r => r.DirectoryKey == batch.Directory && r.Batch == batch.Id && r.TenantKey == planned.Configuration.TenantKey, ct)
        ?? new()
        {
            DirectoryKey = batch.Directory, Id = NewId.At(clock), Batch = batch.Id, TenantKey = planned.Configuration.TenantKey, Trigger = trigger,
            DueAt = batch.DueAt,
        };

    void Fill(SyncRun run, Planned planned, DateTimeOffset started, int failed, IReadOnlyCollection<SyncStep> done)
    {
        run.Status = failed > 0 ? SyncRunStatus.CompletedWithFailures : SyncRunStatus.Completed;
        run.Error = null;
        (run.StartedAt, run.FinishedAt) = (started, clock.GetUtcNow());
        RunCounts.Fill(run, planned, done, failed);
    }

    async Task<SyncRun> RecordFailureAsync(
        Batch batch, IamSyncConfiguration configuration, SyncTrigger trigger, Exception error, CancellationToken ct)
    {
        var recorded = await store.WriteGuardedAsync(async db =>
        {
            await pending.RenewAsync(db, batch.Directory, ct);
            // What is held stays held, whatever becomes of looking at it again.
            if (await Holds.OfTenantAsync(db.Runs, batch.Directory, configuration.TenantKey, ct) is { } held) return held;
            var run = await db.Runs.SingleOrDefaultAsync(r => r.DirectoryKey == batch.Directory && r.Batch == batch.Id
                && r.TenantKey == configuration.TenantKey, ct) ?? db.Add(new SyncRun
                {
                    DirectoryKey = batch.Directory, Id = NewId.At(clock), Batch = batch.Id, TenantKey = configuration.TenantKey, Trigger = trigger,
                    DueAt = batch.DueAt, StartedAt = clock.GetUtcNow(),
                }).Entity;
            var before = run.Status;
            (run.Status, run.FinishedAt) = (SyncRunStatus.Failed, clock.GetUtcNow());
            run.Error = $"{error.GetType().Name}; the server's log has the cause. It is tried again.";
            // Told once, however often it is tried.
            if (before != SyncRunStatus.Failed) await News.RunFailedAsync(db, clock, run, ct);
            return run;
        }, ct);
        recorded.Tenant = configuration.Tenant;
        return recorded;
    }

    void Report(SyncRun run, Planned planned)
    {
        run.Tenant = planned.Configuration.Tenant;
        var tenant = planned.Target.Tenant;
        Metrics.Ran(run.DirectoryKey, run.Status.ToString(), run.Trigger.ToString());
        if (run.Status == SyncRunStatus.Held) log.Held(run.Id, run.DirectoryKey, tenant, run.HeldBecause!);
        else
            log.Ran(run.Id, run.DirectoryKey, tenant, run.Trigger.ToString(), run.Full ? "full" : "incremental", run.Status.ToString(),
                run.Created, run.Updated, run.Disabled, run.Removed, run.Unchanged, run.Failed);
    }
}
