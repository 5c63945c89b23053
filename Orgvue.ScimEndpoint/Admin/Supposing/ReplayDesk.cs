using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>Plans what a run saw again, under the configurations and rules of today; for the admin API and the command line.</summary>
public sealed class ReplayDesk(Store store, IOptions<SyncOptions> options)
{
    public async Task<ReplayView> OfAsync(string runId, int? limit, CancellationToken ct)
    {
        var shown = HoldDesk.Limit(limit);
        if (!Guid.TryParse(runId, out var id)) throw RefusalException.NotFound("Run", runId);
        return await store.SnapshotAsync(async db =>
        {
            var run = await db.Runs.AsNoTracking().Include(r => r.Tenant).SingleOrDefaultAsync(r => r.Id == id, ct)
                ?? throw RefusalException.NotFound("Run", runId);
            var input = await db.RunInputs.AsNoTracking().SingleOrDefaultAsync(i => i.DirectoryKey == run.DirectoryKey && i.RunId == id, ct)
                ?? throw NotKept(run);
            var configurations = await Planning.ConfigurationsAsync(db, run.DirectoryKey, ct);
            var configuration = configurations.Find(c => c.TenantKey == run.TenantKey) ?? throw new RefusalException(
                StatusCodes.Status409Conflict, "NotConfigured",
                $"The tenant {run.Tenant!.TenantId} has no enabled configuration in this directory any more, so today nothing would be done to it.");
            var plan = Reconciler.Plan(RunInputs.Unpacked(input.Data, new RoleMapper(Planning.Sources(configurations))), Planning.Target(configuration, configurations));
            var entries = await db.Audit.AsNoTracking()
                .Where(a => a.RunId == id && a.TenantKey == run.TenantKey && a.Subject == AuditSubject.Account).OrderBy(a => a.Id).ToListAsync(ct);
            var changes = await db.Audit.CountAsync(
                a => a.DirectoryKey == run.DirectoryKey && a.Subject == AuditSubject.Configuration && a.At > run.FinishedAt, ct);
            var directory = await db.Directories.Where(d => d.Key == run.DirectoryKey).Select(d => d.Id).SingleAsync(ct);
            return View(run, directory, plan, Replays.Differences(Replays.Then(entries), Replays.Now(plan.Steps)), changes, shown);
        }, ct);
    }

    static ReplayView View(SyncRun run, string directory, SyncPlan plan, IReadOnlyList<ReplayDifference> differences, int changes, int shown)
    {
        var failing = run.Failed == plan.Failures.Count ? "" : $" {run.Failed} failed then, {plan.Failures.Count} would now.";
        var summary = differences.Count == 0
            ? "Today's configurations and rules would treat every account as the run did."
            : $"Today's configurations and rules would treat {(differences.Count == 1 ? "1 account" : $"{differences.Count} accounts")} otherwise than the run did.";
        return new(
            run.Id.ToString(), directory, run.Tenant!.TenantId, summary + failing, differences.Count == 0, RunView.Of(run, directory), changes,
            [.. differences.Take(shown)], differences.Count, PlanCounts.Of(plan), [.. plan.Failures.Take(shown).Select(PlannedFailureView.Of)]);
    }

    RefusalException NotKept(SyncRun run) => new(StatusCodes.Status409Conflict, "InputNotKept", "The run cannot be replayed: " + run.Status switch
    {
        SyncRunStatus.Held => "it is held and has done nothing yet; the preview shows what it would do.",
        SyncRunStatus.Discarded => "it was discarded and did nothing.",
        SyncRunStatus.Failed => "it failed before it had done anything.",
        _ when options.Value.KeptInputs == 0 => "what runs see is not kept here (Sync:KeptInputs is 0).",
        _ => $"what it saw is not kept any more. It is kept of the last {options.Value.KeptInputs} runs of a directory (Sync:KeptInputs), and of none that saw more than 100,000 users or 64 MB.",
    });
}
