using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Where a run must look: at everybody, or at what the changes of its batch touched (rule B4). Pure.</summary>
/// <param name="Everybody">Set when the changes ask for a full reconcile, or there are more of them than are worth following.</param>
public sealed record SyncScope(
    bool Everybody,
    IReadOnlySet<Guid> Users,
    IReadOnlySet<Guid> Groups,
    IReadOnlySet<Guid> Accounts,
    IReadOnlySet<string> Emails)
{
    /// <summary>Beyond this many users, reading all rows in order is cheaper than looking up each.</summary>
    public const int FollowedUsers = 20_000;

    public static readonly SyncScope All = new(true, new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<string>());

    public static readonly SyncScope Nobody = All with { Everybody = false };

    public static SyncScope Of(IReadOnlyCollection<Change> changes)
    {
        if (changes.Count == 0 || changes.Any(c => c.Kind is ChangeKind.ConfigurationChanged or ChangeKind.Everybody)) return All;
        var users = changes.Select(c => c.UserId).OfType<Guid>().ToHashSet();
        return users.Count > FollowedUsers
            ? All
            : new(false, users,
                changes.Select(c => c.GroupId).OfType<Guid>().ToHashSet(),
                changes.Select(c => c.AccountId).OfType<Guid>().ToHashSet(),
                changes.Select(c => c.EmailKey).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Groups whose current members must be looked at: those created or renamed (rule M12).</summary>
    public static IReadOnlySet<Guid> RenamedGroups(IEnumerable<Change> changes) =>
        changes.Where(c => c.Kind is ChangeKind.GroupCreated or ChangeKind.GroupRenamed).Select(c => c.GroupId).OfType<Guid>().ToHashSet();
}
