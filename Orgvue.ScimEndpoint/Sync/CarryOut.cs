using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>
/// Carries a plan out and records it. A small one is one transaction. Of a large one, what stands for itself goes ahead in many short
/// transactions, so that nobody waits long to write; the last has the rest and the run's row, and until then the batch is not done (rule B3).
/// </summary>
sealed class CarryOut(Store store, PendingSyncs pending, TimeProvider clock, IOptions<SyncOptions> options, ILogger log)
{
    /// <summary>The run of a tenant for a batch. A run that failed for this batch and is tried again is the same run, on whatever node.</summary>
    public static async Task<SyncRun> RunOfAsync(ScimDb db, Batch batch, int tenant, SyncTrigger trigger, CancellationToken ct) =>
        await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.DirectoryKey == batch.Directory && r.Batch == batch.Id && r.TenantKey == tenant, ct)
        ?? new() { DirectoryKey = batch.Directory, Id = IdOf(batch, tenant), Batch = batch.Id, TenantKey = tenant, Trigger = trigger, DueAt = batch.DueAt };

    // What a node did that died before it could say so is told in the audit trail as done by this run.
    static Guid IdOf(Batch batch, int tenant)
    {
        var bytes = batch.Id.ToByteArray(bigEndian: true);
        for (var n = 0; n < sizeof(int); n++) bytes[^(n + 1)] ^= (byte)(tenant >> (8 * n));
        return new(bytes, bigEndian: true);
    }

    /// <summary>Does ahead what can be, and leaves a plan for the rest. What went ahead is done, whatever becomes of the rest.</summary>
    public async Task<Planned> AheadAsync(Batch batch, Planned planned, SyncRun run, List<SyncStep> done, CancellationToken ct)
    {
        var (ahead, rest) = StepsAhead.Of(planned.Plan.Steps);
        if (ahead.Count == 0) return planned;
        foreach (var chunk in ahead)
            try
            {
                await store.WriteGuardedAsync(async db =>
                {
                    await BeginAsync(db, batch, ct);
                    Act(run);
                    await new SyncApply(db, run.TenantKey, clock, ct).AheadAsync(chunk);
                }, ct);
                done.AddRange(chunk);
            }
            catch (Exception e) when (e is not (StalePlanException or LeaseLostException or OperationCanceledException or TimeoutException))
            {
                // One of them is the trouble: which, is found with the rest (rule B6).
                log.OneByOne(e, batch.Directory, planned.Target.Tenant);
                rest.AddRange(chunk);
            }
        var left = rest.ToHashSet(ReferenceEqualityComparer.Instance);
        return planned with { Plan = planned.Plan with { Steps = [.. planned.Plan.Steps.Where(left.Contains)] } };
    }

    /// <summary>Carries the plan out and fills the run; rows of accounts, failures and the run are one transaction.</summary>
    public async Task<SyncRun> ApplyAsync(
        ScimDb db, Batch batch, Planned planned, SyncRun run, DateTimeOffset started, bool oneByOne, IReadOnlyList<SyncStep> ahead, CancellationToken ct)
    {
        var (tenant, began) = (planned.Configuration.TenantKey, clock.GetTimestamp());
        await BeginAsync(db, batch, ct);
        Act(run);
        var apply = new SyncApply(db, tenant, clock, ct);
        IReadOnlyList<StepError> errors = [];
        if (oneByOne) errors = await apply.OneByOneAsync(planned.Plan.Steps);
        else await apply.AllAsync(planned.Plan.Steps);

        foreach (var error in errors)
        {
            log.AccountFailed(error.Error, batch.Directory, planned.Target.Tenant, error.UserId);
            db.Add(error.LookAgain(batch.Directory, tenant, clock.GetUtcNow()));
        }
        var seen = planned.SeenWhole || errors.Count == 0 ? planned.Snapshot : await Planning.SeenOfAsync(db, batch.Directory, tenant, errors, ct);
        var failures = planned.Plan.Failures.Concat(StepError.Failures(errors, seen, planned.Plan)).ToList();
        // Clearing after each chunk let go of the run's row.
        if (await db.Runs.SingleOrDefaultAsync(r => r.DirectoryKey == run.DirectoryKey && r.Id == run.Id, ct) is { } known) run = known;
        else db.Add(run);
        var failed = errors.Select(e => e.Step).ToHashSet(ReferenceEqualityComparer.Instance);
        SyncStep[] done = [.. ahead, .. planned.Plan.Steps.Where(s => !failed.Contains(s))];
        Fill(run, planned, started, failures.Count, done);
        if (batch.LeftBehind) await AddEarlierAsync(db, run, done, ct);
        await new FailureLedger(db, batch.Directory, tenant, clock, ct)
            .RecordAsync(failures, planned.Snapshot.Examined, planned.Target.SpeaksForDirectory, run.Id);
        await News.ReconcileDiffersAsync(db, clock, run, planned.Differences, ct);
        if (planned.SeenWhole) await RunInputs.KeepAsync(db, run, planned.Snapshot, options.Value.KeptInputs, ct);
        // Nobody could renew the lease meanwhile; as it is, another node would have the rest of the batch.
        if (clock.GetElapsedTime(began) > BatchWindow.Renewal) await pending.RenewAsync(db, batch.Directory, ct);
        SyncStages.Reached(SyncStages.Applied);
        return run;
    }

    // Seen by the caller's flow until it returns.
    static void Act(SyncRun run)
    {
        var asked = Actor.Current;
        Actor.Enter(asked with { Name = asked == Actor.Server ? "run" : $"run asked for by {asked.Name}", RunId = run.Id });
    }

    async Task BeginAsync(ScimDb db, Batch batch, CancellationToken ct)
    {
        await pending.RenewAsync(db, batch.Directory, ct);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    void Fill(SyncRun run, Planned planned, DateTimeOffset started, int failed, IReadOnlyCollection<SyncStep> done)
    {
        run.Status = failed > 0 ? SyncRunStatus.CompletedWithFailures : SyncRunStatus.Completed;
        run.Error = null;
        (run.StartedAt, run.FinishedAt) = (started, clock.GetUtcNow());
        RunCounts.Fill(run, planned, done, failed);
    }

    // What an attempt before this one did ahead, and did not live to count. The trail does not tell disabling from other changes.
    static async Task AddEarlierAsync(ScimDb db, SyncRun run, IReadOnlyList<SyncStep> own, CancellationToken ct)
    {
        var told = await db.Audit.Where(a => a.RunId == run.Id && a.TenantKey == run.TenantKey && a.Subject == AuditSubject.Account)
            .GroupBy(a => a.Action).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        int Earlier(AuditAction action, Func<SyncStep, bool> kind) => Math.Max(0, told.GetValueOrDefault(action) - own.Count(kind));
        run.Created += Earlier(AuditAction.Created, s => s is SyncStep.Create);
        run.Removed += Earlier(AuditAction.Deleted, s => s is SyncStep.Remove);
        run.Updated += Earlier(AuditAction.Changed, s => s is not (SyncStep.Create or SyncStep.Remove));
    }
}
