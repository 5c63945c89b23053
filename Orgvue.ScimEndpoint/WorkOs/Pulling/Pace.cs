using System.Collections.Concurrent;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>
/// Lets the requests of a directory through one after the other, evenly: no second sees more of them than are allowed, however soon they are
/// answered, and none before WorkOS wants it.
/// </summary>
public sealed class Pace(TimeProvider clock, double perSecond)
{
    readonly TimeSpan _gap = TimeSpan.FromSeconds(1 / perSecond);
    readonly ConcurrentDictionary<int, DateTimeOffset> _next = new();
    readonly ConcurrentDictionary<int, DateTimeOffset> _waiting = new();

    /// <summary>Who waits, and until when.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Waiting => _waiting;

    /// <summary>Returns when the directory may be asked.</summary>
    public async Task TurnAsync(int directory, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var turn = _next.AddOrUpdate(directory, now, (_, next) => next > now ? next : now);
        if (turn > now)
        {
            var wait = Task.Delay(turn - now, clock, ct);
            _waiting[directory] = turn;
            try
            {
                await wait;
            }
            finally
            {
                _waiting.TryRemove(directory, out _);
            }
        }
        _next[directory] = clock.GetUtcNow() + _gap;
    }

    /// <summary>WorkOS wants to be left alone for so long.</summary>
    public void Rest(int directory, TimeSpan time)
    {
        var until = clock.GetUtcNow() + time;
        _next.AddOrUpdate(directory, until, (_, next) => next > until ? next : until);
    }
}
