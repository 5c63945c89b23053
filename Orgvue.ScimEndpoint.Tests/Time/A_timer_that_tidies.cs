using Microsoft.Extensions.Logging.Abstractions;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Sync;

namespace Orgvue.ScimEndpoint.Tests.Time;

public sealed class A_timer_that_tidies
{
    readonly SettableClock _clock = new(Given.Start);

    TidyTimer Timer => new(_clock, TimeSpan.FromHours(1), NullLogger.Instance);

    [Fact]
    public void Goes_by_what_passes_and_not_by_what_the_clock_shows()
    {
        var timer = Timer;
        Assert.True(timer.IsDue && timer.Begin());

        _clock.Step(TimeSpan.FromDays(-365));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(timer.IsDue);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(timer.IsDue && timer.Begin());
        Assert.False(timer.IsDue);
    }

    [Fact]
    public void Lets_a_day_pass_once_the_clock_was_set_forward()
    {
        var log = new LogLines();
        var timer = new TidyTimer(_clock, TimeSpan.FromHours(1), log);
        timer.Begin();
        Later();
        Assert.True(timer.Begin());

        _clock.Step(TimeSpan.FromDays(365));
        for (var hour = 0; hour < 24; hour++)
        {
            Later();
            Assert.False(timer.Begin(), $"{hour}");
        }
        Later();

        Assert.True(timer.Begin());
        Assert.Contains("365.00:00:00", Assert.Single(log.Of(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_mind_a_clock_that_is_corrected_by_a_few_seconds()
    {
        var timer = Timer;
        timer.Begin();
        for (var hour = 0; hour < 48; hour++)
        {
            _clock.Step(TimeSpan.FromSeconds(20));
            Later();
            Assert.True(timer.Begin());
        }
    }

    void Later() => _clock.Advance(TimeSpan.FromHours(1));
}
