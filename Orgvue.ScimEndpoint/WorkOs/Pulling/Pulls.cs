using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>Which directories are to be read, how far each has been, and the lease that lets exactly one node read each.</summary>
public sealed class Pulls(Store store, TimeProvider clock, IOptions<PullOptions> options)
{
    /// <summary>The name of this process on the rows that it holds.</summary>
    public string Node { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{NewId.Secret("")[..8]}";

    public Task<List<int>> DueAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var links = await Open(db).AsNoTracking().ToListAsync(ct);
        if (links.Count == 0) return [];
        var pulls = await db.WorkOsPulls.AsNoTracking().ToDictionaryAsync(p => p.DirectoryKey, ct);
        return links.Where(l => PullSchedule.Of(l, pulls.GetValueOrDefault(l.DirectoryKey), now, options.Value) != PullTask.Nothing)
            .Select(l => l.DirectoryKey).ToList();
    });

    /// <summary>
    /// What this node may do now; with it the row is held. Nothing where another node is at it or nothing is due.
    /// </summary>
    public Task<PullTask> TakeAsync(int directory, CancellationToken ct) => store.WriteAsync(async db =>
    {
        if (await Open(db).SingleOrDefaultAsync(l => l.DirectoryKey == directory, ct) is not { } link) return PullTask.Nothing;
        var pull = await db.WorkOsPulls.FindAsync([directory], ct);
        var task = PullSchedule.Of(link, pull, clock.GetUtcNow(), options.Value);
        if (task == PullTask.Nothing) return task;
        pull ??= db.Add(new WorkOsPull { DirectoryKey = directory }).Entity;
        if (task is PullTask.Begin(var trigger)) Begin(pull, trigger);
        Hold(pull);
        return task;
    }, ct);

    /// <summary>Begins a pull, or joins the one that is under way; either way it need not wait for the next try.</summary>
    public Task<WorkOsPull> AskAsync(int directory, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var pull = await db.WorkOsPulls.FindAsync([directory], ct) ?? db.Add(new WorkOsPull { DirectoryKey = directory }).Entity;
        if (pull.Phase == WorkOsPullPhase.Idle)
        {
            Begin(pull, WorkOsPullTrigger.Asked);
            // A look at the events that is under way stops, and makes room.
            (pull.Node, pull.NodeUntil) = (null, null);
        }
        pull.DueAt = clock.GetUtcNow();
        pull.Version++;
        return pull;
    }, ct);

    /// <summary>The link and the pull that this node holds.</summary>
    /// <exception cref="PullLostException">It holds it no more, or the link is gone or closed.</exception>
    public Task<(WorkOsLink Link, WorkOsPull Pull)> HeldAsync(int directory, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var pull = await db.WorkOsPulls.AsNoTracking().SingleOrDefaultAsync(p => p.DirectoryKey == directory, ct);
        var link = await Open(db).AsNoTracking().SingleOrDefaultAsync(l => l.DirectoryKey == directory, ct);
        return pull?.Node == Node && link is not null ? (link, pull) : throw new PullLostException();
    });

    /// <summary>
    /// Writes down how far it has come after an answer, and holds on to it. Nothing is written where the pull went to another node, was
    /// begun anew, or its link is gone.
    /// </summary>
    /// <param name="asked">Whether it is a request's answer.</param>
    public Task NoteAsync(
        WorkOsPull mine, Action<WorkOsPull, WorkOsLink> note, CancellationToken ct, bool asked = true) => store.WriteAsync(async db =>
    {
        var (pull, link) = await MineAsync(db, mine, ct);
        if (asked && pull.Phase != WorkOsPullPhase.Idle) pull.Requests++;
        if (pull.FailedAttempts > 0) (pull.FailedAttempts, pull.Error) = (0, null);
        note(pull, link);
        Hold(pull);
    }, ct);

    /// <summary>It could not be gone on with; it is tried again, from where it is, at the time.</summary>
    public Task FailAsync(WorkOsPull mine, string error, Func<int, TimeSpan> wait, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var (pull, _) = await MineAsync(db, mine, ct);
        if (pull.Phase != WorkOsPullPhase.Idle) pull.Requests++;
        pull.FailedAttempts++;
        pull.Error = error;
        pull.DueAt = clock.GetUtcNow() + wait(pull.FailedAttempts);
        pull.Version++;
    }, ct);

    public Task ReleaseAsync(int directory, CancellationToken ct) => store.WriteAsync(async db =>
    {
        if (await db.WorkOsPulls.FindAsync([directory], ct) is not { } pull || pull.Node != Node) return;
        (pull.Node, pull.NodeUntil) = (null, null);
        pull.Version++;
    }, ct);

    /// <summary>When the events are looked at next, after all is read.</summary>
    public DateTimeOffset NextLook => clock.GetUtcNow() + options.Value.CatchUpEvery;

    async Task<(WorkOsPull, WorkOsLink)> MineAsync(ScimDb db, WorkOsPull mine, CancellationToken ct)
    {
        var pull = await db.WorkOsPulls.FindAsync([mine.DirectoryKey], ct);
        return pull?.Node == Node && pull.Number == mine.Number
            && await Open(db).SingleOrDefaultAsync(l => l.DirectoryKey == mine.DirectoryKey, ct) is { } link
            ? (pull, link)
            : throw new PullLostException();
    }

    void Begin(WorkOsPull pull, WorkOsPullTrigger trigger)
    {
        pull.Number++;
        (pull.Phase, pull.Trigger, pull.StartedAt, pull.RemoteStart) = (WorkOsPullPhase.Cursor, trigger, clock.GetUtcNow(), null);
        (pull.After, pull.Owner, pull.DueAt, pull.FailedAttempts, pull.Error) = (null, null, null, 0, null);
        (pull.Users, pull.Groups, pull.Memberships, pull.Events, pull.Requests) = (0, 0, 0, 0, 0);
    }

    void Hold(WorkOsPull pull)
    {
        (pull.Node, pull.NodeUntil) = (Node, clock.GetUtcNow() + PullSchedule.Lease);
        pull.Version++;
    }

    // Unlinking the directory here closes it for what WorkOS says too.
    static IQueryable<WorkOsLink> Open(ScimDb db) => db.WorkOsLinks.Where(l => l.Enabled && l.ApiKey != null
        && db.Directories.Any(d => d.Key == l.DirectoryKey && d.State == DirectoryState.Linked));
}

/// <summary>The pull is not this node's any more: another took it over, it was begun anew, or its link was closed.</summary>
public sealed class PullLostException() : Exception("The pull went to another node, was begun anew, or its link was closed.");
