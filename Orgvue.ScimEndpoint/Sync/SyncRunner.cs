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
        Batch batch;
        do
        {
            batch = await TakeBatchAsync(directory, ct);
            foreach (var configuration in await ConfigurationsAsync(directory, ct))
                runs.Add(await RunTenantAsync(batch, configuration, trigger, ct));
            await store.WriteAsync(db => db.DeleteAsync(db.Changes.Where(c => c.DirectoryKey == directory && c.Batch == batch.Id), ct), ct);
        }
        while (batch.LeftBehind && trigger == SyncTrigger.SyncNow);
        return runs;
    }

    Task<Batch> TakeBatchAsync(int directory, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var changes = db.Changes.Where(c => c.DirectoryKey == directory);
        var left = await changes.Where(c => c.Batch != null).OrderBy(c => c.Sequence).Select(c => c.Batch).FirstOrDefaultAsync(ct);
        var id = left ?? NewId.At(clock);
        if (left is null)
        {
            await db.TakeAsync(changes.Where(c => c.Batch == null), id, ct);
            await db.SaveChangesAsync(ct);
        }
        var taken = await changes.AsNoTracking().Where(c => c.Batch == id).ToListAsync(ct);
        var delay = await db.Directories.Where(d => d.Key == directory).Select(d => d.SyncDelay).SingleAsync(ct) ?? options.Value.Delay;
        var opened = taken.Where(c => c.OpensWindow).Select(c => (DateTimeOffset?)c.At).Min();
        return new Batch(directory, id, taken, opened is null ? null : BatchWindow.DueAt(opened.Value, delay), left is not null);
    }, ct);

    Task<List<IamSyncConfiguration>> ConfigurationsAsync(int directory, CancellationToken ct) => store.ReadAsync(db =>
        db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == directory && c.Enabled)
            .OrderBy(c => c.Tenant!.TenantId).ToListAsync(ct));

    async Task<SyncRun> RunTenantAsync(Batch batch, IamSyncConfiguration configuration, SyncTrigger trigger, CancellationToken ct)
    {
        var oneByOne = false;
        for (var attempt = 1; ; attempt++)
        {
            if (await DoneBeforeAsync(batch, configuration.TenantKey, ct) is { } before) return before;
            var started = clock.GetUtcNow();
            var planned = await PlanAsync(batch, configuration, ct);
            try
            {
                var run = await store.WriteAsync(db => ApplyAsync(db, batch, configuration, planned, trigger, started, oneByOne, ct), ct);
                Report(run, configuration);
                return run;
            }
            catch (StalePlanException) when (attempt < PlanningAttempts) { }
            catch (Exception e) when (!oneByOne && e is not (StalePlanException or LeaseLostException or OperationCanceledException))
            {
                log.OneByOne(e, batch.Directory, configuration.Tenant!.TenantId);
                oneByOne = true;
            }
        }
    }

    Task<SyncRun?> DoneBeforeAsync(Batch batch, int tenant, CancellationToken ct) => store.ReadAsync(db =>
        db.Runs.AsNoTracking().Include(r => r.Tenant)
            .SingleOrDefaultAsync(r => r.DirectoryKey == batch.Directory && r.Batch == batch.Id && r.TenantKey == tenant, ct));

    async Task<Planned> PlanAsync(Batch batch, IamSyncConfiguration configuration, CancellationToken ct)
    {
        var all = await ConfigurationsAsync(batch.Directory, ct);
        var sources = all.Select(c => new RoleSource(c.Tenant!.TenantId, (TenantMode)c.Mode, c.GroupPrefix)).ToList();
        var scope = SyncScope.Of(batch.Changes);
        var snapshot = await store.ReadAsync(db => new SnapshotReader(db, batch.Directory, configuration.TenantKey, new(sources), ct)
            .ReadAsync(scope, SyncScope.RenamedGroups(batch.Changes)));
        var target = new SyncTarget(
            configuration.Tenant!.TenantId, all.Count, all[0].Id == configuration.Id, configuration.Domains, configuration.DomainPolicy,
            configuration.OnMissingPlatformRole, configuration.InactiveUserHandling,
            sources.Single(s => s.Tenant == configuration.Tenant.TenantId).EffectivePrefix);
        return new(snapshot, target, Reconciler.Plan(snapshot, target));
    }

    async Task<SyncRun> ApplyAsync(
        ScimDb db, Batch batch, IamSyncConfiguration configuration, Planned planned, SyncTrigger trigger, DateTimeOffset started,
        bool oneByOne, CancellationToken ct)
    {
        await pending.RenewAsync(db, batch.Directory, ct);
        await db.SaveChangesAsync(ct);
        var apply = new SyncApply(db, configuration.TenantKey, clock, ct);
        IReadOnlyList<(SyncStep Step, Exception Error)> errors = [];
        if (oneByOne) errors = await apply.OneByOneAsync(planned.Plan.Steps);
        else await apply.AllAsync(planned.Plan.Steps);

        var failures = planned.Plan.Failures.Concat(InternalErrors(errors, planned, batch.Directory)).ToList();
        var run = NewRun(batch, configuration, planned, trigger, started, failures.Count,
            planned.Plan.Steps.Except(errors.Select(e => e.Step)).ToList());
        await new FailureLedger(db, batch.Directory, configuration.TenantKey, clock, ct)
            .RecordAsync(failures, planned.Snapshot.Examined, planned.Target.SpeaksForDirectory, run.Id);
        db.Add(run);
        return run;
    }

    IEnumerable<PlannedFailure> InternalErrors(
        IReadOnlyList<(SyncStep Step, Exception Error)> errors, Planned planned, int directory)
    {
        foreach (var (step, error) in errors)
        {
            var id = step switch
            {
                SyncStep.Create create => create.UserId,
                SyncStep.Update update => update.UserId,
                SyncStep.Disable disable => disable.Account.UserId,
                SyncStep.Remove remove => remove.Account.UserId,
                _ => null,
            };
            log.AccountFailed(error, directory, planned.Target.Tenant, id);
            if (planned.Snapshot.Users.FirstOrDefault(u => u.Id == id) is { } user
                && planned.Plan.Failures.All(f => f.User.Id != user.Id))
                yield return FailureText.InternalError(user);
        }
    }

    SyncRun NewRun(
        Batch batch, IamSyncConfiguration configuration, Planned planned, SyncTrigger trigger, DateTimeOffset started, int failed,
        IReadOnlyCollection<SyncStep> done) => new()
        {
            DirectoryKey = batch.Directory, Id = NewId.At(clock), Batch = batch.Id, TenantKey = configuration.TenantKey, Trigger = trigger,
            Status = failed > 0 ? SyncRunStatus.CompletedWithFailures : SyncRunStatus.Completed,
            Full = planned.Snapshot.Examined is null, DueAt = batch.DueAt, StartedAt = started, FinishedAt = clock.GetUtcNow(),
            Created = done.OfType<SyncStep.Create>().Count(), Updated = done.OfType<SyncStep.Update>().Count(),
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

    sealed record Planned(SyncSnapshot Snapshot, SyncTarget Target, SyncPlan Plan);
}
