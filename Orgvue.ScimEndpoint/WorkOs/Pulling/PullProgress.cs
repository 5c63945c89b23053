using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>How far a pull has come, and what is known of when it ends. Pure.</summary>
public static class PullProgress
{
    /// <summary>
    /// When a pull that is under way will be over at its pace; null while it cannot be told: what is left is known from the last time, and of
    /// memberships from the walk itself.
    /// </summary>
    /// <param name="users">How many users are known.</param>
    /// <param name="groups">How many groups are known.</param>
    /// <param name="ownersLeft">Whose memberships are still to be read; null where the pull has not come to that.</param>
    public static DateTimeOffset? Ends(WorkOsPull pull, int users, int groups, int? ownersLeft, PullOptions options, DateTimeOffset now)
    {
        if (pull.Phase == WorkOsPullPhase.Idle || pull is { Phase: < WorkOsPullPhase.Memberships, FinishedAt: null }) return null;
        // The events after the walk and the directory itself are asked too.
        const int rest = 2;
        var requests = rest + pull.Phase switch
        {
            WorkOsPullPhase.Cursor => Pages(groups) + Pages(users) + groups,
            WorkOsPullPhase.Groups => Pages(groups - pull.Groups) + Pages(users) + groups,
            WorkOsPullPhase.Users => Pages(users - pull.Users) + groups,
            WorkOsPullPhase.Memberships => ownersLeft ?? 0,
            _ => 0,
        };
        var from = pull.DueAt > now ? pull.DueAt.Value : now;
        return from + TimeSpan.FromSeconds(requests / options.RequestsPerSecond);

        int Pages(int objects) => objects <= 0 ? 0 : (objects + options.PullPageSize - 1) / options.PullPageSize;
    }
}
