namespace Orgvue.ScimEndpoint.Model;

/// <summary>
/// Waits that are kept in the database, judged by a clock that may have been set back since they began: one that would last for much longer than any
/// is begun with is over, or whatever waits would wait for as long as the clock was wrong.
/// </summary>
public static class Waits
{
    static readonly TimeSpan Most = TimeSpan.FromDays(36_500);

    /// <param name="longest">The longest that such a wait is begun with.</param>
    public static bool Lasts(DateTimeOffset? until, TimeSpan longest, DateTimeOffset now) => until > now && until <= Believed(longest, now);

    /// <summary>The latest end that is believed: twice the longest wait, since the clocks of nodes differ a little.</summary>
    public static DateTimeOffset Believed(TimeSpan longest, DateTimeOffset now) => longest < Most ? now + 2 * longest : DateTimeOffset.MaxValue;
}
