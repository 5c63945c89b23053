using System.Text;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>Paths and queries of WorkOS's lists.</summary>
static class Listing
{
    // All that changes users, groups and memberships. One value, as WorkOS's own node SDK writes it.
    const string Types = "dsync.activated,dsync.deleted,dsync.user.created,dsync.user.updated,dsync.user.deleted,dsync.group.created,"
        + "dsync.group.updated,dsync.group.deleted,dsync.group.user_added,dsync.group.user_removed";

    /// <summary>
    /// Oldest first: what is made during the walk comes at its end and is still met, and what is deleted moves nothing over the edge of a
    /// page.
    /// </summary>
    public static string OldestFirst(string path, int limit, string? after, params ReadOnlySpan<(string Name, string Value)> of)
    {
        var query = new StringBuilder(path).Append("?limit=").Append(limit).Append("&order=asc");
        foreach (var (name, value) in of) query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        if (!string.IsNullOrEmpty(after)) query.Append("&after=").Append(Uri.EscapeDataString(after));
        return query.ToString();
    }

    /// <summary>Events are always told oldest first.</summary>
    public static string Events(int limit, string? organization, string? after, DateTimeOffset from)
    {
        var query = new StringBuilder("/events?limit=").Append(limit).Append("&events=").Append(Uri.EscapeDataString(Types));
        if (organization is not null) query.Append("&organization_id=").Append(Uri.EscapeDataString(organization));
        return (after is null
            ? query.Append("&range_start=").Append(Uri.EscapeDataString(Wire.WireTime.Text(from)))
            : query.Append("&after=").Append(Uri.EscapeDataString(after))).ToString();
    }

    public static string Directory(string id) => $"/directories/{Uri.EscapeDataString(id)}";
}
