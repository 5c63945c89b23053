using System.Text.Json;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>A user, a group or a membership of WorkOS's REST API → the statement that it is there. Pure.</summary>
public static class Objects
{
    /// <summary>What a list showed of a user.</summary>
    /// <param name="remoteStart">When the pull began, by WorkOS's clock.</param>
    /// <exception cref="UnreadableException">It is no user, and the list cannot be trusted.</exception>
    public static Statement ListedUser(JsonElement user, DateTimeOffset remoteStart)
    {
        ObjectReader.CheckTexts(user, "");
        var reader = UserOf(ObjectReader.Of(user, ""));
        return new Statement.User(
            reader.Id("id"), Present: true, Provisions: true, user.GetRawText(), Stamp.Listed(remoteStart, reader.Time("updated_at")));
    }

    public static Statement ListedGroup(JsonElement group, DateTimeOffset remoteStart)
    {
        ObjectReader.CheckTexts(group, "");
        var reader = GroupOf(ObjectReader.Of(group, ""));
        return new Statement.Group(
            reader.Id("id"), Present: true, Provisions: true, group.GetRawText(), Stamp.Listed(remoteStart, reader.Time("updated_at")));
    }

    /// <summary>A membership has no time of its own: changes of members do not move <c>updated_at</c>.</summary>
    public static Statement ListedMembership(string group, string user, DateTimeOffset remoteStart) =>
        new Statement.Membership(group, user, Present: true, Stamp.Listed(remoteStart));

    internal static bool IsActive(ObjectReader user) => user.Text("state") == "active";

    internal static ObjectReader UserOf(ObjectReader user)
    {
        user.Id("id");
        user.Check(
            JsonValueKind.String, "directory_id", "idp_id", "email", "first_name", "last_name", "name", "username", "job_title", "state");
        user.Check(JsonValueKind.Array, "emails");
        user.Check(JsonValueKind.Object, "custom_attributes", "raw_attributes");
        return CheckTimes(user);
    }

    internal static ObjectReader GroupOf(ObjectReader group)
    {
        group.Id("id");
        group.Check(JsonValueKind.String, "directory_id", "idp_id", "name");
        group.Check(JsonValueKind.Object, "raw_attributes");
        return CheckTimes(group);
    }

    static ObjectReader CheckTimes(ObjectReader of)
    {
        of.Time("created_at");
        of.Time("updated_at");
        return of;
    }
}
