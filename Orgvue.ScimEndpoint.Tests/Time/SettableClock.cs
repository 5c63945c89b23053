using Microsoft.Extensions.Time.Testing;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>A clock that somebody sets: what it shows steps, and what passes does not.</summary>
public sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    TimeSpan _step;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    // The base takes it from what the clock shows.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void Step(TimeSpan by) => _step += by;
}
