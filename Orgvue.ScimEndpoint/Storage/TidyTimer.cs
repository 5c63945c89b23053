namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// When old rows are let go of: now and then by the time that passes, whatever the clock shows. Once the clock was set forward, nothing is let go of for
/// a day: what it makes old may be young, and whoever set it by mistake has time to set it right.
/// </summary>
public sealed partial class TidyTimer(TimeProvider clock, TimeSpan every, ILogger log)
{
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Held = TimeSpan.FromDays(1);

    (long Passed, DateTimeOffset Shown)? _last;
    long? _set;

    public bool IsDue => _last is not { } last || clock.GetElapsedTime(last.Passed) >= every;

    /// <summary>Begins the next wait; false where what is old must stay for now.</summary>
    public bool Begin()
    {
        var (passed, shown) = (clock.GetTimestamp(), clock.GetUtcNow());
        if (_last is { } last && shown - last.Shown - clock.GetElapsedTime(last.Passed, passed) is var step && step > Tolerance)
        {
            _set = passed;
            SetForward(log, step);
        }
        _last = (passed, shown);
        if (_set is { } set && clock.GetElapsedTime(set, passed) >= Held) _set = null;
        return _set is null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The clock was set forward by {Step}, or the machine slept; for a day nothing is deleted for its age")]
    static partial void SetForward(ILogger log, TimeSpan step);
}
