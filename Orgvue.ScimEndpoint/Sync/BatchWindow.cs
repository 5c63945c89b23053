using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>When a run is due, and how long a failed one waits. Pure: the loop that asks is <see cref="SyncWorker"/>.</summary>
public static class BatchWindow
{
    /// <summary>How long a run may be silent before another node takes it over (rule B3), which is to happen within 30 seconds.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>How often a run says that it is alive.</summary>
    public static readonly TimeSpan Renewal = Lease / 4;

    /// <summary>No failed run waits longer for its next try.</summary>
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(5);

    /// <summary>The window is fixed: later changes join it and never extend it (rule B1).</summary>
    public static DateTimeOffset DueAt(DateTimeOffset firstChange, TimeSpan delay) => firstChange + delay;

    /// <summary>Whether it is over; where the clock was set back meanwhile, after twice its delay at the latest.</summary>
    public static bool IsOver(DateTimeOffset firstChange, TimeSpan delay, DateTimeOffset now) => !Waits.Lasts(DueAt(firstChange, delay), delay, now);

    /// <summary>Whether everybody is to be looked at again, whatever has changed (rule B4).</summary>
    public static bool FullIsDue(DateTimeOffset last, TimeSpan every, DateTimeOffset now) => every > TimeSpan.Zero && !Waits.Lasts(last + every, every, now);

    /// <summary>Whether somebody runs the directory, or its last run failed a moment ago.</summary>
    public static bool IsKept(SyncLease lease, DateTimeOffset now) => Waits.Lasts(lease.Until, Lease, now) || Waits.Lasts(lease.RetryAt, LongestBackoff, now);

    /// <summary>1 s, 2 s, 4 s … up to five minutes.</summary>
    public static TimeSpan Backoff(int failedAttempts) =>
        failedAttempts >= 10 ? LongestBackoff : TimeSpan.FromSeconds(1 << Math.Max(0, failedAttempts - 1));
}

/// <summary>The open window of a directory.</summary>
public sealed record Window(DateTimeOffset OpenedAt, DateTimeOffset DueAt, int PendingChanges);

/// <summary>Settings under <c>Sync:</c>.</summary>
public sealed class SyncOptions
{
    /// <summary>The batching delay of directories that set none of their own (rule B1).</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a node looks for due runs.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a run looks at everybody, whatever has changed (rule B4); zero: never.</summary>
    public TimeSpan FullReconcileEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Of how many runs of a directory it is kept what they saw; zero: of none, and nothing can be replayed.</summary>
    public int KeptInputs { get; set; } = 50;
}
