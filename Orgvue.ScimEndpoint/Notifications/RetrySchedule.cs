namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>When a delivery that failed is tried next. Pure: the loop that asks is <see cref="DeliveryWorker"/>.</summary>
public static class RetrySchedule
{
    /// <summary>A node that takes longer to send died; whoever looks next sends again.</summary>
    public static readonly TimeSpan ClaimMargin = TimeSpan.FromSeconds(30);

    static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>No delivery is put off for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>10 s, 20 s, 40 s … up to an hour, or what the receiver asked for if that is longer, up to an hour too.</summary>
    public static TimeSpan Backoff(int attempts, TimeSpan? asked = null)
    {
        var wait = attempts > 9 ? Longest : TimeSpan.FromTicks(First.Ticks << Math.Max(0, attempts - 1));
        if (asked > wait) wait = asked.Value;
        return wait < Longest ? wait : Longest;
    }

    /// <summary>Null when it is given up. The last try is at the very end of the time.</summary>
    public static DateTimeOffset? Next(DateTimeOffset created, TimeSpan giveUpAfter, int attempts, DateTimeOffset now, TimeSpan? asked = null)
    {
        var end = created + giveUpAfter;
        if (now >= end) return null;
        var next = now + Backoff(attempts, asked);
        return next < end ? next : end;
    }
}
