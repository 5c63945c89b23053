using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>Up to where events may be shown and sent on, as this node knows it; another node may know less or more.</summary>
public sealed class SettledEvents(Store store)
{
    // Who writes is done in a moment; who is not is waited for by the next look.
    const int Looks = 5;
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    Horizon _horizon = Horizon.Beginning;

    /// <summary>The sequence of the last event before which none can appear any more.</summary>
    public async Task<long> ThroughAsync(CancellationToken ct)
    {
        for (var look = 1; ; look++)
        {
            var before = Volatile.Read(ref _horizon);
            if (await store.ReadAsync(db => db.EventsSeenAsync(ct)) is not { } seen) return long.MaxValue;
            // A look that began before another was taken in says nothing of those whom the other waits for.
            Interlocked.CompareExchange(ref _horizon, before.After(seen), before);
            var settled = Volatile.Read(ref _horizon).Settled;
            if (settled >= seen.Last || look == Looks) return settled;
            await Task.Delay(Moment, TimeProvider.System, ct);
        }
    }
}
