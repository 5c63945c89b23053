using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// What is known of the directory as a whole, and what it makes of each register: whatever was true before a teardown is void, and what was
/// not in the lists of a complete pull is not there any more. Pure.
/// </summary>
public readonly record struct Standing(DateTimeOffset? TornDownAt, string? TornDownBy, DateTimeOffset? SweptAt, WorkOsDeletedUsers DeletedUsers)
{
    public static Standing Of(WorkOsLink link) => new(link.TornDownAt, link.TornDownBy, link.SweptAt, link.DeletedUsers);

    /// <summary>Nothing that was true up to the teardown counts.</summary>
    public bool IsVoid(Stamp stamp) => !stamp.IsAfter(TornDownAt, TornDownBy);

    public bool IsVoid(WorkOsItem item) => IsVoid(Register.StampOf(item));

    /// <summary>Whether the newest statement says that it is there, and no later pull missed it.</summary>
    public bool IsPresent(WorkOsItem item) => item.Present && !IsVoid(item) && !IsSwept(item);

    /// <summary>Whether the directory has to have the user or group: a deleted user too, deactivated, unless told otherwise.</summary>
    public bool IsThere(WorkOsItem item) => IsProvisioned(item)
        && (IsPresent(item) || item.Kind == WorkOsItemKind.User && DeletedUsers == WorkOsDeletedUsers.Deactivate);

    /// <summary>Whether the membership counts, where its group and its user are there.</summary>
    /// <param name="deletedAt">When the group was last deleted: its memberships went with it.</param>
    public bool Counts(WorkOsItem membership, DateTimeOffset? deletedAt, string? deletedBy) =>
        IsPresent(membership) && Register.StampOf(membership).IsAfter(deletedAt, deletedBy);

    /// <summary>Known only from before the last complete pull, which did not show it.</summary>
    public bool IsSwept(WorkOsItem item) => SweptAt is { } swept && Register.StampOf(item) < Stamp.Listed(swept);

    public bool IsProvisioned(WorkOsItem item) => item.ProvisionedAt is { } at
        && !(at < TornDownAt) && (at != TornDownAt || string.CompareOrdinal(item.ProvisionedBy, TornDownBy) > 0);
}
