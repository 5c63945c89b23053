using System.Globalization;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>Events as a test tells them, a line each: what happened, to whom, in which second.</summary>
static class Told
{
    public const string Prefix = "IAMAPP_Orgvue_SCIM_";
    static int _count;

    public static JsonObject User(string id, int updated = 0, string? username = null, string state = "active") => new()
    {
        ["object"] = "directory_user", ["id"] = id, ["directory_id"] = Remote.Id, ["idp_id"] = $"idp-{id}", ["email"] = $"{username ?? id}@contoso.example",
        ["username"] = username ?? id, ["state"] = state, ["updated_at"] = At(updated),
    };

    public static JsonObject Group(string id, int updated = 0, string? name = null) => new()
    {
        ["object"] = "directory_group", ["id"] = id, ["directory_id"] = Remote.Id, ["name"] = name ?? Prefix + id, ["updated_at"] = At(updated),
    };

    public static string Event(string name, JsonNode data, int second) => new JsonObject
    {
        ["object"] = "event", ["id"] = $"event_{Interlocked.Increment(ref _count):D8}", ["event"] = name, ["data"] = data, ["created_at"] = At(second),
    }.ToJsonString();

    public static string UserCreated(string id, int second, string? username = null, string state = "active") =>
        Event("dsync.user.created", User(id, second, username, state), second);

    public static string UserUpdated(string id, int second, string? username = null, string state = "active") =>
        Event("dsync.user.updated", User(id, second, username, state), second);

    public static string UserDeleted(string id, int second, string? username = null) => Event("dsync.user.deleted", User(id, 0, username), second);

    public static string GroupCreated(string id, int second, string? name = null) => Event("dsync.group.created", Group(id, second, name), second);

    public static string GroupUpdated(string id, int second, string? name = null) => Event("dsync.group.updated", Group(id, second, name), second);

    public static string GroupDeleted(string id, int second) => Event("dsync.group.deleted", Group(id), second);

    public static string Added(string group, string user, int second) => Event("dsync.group.user_added", Member(group, user), second);

    public static string Removed(string group, string user, int second) => Event("dsync.group.user_removed", Member(group, user), second);

    public static string TornDown(int second) => Event("dsync.deleted", new JsonObject { ["id"] = Remote.Id, ["state"] = "active" }, second);

    public static string At(int second) =>
        new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static async Task HearAsync(this Host host, TestDirectory directory, params string[] events)
    {
        foreach (var body in events) await host.DeliverAsync(directory, body);
        await host.ApplyAsync();
    }

    /// <summary>What the directory shows, by names alone.</summary>
    public static async Task<List<string>> NamesAsync(this Host host, TestDirectory directory) =>
        [.. (await host.ShownAsync(directory)).Select(l => l.StartsWith("user ", StringComparison.Ordinal)
            ? l.Split(' ')[1] + (l.Contains("): active", StringComparison.Ordinal) ? "" : " (inactive)")
            : $"{l.Split(' ')[1].Replace(Prefix, "", StringComparison.Ordinal)}:{l[(l.IndexOf("):", StringComparison.Ordinal) + 2)..]}".TrimEnd())];

    static JsonObject Member(string group, string user) => new() { ["directory_id"] = Remote.Id, ["user"] = User(user), ["group"] = Group(group) };
}
