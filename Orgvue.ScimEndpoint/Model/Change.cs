namespace Orgvue.ScimEndpoint.Model;

/// <summary>
/// Something that the next run must look at. The first one not yet taken by a run *is* the open window (rules B1, B3): it is written in the
/// transaction of the change that it stands for, so neither can be lost without the other.
/// </summary>
public sealed class Change
{
    /// <summary>Given by the database.</summary>
    public long Sequence { get; set; }

    public int DirectoryKey { get; set; }
    public ChangeKind Kind { get; set; }

    /// <summary>False for an edit made by hand on the Orgvue side: it waits for the next run but causes none (rule B2).</summary>
    public bool OpensWindow { get; set; } = true;

    public Guid? UserId { get; set; }
    public Guid? GroupId { get; set; }
    public int? TenantKey { get; set; }
    public Guid? AccountId { get; set; }

    /// <summary>A login e-mail that was given up or taken by the change: whoever else claims it is looked at again (rule A3).</summary>
    public string? EmailKey { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The batch that took the change; the row goes when that batch is done.</summary>
    public Guid? Batch { get; set; }
}

public enum ChangeKind
{
    UserCreated, UserChanged, UserDeleted,
    GroupCreated, GroupRenamed, GroupDeleted,
    MemberAdded, MemberRemoved,
    ConfigurationChanged,

    /// <summary>More was touched at once than is worth listing: the run looks at everybody.</summary>
    Everybody,

    /// <summary>An account was added, edited or removed by hand.</summary>
    AccountEdited,

    /// <summary>An account could not be written: the next run looks at it again (rule B6).</summary>
    AccountFailed,
}
