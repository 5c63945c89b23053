using Microsoft.Extensions.Time.Testing;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>A clock that somebody sets: what it shows steps, and what passes does not. It knows whether somebody waits for it.</summary>
public sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    TimeSpan _step;
    int _awaited;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    // The base takes it from what the clock shows.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void Step(TimeSpan by) => _step += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Awaited(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Lets time pass until the task has ended, and only while it waits for that: however long the work in between takes on this machine,
    /// by this clock it takes no time.
    /// </summary>
    public async Task PassAsync(Func<Task> task, TimeSpan step)
    {
        var others = Volatile.Read(ref _awaited);
        var under = task();
        while (!under.IsCompleted)
        {
            if (Volatile.Read(ref _awaited) > others) Advance(step);
            else await Task.WhenAny(under, Task.Delay(TimeSpan.FromMilliseconds(1), System));
        }
        await under;
    }

    sealed class Awaited : ITimer
    {
        readonly SettableClock _clock;
        readonly ITimer _timer;
        int _counted;

        public Awaited(SettableClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _timer = clock.Plain(s =>
            {
                Count(false);
                callback(s);
            }, state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // What goes off again and again goes on beside what is waited for.
            Count(dueTime != Timeout.InfiniteTimeSpan && period <= TimeSpan.Zero);
            return _timer.Change(dueTime, period);
        }

        void Count(bool awaited)
        {
            var (now, before) = (awaited ? 1 : 0, Interlocked.Exchange(ref _counted, awaited ? 1 : 0));
            Interlocked.Add(ref _clock._awaited, now - before);
        }

        public void Dispose()
        {
            Count(false);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Count(false);
            return _timer.DisposeAsync();
        }
    }

    ITimer Plain(TimerCallback callback, object? state) => base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
