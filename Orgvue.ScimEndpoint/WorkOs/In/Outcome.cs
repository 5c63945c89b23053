using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>What came of showing a user or group.</summary>
abstract record Outcome(Guid? LocalId)
{
    /// <summary>The directory shows what is known.</summary>
    /// <param name="Problem">What an administrator should know of it none the less.</param>
    public sealed record Done(Guid? LocalId, string? Problem = null) : Outcome(LocalId);

    /// <summary>It is shown under its remote id because another still has its name; it is to be tried again.</summary>
    public sealed record Meanwhile(Guid? LocalId, string Problem) : Outcome(LocalId);

    /// <summary>The directory would not have it.</summary>
    public sealed record Refused(Guid? LocalId, string Problem) : Outcome(LocalId);

    /// <summary>Notes it in the register as it is now.</summary>
    /// <param name="seen">The register as it was when it was decided what to show.</param>
    public void Note(WorkOsItem item, WorkOsItem seen, Standing standing, DateTimeOffset now)
    {
        item.LocalId = LocalId;
        // What has been said since is shown with the next look.
        if (item.Version != seen.Version) return;
        Settle(item, standing);
        switch (this)
        {
            case Done done:
                (item.Dirty, item.Problem, item.RetryAt, item.Attempts) = (false, done.Problem, null, 0);
                break;
            case Meanwhile meanwhile:
                item.Attempts++;
                (item.Problem, item.RetryAt) = (meanwhile.Problem, item.Attempts <= AtOnce ? null : now + Backoff(item.Attempts - AtOnce));
                break;
            case Refused refused:
                item.Attempts++;
                (item.Problem, item.RetryAt) = (refused.Problem, now + Backoff(item.Attempts));
                break;
        }
    }

    /// <summary>The register says what was decided: a later statement is then seen to say something else.</summary>
    public static void Settle(WorkOsItem item, Standing standing)
    {
        if (!standing.IsPresent(item)) item.Present = false;
        if (!standing.IsProvisioned(item)) (item.ProvisionedAt, item.ProvisionedBy) = (null, null);
    }

    // Whoever has the name and is to give it up has done so by the second look; then it is somebody else's.
    const int AtOnce = 2;

    const int LongestMinutes = 360;

    /// <summary>Nothing is put off for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(LongestMinutes);

    /// <summary>1, 2, 4 … minutes, up to six hours.</summary>
    public static TimeSpan Backoff(int attempts) => TimeSpan.FromMinutes(Math.Min(LongestMinutes, 1L << Math.Min(attempts - 1, 20)));
}
