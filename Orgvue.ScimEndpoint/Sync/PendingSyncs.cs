using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Which directories are due, and the lease row that lets exactly one node run each (rule B3).</summary>
public sealed class PendingSyncs(Store store, TimeProvider clock, IOptions<SyncOptions> options)
{
    /// <summary>The name of this process on the lease rows that it holds.</summary>
    public string Node { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{NewId.Secret("")[..8]}";

    /// <summary>The window of a directory, or null when nothing waits (rule B1).</summary>
    public Task<Window?> WindowAsync(int directory, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var pending = db.Changes.Where(c => c.DirectoryKey == directory && c.Batch == null && c.OpensWindow);
        if (await pending.MinAsync(c => (DateTimeOffset?)c.At, ct) is not { } opened) return null;
        var delay = await db.Directories.Where(d => d.Key == directory).Select(d => d.SyncDelay).SingleAsync(ct);
        return new Window(opened, BatchWindow.DueAt(opened, delay ?? options.Value.Delay), await pending.CountAsync(ct));
    });

    /// <summary>
    /// Directories whose window is over and that nobody is running, those that wait longest first. Without an enabled configuration changes stay
    /// pending (rule B9).
    /// </summary>
    public Task<List<int>> DueAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var now = await db.NowAsync(clock, ct);
        var runnable = db.Directories.Where(d => d.State == DirectoryState.Linked && db.Configurations.Any(c => c.DirectoryKey == d.Key && c.Enabled));
        // Grouped, all that waits is read once; asked for each directory, it would be read twice, and each node looks every second.
        var open = await (
            from first in db.Changes.Where(c => c.Batch == null && c.OpensWindow).GroupBy(c => c.DirectoryKey)
                .Select(g => new { Directory = g.Key, At = g.Min(c => c.At) })
            join directory in runnable on first.Directory equals directory.Key
            select new { directory.Key, directory.SyncDelay, first.At }).ToListAsync(ct);
        // A batch that was taken was due then, and is due until it is done.
        var left = await runnable.Where(d => db.Changes.Any(c => c.DirectoryKey == d.Key && c.Batch != null)).Select(d => d.Key).ToListAsync(ct);
        var over = open.Select(d => (d.Key, d.At, Delay: d.SyncDelay ?? options.Value.Delay)).Where(d => BatchWindow.IsOver(d.At, d.Delay, now));
        var due = left.Union(over.OrderBy(d => BatchWindow.DueAt(d.At, d.Delay)).Select(d => d.Key)).ToList();
        if (due.Count == 0) return due;
        var held = await db.Leases.Where(l => due.Contains(l.DirectoryKey)).ToListAsync(ct);
        return due.Except(held.Where(l => BatchWindow.IsKept(l, now)).Select(l => l.DirectoryKey)).ToList();
    });

    /// <summary>Directories at whose everybody no run has looked for too long, and that nobody is running (rule B4).</summary>
    public Task<List<int>> FullDueAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var every = options.Value.FullReconcileEvery;
        if (every == TimeSpan.Zero) return [];
        var now = await db.NowAsync(clock, ct);
        // As BatchWindow says it: FullIsDue, IsKept.
        var (before, after) = (now - every, Waits.Believed(every, now) - every);
        var (leased, failed) = (Waits.Believed(BatchWindow.Lease, now), Waits.Believed(BatchWindow.LongestBackoff, now));
        return await db.Directories
            .Where(d => d.State == DirectoryState.Linked && ((d.FullRunAt ?? d.CreatedAt) <= before || (d.FullRunAt ?? d.CreatedAt) > after))
            .Where(d => db.Configurations.Any(c => c.DirectoryKey == d.Key && c.Enabled))
            // An open window comes first, and everybody is looked at with its run.
            .Where(d => !db.Changes.Any(c => c.DirectoryKey == d.Key && (c.OpensWindow || c.Batch != null)))
            .Where(d => !db.Leases.Any(l => l.DirectoryKey == d.Key && (l.Until > now && l.Until <= leased || l.RetryAt > now && l.RetryAt <= failed)))
            .Select(d => d.Key).ToListAsync(ct);
    });

    /// <summary>True when this node may now run the directory. The loser of a race moves on.</summary>
    public Task<bool> TakeAsync(int directory, CancellationToken ct) => store.WriteGuardedAsync(async db =>
    {
        var lease = await db.Leases.FindAsync([directory], ct);
        var now = await db.NowAsync(clock, ct);
        // Its own lease it believes however long it is: it renews it soon, and does not run beside itself.
        var until = lease?.Owner == Node ? TimeSpan.MaxValue : BatchWindow.Lease;
        if (lease?.Owner is not null && (Waits.Lasts(lease.Until, until, now) || await db.IsBeingRunAsync(directory, ct))) return false;
        Hold(lease ?? db.Add(new SyncLease { DirectoryKey = directory }).Entity, now);
        return true;
    }, ct);

    /// <summary>
    /// Called inside every transaction of a run: fails when the lease went to somebody else, so that a node that slept does no harm, and
    /// extends it otherwise.
    /// </summary>
    public async Task RenewAsync(ScimDb db, int directory, CancellationToken ct)
    {
        var lease = await db.Leases.FindAsync([directory], ct);
        if (lease?.Owner != Node) throw new LeaseLostException();
        Hold(lease, await db.NowAsync(clock, ct));
    }

    /// <summary>Renews the lease for as long as it is not told to stop, while the run itself reads and plans.</summary>
    public async Task KeepAsync(int directory, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(BatchWindow.Renewal, clock);
        while (await timer.WaitForNextTickAsync(ct))
            try
            {
                await RenewAsync(directory, ct);
            }
            // Not now, but perhaps with the next tick; the run itself finds out when it cannot go on.
            catch (TimeoutException) { }
    }

    async Task RenewAsync(int directory, CancellationToken ct)
    {
        var renewed = await store.ReadAsync(async db =>
        {
            if (!db.SharesServer()) return false;
            await db.RenewIfFreeAsync(directory, Node, await db.NowAsync(clock, ct) + BatchWindow.Lease, ct);
            return true;
        });
        if (!renewed) await store.WriteGuardedAsync(db => RenewAsync(db, directory, ct), ct);
    }

    public Task ReleaseAsync(int directory, bool failed, CancellationToken ct) => store.WriteGuardedAsync(async db =>
    {
        if (await db.Leases.FindAsync([directory], ct) is not { } lease || lease.Owner != Node) return;
        lease.Owner = null;
        lease.Until = null;
        lease.FailedAttempts = failed ? lease.FailedAttempts + 1 : 0;
        lease.RetryAt = failed ? await db.NowAsync(clock, ct) + BatchWindow.Backoff(lease.FailedAttempts) : null;
        lease.Version++;
    }, ct);

    void Hold(SyncLease lease, DateTimeOffset now)
    {
        lease.Owner = Node;
        lease.Until = now + BatchWindow.Lease;
        lease.Version++;
    }
}

/// <summary>Another node took the directory over while this one was silent.</summary>
public sealed class LeaseLostException() : Exception("The lease of the directory's run went to another node.");
