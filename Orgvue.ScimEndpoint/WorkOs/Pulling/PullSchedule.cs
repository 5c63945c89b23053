using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>When a directory is read from WorkOS. Pure: the loop that asks is <see cref="PullWorker"/>.</summary>
public static class PullSchedule
{
    /// <summary>A node that is silent for longer died; another goes on.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Before the walk: an event that was written a little before it is shown a little after.</summary>
    public static readonly TimeSpan EventMargin = TimeSpan.FromMinutes(2);

    /// <summary>How soon it is tried again where only a person can mend what is wrong.</summary>
    public static readonly TimeSpan Seldom = TimeSpan.FromHours(1);

    // What a pull has seen is brought up to date by the events since; they are kept for 90 days.
    static readonly TimeSpan OldestPull = TimeSpan.FromDays(7);
    static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static PullTask Of(WorkOsLink link, WorkOsPull? pull, DateTimeOffset now, PullOptions options)
    {
        if (pull is { Node: not null } && Waits.Lasts(pull.NodeUntil, Lease, now)) return PullTask.Nothing;
        if (pull is { FailedAttempts: > 0 } && Waits.Lasts(pull.DueAt, Seldom, now)) return PullTask.Nothing;
        if (IsTornDown(link)) return Torn(pull, now, options);
        if (pull is null) return new PullTask.Begin(WorkOsPullTrigger.Start);
        if (pull.Phase != WorkOsPullPhase.Idle)
            return now - pull.StartedAt > OldestPull ? new PullTask.Begin(WorkOsPullTrigger.Schedule) : PullTask.GoOn;
        if (pull.FinishedAt is not { } finished) return new PullTask.Begin(WorkOsPullTrigger.Start);
        // What was read before the activation is another directory's, as it were.
        if (link.TornDownAt is not null && !(pull.RemoteStart >= link.ActivatedAt)) return new PullTask.Begin(WorkOsPullTrigger.Event);
        if (options.PullEvery > TimeSpan.Zero && !Waits.Lasts(finished + options.PullEvery, options.PullEvery, now)) return new PullTask.Begin(WorkOsPullTrigger.Schedule);
        return IsCatchUpDue(pull, now, options) ? PullTask.CatchUp : PullTask.Nothing;
    }

    /// <summary>Whether the directory was torn down at WorkOS and not activated since: its lists are nobody's then, and are not read.</summary>
    public static bool IsTornDown(WorkOsLink link) => link.TornDownAt is { } torn && !(link.ActivatedAt > torn);

    /// <summary>1 s, 2 s, 4 s … up to five minutes, or what WorkOS asks for if that is longer.</summary>
    public static TimeSpan Backoff(int attempts, TimeSpan? asked = null)
    {
        var wait = attempts > 9 ? Longest : TimeSpan.FromTicks(First.Ticks << Math.Max(0, attempts - 1));
        if (wait > Longest) wait = Longest;
        return asked > wait ? asked.Value : wait;
    }

    // The events go on being read: the activation may be among those whose webhook was lost.
    static PullTask Torn(WorkOsPull? pull, DateTimeOffset now, PullOptions options) => pull switch
    {
        null => PullTask.Nothing,
        { Phase: not WorkOsPullPhase.Idle } => PullTask.GoOn,
        { EventCursor: null, RemoteStart: null } => PullTask.Nothing,
        _ => IsCatchUpDue(pull, now, options) ? PullTask.CatchUp : PullTask.Nothing,
    };

    static bool IsCatchUpDue(WorkOsPull pull, DateTimeOffset now, PullOptions options) =>
        options.CatchUpEvery > TimeSpan.Zero && !Waits.Lasts(pull.DueAt, options.CatchUpEvery, now);
}

/// <summary>What there is to be done for a directory.</summary>
public abstract record PullTask
{
    public static readonly PullTask Nothing = new Nought();
    public static readonly PullTask GoOn = new Continue();
    public static readonly PullTask CatchUp = new Events();

    public sealed record Begin(WorkOsPullTrigger Trigger) : PullTask;

    sealed record Nought : PullTask;

    sealed record Continue : PullTask;

    sealed record Events : PullTask;
}
