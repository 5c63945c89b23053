using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Looks at the next run, holds it, and decides on held runs (rule B8), for the admin API and the command line.</summary>
public sealed class HoldDesk(Store store, Onboarded directories, Preview preview, SyncRunner runner, TimeProvider clock)
{
    public const int DefaultLimit = 1000;
    public const int MostLimit = 100_000;
    const int MaxReason = 500;

    public async Task<PlanView> PreviewAsync(string directoryId, int? limit, CancellationToken ct)
    {
        var shown = Limit(limit);
        var directory = await directories.FindAsync(directoryId, ct);
        return PlanView.Of(await preview.OfAsync(directory.Key, Supposition.Nothing, ct), directoryId, shown);
    }

    /// <summary>How many entries of each list of a plan are shown.</summary>
    internal static int Limit(int? limit) => limit is < 0 or > MostLimit
        ? throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", $"limit: Expected a number from 0 to {MostLimit}.",
            new FieldError("limit", "range", $"Expected a number from 0 to {MostLimit}."))
        : limit ?? DefaultLimit;

    public async Task<Runs> HoldAsync(string directoryId, HoldWish wish, CancellationToken ct)
    {
        var checks = new Checks();
        var reason = wish.Reason is null ? "Somebody asked for it." : checks.Text("reason", wish.Reason, MaxReason);
        checks.Refuse();
        var directory = await directories.FindAsync(directoryId, ct);
        if (wish.TenantId is { } tenant && !await store.ReadAsync(db => db.Configurations.AnyAsync(
                c => c.DirectoryKey == directory.Key && c.Enabled && c.Tenant!.TenantId == tenant, ct)))
            throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", "tenantId: The directory has no enabled configuration for it.",
                new FieldError("tenantId", "reference", "The directory has no enabled configuration for it."));
        var runs = await runner.HoldAsync(directory.Key, wish.TenantId, reason, ct) ?? throw InProgress();
        return new([.. runs.Select(r => RunView.Of(r, directoryId))]);
    }

    /// <summary>Carries out the plan of that hash and no other.</summary>
    public async Task<RunView> ReleaseAsync(string runId, string? planHash, CancellationToken ct)
    {
        var checks = new Checks();
        var hash = checks.Text("planHash", planHash, 64);
        checks.Refuse();
        var (run, directory) = await FindAsync(runId, ct);
        return await runner.ReleaseAsync(run.DirectoryKey, run.Id, hash, ct) switch
        {
            ReleaseOutcome.Released released => RunView.Of(released.Run, directory),
            ReleaseOutcome.Stale stale => throw new RefusalException(StatusCodes.Status409Conflict, "PlanChanged",
                $"The plan has changed and nothing was applied. Look at the preview again; its hash is now {stale.Run.PlanHash}.",
                new FieldError("planHash", "B8", $"The plan as it is now has the hash {stale.Run.PlanHash}.")),
            ReleaseOutcome.NotHeld notHeld => throw NotHeld(notHeld.Status),
            ReleaseOutcome.NotConfigured => throw new RefusalException(StatusCodes.Status409Conflict, "NotConfigured",
                "The tenant has no enabled configuration in this directory any more; discard the run."),
            _ => throw InProgress(),
        };
    }

    public async Task<RunView> DiscardAsync(string runId, CancellationToken ct)
    {
        var (found, directory) = await FindAsync(runId, ct);
        var run = await store.WriteAsync(async db =>
        {
            var row = await db.Runs.Include(r => r.Tenant).SingleOrDefaultAsync(r => r.DirectoryKey == found.DirectoryKey && r.Id == found.Id, ct);
            if (row is not { Status: SyncRunStatus.Held }) throw NotHeld(row?.Status);
            await Holds.DiscardAsync(db, row, clock, ct);
            return row;
        }, ct);
        return RunView.Of(run, directory);
    }

    async Task<(SyncRun, string Directory)> FindAsync(string runId, CancellationToken ct)
    {
        if (!Guid.TryParse(runId, out var id)) throw RefusalException.NotFound("Run", runId);
        return await store.ReadAsync(async db =>
        {
            var run = await db.Runs.AsNoTracking().Include(r => r.Tenant).SingleOrDefaultAsync(r => r.Id == id, ct)
                ?? throw RefusalException.NotFound("Run", runId);
            return (run, await db.Directories.Where(d => d.Key == run.DirectoryKey).Select(d => d.Id).SingleAsync(ct));
        });
    }

    static RefusalException NotHeld(SyncRunStatus? status) => new(StatusCodes.Status409Conflict, "RunNotHeld",
        status is null ? "The run is gone." : $"The run is not held: it is {status}.");

    static RefusalException InProgress() =>
        new(StatusCodes.Status409Conflict, "SyncInProgress", "A run of this directory is in progress; try again when it is over.");
}

/// <summary>What is to be held, and why, for whoever finds it held.</summary>
public sealed record HoldWish
{
    /// <summary>One tenant; without it, all of the directory.</summary>
    public string? TenantId { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The plan that was looked at.</summary>
public sealed record ReleaseWish
{
    public string? PlanHash { get; init; }
}
