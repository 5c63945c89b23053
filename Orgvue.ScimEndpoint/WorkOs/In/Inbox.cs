using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// Where verified events wait to be stored. What arrives while one transaction is being written goes into the next one, all together: what a
/// transaction costs most is its end. Whoever brought an event is told when it is safe.
/// </summary>
public sealed class Inbox(Store store, Wake wake, TimeProvider clock, ILogger<Inbox> log) : BackgroundService
{
    const int Waiting = 1024, AtOnce = 256;
    static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromMilliseconds(300), Look = TimeSpan.FromMilliseconds(20);

    readonly Channel<Arrival> _arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    long _lastCame;

    /// <summary>
    /// Returns when nothing has come for a moment, and after a while in any case: whoever brings events is answered before anything is done
    /// about them, and that goes on none the less.
    /// </summary>
    public async Task CalmAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(Volatile.Read(ref _lastCame)) < Calm && clock.GetElapsedTime(began) < Longest)
            await Task.Delay(Look, clock, ct);
    }

    /// <summary>Stores an event; it is on the disk when this returns.</summary>
    /// <param name="remoteDirectory">Of which directory it tells, as WorkOS calls it.</param>
    /// <exception cref="InboxException">It could not be stored, and must be sent again.</exception>
    public async Task<Receipt> PutAsync(WorkOsReceived row, string? remoteDirectory, CancellationToken ct)
    {
        var arrival = new Arrival(row, remoteDirectory);
        Volatile.Write(ref _lastCame, clock.GetTimestamp());
        try
        {
            await _arrivals.Writer.WriteAsync(arrival, ct);
        }
        catch (ChannelClosedException e)
        {
            throw new InboxException("The server is stopping.", e);
        }
        return await arrival.Stored.Task.WaitAsync(ct);
    }

    /// <summary>Takes no more, and ends when all that came is stored.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _arrivals.Writer.TryComplete();
        if (ExecuteTask is { } draining) await draining.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    // Not ended by the token: what came is stored, and the end of the channel ends this.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var some = new List<Arrival>(AtOnce);
        while (await _arrivals.Reader.WaitToReadAsync(CancellationToken.None))
        {
            some.Clear();
            while (some.Count < AtOnce && _arrivals.Reader.TryRead(out var arrival)) some.Add(arrival);
            await StoreAsync(some);
        }
    }

    async Task StoreAsync(List<Arrival> arrivals)
    {
        try
        {
            var receipts = await store.WriteAsync(db => WriteAsync(db, arrivals), CancellationToken.None);
            for (var n = 0; n < arrivals.Count; n++) arrivals[n].Stored.SetResult(receipts[n]);
            if (receipts.Contains(Receipt.Stored)) wake.Up();
        }
        catch (Exception e)
        {
            log.WorkOsNotStored(e, arrivals.Count);
            foreach (var arrival in arrivals) arrival.Stored.SetException(new InboxException("The event could not be stored.", e));
        }
    }

    static async Task<Receipt[]> WriteAsync(ScimDb db, List<Arrival> arrivals)
    {
        var receipts = new Receipt[arrivals.Count];
        foreach (var directory in arrivals.Select((arrival, n) => (Arrival: arrival, Number: n)).GroupBy(a => a.Arrival.Row.DirectoryKey))
        {
            var link = await db.WorkOsLinks.SingleOrDefaultAsync(l => l.DirectoryKey == directory.Key);
            var ids = directory.Select(a => a.Arrival.Row.EventId).Distinct().ToArray();
            var stored = db.WorkOsReceived.Where(r => r.DirectoryKey == directory.Key && ids.Contains(r.EventId)).Select(r => r.EventId);
            var known = (await stored.ToListAsync()).ToHashSet(StringComparer.Ordinal);
            foreach (var (arrival, n) in directory)
                receipts[n] = link is null ? Receipt.Unlinked : known.Add(arrival.Row.EventId) ? Add(db, link, arrival) : Receipt.Duplicate;
        }
        return receipts;
    }

    static Receipt Add(ScimDb db, WorkOsLink link, Arrival arrival)
    {
        // The first event tells which directory it is; after that another's is known to be another's.
        if (link.RemoteId is null && arrival.RemoteDirectory is not null)
            (link.RemoteId, link.Version) = (arrival.RemoteDirectory, link.Version + 1);
        var foreign = arrival.RemoteDirectory is not null && arrival.RemoteDirectory != link.RemoteId;
        // A copy, because a transaction that lost a race is written again.
        var row = arrival.Row;
        db.Add(new WorkOsReceived
        {
            DirectoryKey = row.DirectoryKey, EventId = row.EventId, Event = row.Event, Body = row.Body, CreatedAt = row.CreatedAt,
            ReceivedAt = row.ReceivedAt, State = foreign ? WorkOsReceivedState.Foreign : row.State,
        });
        return foreign ? Receipt.Foreign : Receipt.Stored;
    }

    sealed record Arrival(WorkOsReceived Row, string? RemoteDirectory)
    {
        // Continued elsewhere: the one who writes does not answer requests meanwhile.
        public TaskCompletionSource<Receipt> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What became of an event. Unlinked: its directory, or its link, has gone meanwhile.</summary>
public enum Receipt { Stored, Duplicate, Foreign, Unlinked }

/// <summary>The event could not be stored: our fault, and passing.</summary>
public sealed class InboxException(string message, Exception inner) : Exception(message, inner);
