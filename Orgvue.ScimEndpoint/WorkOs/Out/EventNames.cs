namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>The events of Directory Sync, as WorkOS names them.</summary>
public static class EventNames
{
    public const string Activated = "dsync.activated";
    public const string Deleted = "dsync.deleted";
    public const string UserCreated = "dsync.user.created";
    public const string UserUpdated = "dsync.user.updated";
    public const string UserDeleted = "dsync.user.deleted";
    public const string GroupCreated = "dsync.group.created";
    public const string GroupUpdated = "dsync.group.updated";
    public const string GroupDeleted = "dsync.group.deleted";
    public const string UserAdded = "dsync.group.user_added";
    public const string UserRemoved = "dsync.group.user_removed";
    public const string TokenCreated = "dsync.token.created";
    public const string TokenRevoked = "dsync.token.revoked";

    public static readonly IReadOnlyList<string> All =
    [
        Activated, Deleted, UserCreated, UserUpdated, UserDeleted, GroupCreated, GroupUpdated, GroupDeleted, UserAdded, UserRemoved, TokenCreated, TokenRevoked,
    ];

    /// <summary>Tokens are told of in the Events API alone.</summary>
    public static bool IsSentToWebhooks(string name) => name is not (TokenCreated or TokenRevoked);
}
