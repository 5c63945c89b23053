using System.Globalization;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

/// <summary>A directory as WorkOS has it, and the events that tell of it. What is done to it is done at a time of its own, to the millisecond.</summary>
sealed class RemoteDirectory(TimeProvider clock, string id = "directory_A", string organization = "org_A")
{
    readonly SortedDictionary<string, JsonObject> _users = new(StringComparer.Ordinal), _groups = new(StringComparer.Ordinal);
    readonly SortedSet<(string Group, string User)> _members = [];
    DateTimeOffset _last;
    int _made;

    public string Id => id;
    public string Organization => organization;
    public string State { get; set; } = "linked";

    /// <summary>How many active users it says it has; the truth unless set.</summary>
    public int? SaysActive { get; set; }

    public List<(string Id, JsonObject Json, DateTimeOffset At)> Events { get; } = [];

    public IReadOnlyCollection<string> Users => _users.Keys;
    public IReadOnlyCollection<string> Groups => _groups.Keys;
    public IReadOnlyCollection<(string Group, string User)> Members => _members;

    public IEnumerable<JsonObject> UserObjects(string? group = null) => _users.Values.Where(u => group is null || _members.Contains((group, (string)u["id"]!)));

    public IEnumerable<JsonObject> GroupObjects(string? user = null) => _groups.Values.Where(g => user is null || _members.Contains(((string)g["id"]!, user)));

    public JsonObject Shown() => new()
    {
        ["object"] = "directory", ["id"] = id, ["organization_id"] = organization, ["external_key"] = "key", ["type"] = "azure scim v2.0", ["state"] = State,
        ["name"] = "Contoso", ["created_at"] = Text(clock.GetUtcNow()), ["updated_at"] = Text(clock.GetUtcNow()),
        ["metadata"] = new JsonObject
        {
            ["users"] = new JsonObject { ["active"] = SaysActive ?? _users.Values.Count(u => (string)u["state"]! == "active"), ["inactive"] = 0 }, ["groups"] = _groups.Count,
        },
    };

    public string AddUser(string? name = null)
    {
        var (user, at) = (Next("directory_user"), Now());
        _users[user] = new()
        {
            ["object"] = "directory_user", ["id"] = user, ["directory_id"] = id, ["organization_id"] = organization, ["idp_id"] = $"idp-{user}",
            ["email"] = $"{name ?? user}@contoso.example", ["first_name"] = name ?? user, ["last_name"] = "Łukasik", ["state"] = "active", ["emails"] = new JsonArray(),
            ["job_title"] = null, ["username"] = null, ["custom_attributes"] = new JsonObject(), ["raw_attributes"] = new JsonObject(),
            ["created_at"] = Text(at), ["updated_at"] = Text(at),
        };
        Tell("dsync.user.created", at, _users[user].DeepClone());
        return user;
    }

    public void ChangeUser(string user, string property, string value)
    {
        var at = Now();
        (_users[user][property], _users[user]["updated_at"]) = (value, Text(at));
        Tell("dsync.user.updated", at, _users[user].DeepClone());
    }

    public void DeleteUser(string user)
    {
        var at = Now();
        Tell("dsync.user.deleted", at, _users[user].DeepClone());
        _users.Remove(user);
        _members.RemoveWhere(m => m.User == user);
    }

    public string AddGroup(string? name = null)
    {
        var (group, at) = (Next("directory_group"), Now());
        _groups[group] = new()
        {
            ["object"] = "directory_group", ["id"] = group, ["idp_id"] = $"idp-{group}", ["directory_id"] = id, ["organization_id"] = organization,
            ["name"] = name ?? group, ["raw_attributes"] = new JsonObject(), ["created_at"] = Text(at), ["updated_at"] = Text(at),
        };
        Tell("dsync.group.created", at, _groups[group].DeepClone());
        return group;
    }

    public void RenameGroup(string group, string name)
    {
        var at = Now();
        (_groups[group]["name"], _groups[group]["updated_at"]) = (name, Text(at));
        Tell("dsync.group.updated", at, _groups[group].DeepClone());
    }

    public void DeleteGroup(string group)
    {
        var at = Now();
        Tell("dsync.group.deleted", at, _groups[group].DeepClone());
        _groups.Remove(group);
        _members.RemoveWhere(m => m.Group == group);
    }

    public void Join(string group, string user)
    {
        if (_members.Add((group, user))) TellMembership("dsync.group.user_added", group, user);
    }

    public void Leave(string group, string user)
    {
        if (_members.Remove((group, user))) TellMembership("dsync.group.user_removed", group, user);
    }

    /// <summary>The only event of it: no event of users or groups.</summary>
    public void TearDown()
    {
        Tell("dsync.deleted", Now(), Shown());
        _users.Clear();
        _groups.Clear();
        _members.Clear();
    }

    public void Activate()
    {
        var shown = Shown();
        (shown["state"], shown["domains"]) = ("active", new JsonArray());
        Tell("dsync.activated", Now(), shown);
    }

    public void DoAnything(Random random)
    {
        var (user, group) = (Any(Users, random), Any(Groups, random));
        switch (random.Next(12))
        {
            case 0 or 1: AddUser(); break;
            case 2: AddGroup(); break;
            case 3 when user is not null: ChangeUser(user, "first_name", $"renamed {random.Next(100)}"); break;
            case 4 when user is not null: ChangeUser(user, "state", random.Next(2) == 0 ? "inactive" : "active"); break;
            case 5 when user is not null: DeleteUser(user); break;
            case 6 when group is not null: RenameGroup(group, $"group {random.Next(1000)}"); break;
            case 7 when group is not null && random.Next(3) == 0: DeleteGroup(group); break;
            case 8 or 9 when user is not null && group is not null: Join(group, user); break;
            case 10 or 11 when user is not null && group is not null: Leave(group, user); break;
        }
    }

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    static string? Any(IReadOnlyCollection<string> of, Random random) => of.Count == 0 ? null : of.ElementAt(random.Next(of.Count));

    void TellMembership(string type, string group, string user) => Tell(type, Now(), new JsonObject
    {
        ["directory_id"] = id, ["user"] = _users[user].DeepClone(), ["group"] = _groups[group].DeepClone(),
    });

    void Tell(string type, DateTimeOffset at, JsonNode data)
    {
        var name = Next("event");
        Events.Add((name, new() { ["object"] = "event", ["id"] = name, ["event"] = type, ["data"] = data, ["created_at"] = Text(at) }, at));
    }

    string Next(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{++_made:D10}");

    DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        return _last = now > _last ? now : _last.AddMilliseconds(1);
    }
}
