namespace Orgvue.ScimEndpoint.Model;

/// <summary>Where a directory lives at WorkOS, and what opens it. Secrets are encrypted.</summary>
public sealed class WorkOsLink
{
    public int DirectoryKey { get; set; }

    /// <summary>The directory's id at WorkOS; null until its first event or pull tells it.</summary>
    public string? RemoteId { get; set; }

    /// <summary>Root of the REST API; null for the server's setting.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Bearer key of the REST API (<c>sk_…</c>); without one nothing is pulled.</summary>
    public byte[]? ApiKey { get; set; }

    /// <summary>The key of the webhooks' signatures (<c>whsec_…</c>); without one no webhook is accepted.</summary>
    public byte[]? Secret { get; set; }

    /// <summary>While the secret is being rotated: the one before, which is accepted too.</summary>
    public byte[]? OldSecret { get; set; }

    public WorkOsDeletedUsers DeletedUsers { get; set; }

    /// <summary>False: webhooks are refused and nothing is pulled; what came stays.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When the newest known <c>dsync.deleted</c> says that the directory was torn down at WorkOS; null when it never was.</summary>
    public DateTimeOffset? TornDownAt { get; set; }

    /// <summary>Decides what of that very instant was before it, and what after.</summary>
    public string? TornDownBy { get; set; }

    /// <summary>When the newest known <c>dsync.activated</c> says that the directory was activated.</summary>
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>
    /// When the last complete pull began, by WorkOS's clock: whatever is known only from before was not in its lists any more. Null before
    /// the first.
    /// </summary>
    public DateTimeOffset? SweptAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>
/// What becomes of a user whom WorkOS deleted. WorkOS deletes inactive users too, and a rehire need not repeat the memberships: so the user
/// is deactivated in place unless the directory is known to delete only who is gone.
/// </summary>
public enum WorkOsDeletedUsers { Deactivate, Remove }

/// <summary>An event that WorkOS sent: known by its id, so that a repetition is not taken for news.</summary>
public sealed class WorkOsReceived
{
    public int DirectoryKey { get; set; }
    public required string EventId { get; set; }
    public required string Event { get; set; }

    /// <summary>As it came.</summary>
    public required string Body { get; set; }

    /// <summary>By WorkOS's clock.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
    public WorkOsReceivedState State { get; set; }
}

/// <summary>
/// Pending: stored, not looked at yet. Merged: taken into account. Unknown: of a type that is not known. Unread: of a type that changes
/// nothing here. Foreign: of another directory of the same WorkOS environment.
/// </summary>
public enum WorkOsReceivedState { Pending, Merged, Unknown, Unread, Foreign }

/// <summary>
/// The newest that is known of one user, group or membership at WorkOS. Of two statements the later one counts, whichever came first; what
/// follows for the directory is worked out afterwards, as long as <see cref="Dirty"/> says that it has not been.
/// </summary>
public sealed class WorkOsItem
{
    public int DirectoryKey { get; set; }
    public WorkOsItemKind Kind { get; set; }

    /// <summary>The id at WorkOS; of a membership the group's and the user's with a blank between.</summary>
    public required string RemoteId { get; set; }

    /// <summary>Of a membership.</summary>
    public string? GroupId { get; set; }

    /// <summary>Of a membership.</summary>
    public string? UserId { get; set; }

    /// <summary>The user or group of the directory that stands for it; null while there is none.</summary>
    public Guid? LocalId { get; set; }

    /// <summary>When the newest statement was true, by WorkOS's clock.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Decides between statements of one instant: the event's own time, then its id.</summary>
    public DateTimeOffset EventAt { get; set; }

    public string EventId { get; set; } = "";

    /// <summary>Whether the newest statement says that it is there: not deleted, not removed, in the lists of the last pull.</summary>
    public bool Present { get; set; }

    /// <summary>
    /// Of a user or group: the newest that said that it is there and not deprovisioned. Without one nothing is created, and one from before
    /// the directory was torn down is none: so it is a time.
    /// </summary>
    public DateTimeOffset? ProvisionedAt { get; set; }

    /// <summary>Decides what of that very instant was before it, and what after.</summary>
    public string? ProvisionedBy { get; set; }

    /// <summary>Of a group: the newest known deletion, with which its memberships went.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Decides what of that very instant was before it, and what after.</summary>
    public string? DeletedBy { get; set; }

    /// <summary>The WorkOS object of the newest statement, as JSON; null where none had one.</summary>
    public string? Data { get; set; }

    /// <summary>
    /// The name that it claims in the directory, folded, with a mark before it that says who comes first: <c>+</c> is there at WorkOS,
    /// <c>-</c> was deleted. Null while it claims none.
    /// </summary>
    public string? NameKey { get; set; }

    /// <summary>Whether the directory may not show it yet.</summary>
    public bool Dirty { get; set; }

    /// <summary>Why the directory cannot show it, for an administrator; null when it does.</summary>
    public string? Problem { get; set; }

    /// <summary>When a problem is tried again by itself.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>How often the directory has refused it in a row.</summary>
    public int Attempts { get; set; }

    /// <summary>The last complete or running pull that saw it.</summary>
    public int SeenInPull { get; set; }

    public int Version { get; set; } = 1;
}

public enum WorkOsItemKind { User, Group, Membership }

/// <summary>How far the pulling of a directory has come: the last pull, or the one under way, which any node can take up where it stopped.</summary>
public sealed class WorkOsPull
{
    public int DirectoryKey { get; set; }

    /// <summary>Counts the pulls of the directory.</summary>
    public int Number { get; set; }

    public WorkOsPullPhase Phase { get; set; }

    /// <summary>Why it was started.</summary>
    public WorkOsPullTrigger Trigger { get; set; }

    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When it was started by WorkOS's clock: what it sees was true then or later.</summary>
    public DateTimeOffset? RemoteStart { get; set; }

    /// <summary>The last event before the walk; events after it are replayed when the walk is over. Null where there was none.</summary>
    public string? EventCursor { get; set; }

    /// <summary>The last object that was read in the current phase.</summary>
    public string? After { get; set; }

    /// <summary>The group, or user, whose memberships are being read.</summary>
    public string? Owner { get; set; }

    public int Users { get; set; }
    public int Groups { get; set; }
    public int Memberships { get; set; }
    public int Events { get; set; }
    public int Requests { get; set; }

    /// <summary>When the next one is due, or a failed one is tried again; null while one runs.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public int FailedAttempts { get; set; }
    public string? Error { get; set; }

    /// <summary>The node that is at it, and until when it may be; another takes over after that.</summary>
    public string? Node { get; set; }

    public DateTimeOffset? NodeUntil { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>The steps of a pull, in their order.</summary>
public enum WorkOsPullPhase { Idle, Cursor, Groups, Users, Memberships, Replay, Sweep }

public enum WorkOsPullTrigger { Start, Schedule, Asked, Event }
