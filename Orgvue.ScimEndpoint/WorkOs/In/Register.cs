using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// How statements become what is known: the newest wins, whichever comes first. Taking statements in commutes, and taking one in twice is
/// taking it in once. Pure.
/// </summary>
public static class Register
{
    /// <summary>A register in which nothing was said yet.</summary>
    public static WorkOsItem New(int directory, Statement statement)
    {
        var (kind, id) = KeyOf(statement) ?? throw new ArgumentException("The statement is on the whole directory.", nameof(statement));
        var membership = statement as Statement.Membership;
        return new()
        {
            DirectoryKey = directory, Kind = kind, RemoteId = id, GroupId = membership?.GroupId, UserId = membership?.UserId,
            At = DateTimeOffset.MinValue, EventAt = DateTimeOffset.MinValue,
        };
    }

    /// <summary>Which register a statement is for; null where it is on the whole directory.</summary>
    public static (WorkOsItemKind Kind, string Id)? KeyOf(Statement statement) => statement switch
    {
        Statement.User user => (WorkOsItemKind.User, user.Id),
        Statement.Group group => (WorkOsItemKind.Group, group.Id),
        Statement.Membership membership => (WorkOsItemKind.Membership, Statement.Membership.IdOf(membership.GroupId, membership.UserId)),
        _ => null,
    };

    /// <summary>Takes a statement in that is not void; says whether the directory may have to show something else.</summary>
    public static bool Take(WorkOsItem item, Statement statement)
    {
        var (present, provisions, data) = statement switch
        {
            Statement.User user => (user.Present, user.Provisions, user.Data),
            Statement.Group group => (group.Present, group.Provisions, group.Data),
            Statement.Membership membership => (membership.Present, false, (string?)null),
            _ => throw new ArgumentException("The statement is on the whole directory.", nameof(statement)),
        };
        var changed = false;
        if (provisions && statement.Stamp.IsAfter(item.ProvisionedAt, item.ProvisionedBy))
        {
            changed |= item.ProvisionedAt is null;
            (item.ProvisionedAt, item.ProvisionedBy) = (statement.Stamp.At, statement.Stamp.Tie);
        }
        if (statement is Statement.Group && !present && statement.Stamp.IsAfter(item.DeletedAt, item.DeletedBy))
        {
            changed = true;
            (item.DeletedAt, item.DeletedBy) = (statement.Stamp.At, statement.Stamp.Tie);
        }
        if (!IsNewer(statement.Stamp, data, present, item)) return changed;
        changed |= item.Present != present || item.Data != data;
        (item.At, item.EventAt, item.EventId) = statement.Stamp;
        (item.Present, item.Data) = (present, data);
        return changed;
    }

    public static Stamp StampOf(WorkOsItem item) => new(item.At, item.EventAt, item.EventId);

    // Two copies of one object at one time, in different events, need not be alike; which counts must not depend on which came first.
    static bool IsNewer(Stamp stamp, string? data, bool present, WorkOsItem item)
    {
        if (stamp.CompareTo(StampOf(item)) is var order and not 0) return order > 0;
        if (string.CompareOrdinal(data, item.Data) is var text and not 0) return text > 0;
        return present && !item.Present;
    }
}
