using System.Collections.Concurrent;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>
/// Lets the requests of a directory through one after the other, evenly: no second sees more of them than are allowed, however soon they are
/// answered, and none before WorkOS wants it.
/// </summary>
public sealed class Pace(TimeProvider clock, double perSecond)
{
    readonly TimeSpan _gap = TimeSpan.FromSeconds(1 / perSecond);
    readonly long _began = clock.GetTimestamp();
    // Since it began: by the time that passes, whatever the clock shows.
    readonly ConcurrentDictionary<int, TimeSpan> _next = new();
    readonly ConcurrentDictionary<int, DateTimeOffset> _waiting = new();

    /// <summary>Who waits, and until when.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Waiting => _waiting;

    TimeSpan Passed => clock.GetElapsedTime(_began);

    /// <summary>Returns when the directory may be asked.</summary>
    public async Task TurnAsync(int directory, CancellationToken ct)
    {
        var now = Passed;
        var turn = _next.AddOrUpdate(directory, now, (_, next) => next > now ? next : now);
        if (turn > now)
        {
            var wait = Task.Delay(turn - now, clock, ct);
            _waiting[directory] = clock.GetUtcNow() + (turn - now);
            try
            {
                await wait;
            }
            finally
            {
                _waiting.TryRemove(directory, out _);
            }
        }
        _next[directory] = Passed + _gap;
    }

    /// <summary>WorkOS wants to be left alone for so long.</summary>
    public void Rest(int directory, TimeSpan time)
    {
        var until = Passed + time;
        _next.AddOrUpdate(directory, until, (_, next) => next > until ? next : until);
    }
}
