using System.Globalization;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>A directory at WorkOS that lives for a while: what happens in it, as the events that WorkOS would make, and as its lists.</summary>
sealed class Remote(Random dice)
{
    public const string Id = "directory_01KVN0RGVVE0D1RECT0RY00001";
    static readonly string[] Names = ["ann", "bob", "cid", "dan", "eve", "fay", "Zoë", "Łuk"];
    static readonly string[] Roles = ["user", "admin", "hr", "sales", "Retail"];
    static readonly string[] Titles = ["Analyst", "Director", "Clerk"];

    readonly Dictionary<string, JsonObject> _users = [], _groups = [];
    readonly Dictionary<string, JsonObject> _leavers = [], _dropped = [];
    readonly HashSet<(string Group, string User)> _members = [];
    int _count;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The bodies of all events so far.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Whether several things may happen in one millisecond.</summary>
    public bool Fast { get; init; }

    /// <summary>Something happens, if it can.</summary>
    public void Step()
    {
        Now = Now.AddMilliseconds(Fast ? dice.Next(3) : dice.Next(1, 20_000));
        switch (dice.Next(100))
        {
            case < 14: UserComes(NewUser()); break;
            case < 26: OfOne(_users, u => { Rewrite(u); UserChanges(u); }); break;
            case < 33: OfOne(_users, u => { u["state"] = dice.Next(4) == 0 ? "suspended" : "inactive"; UserChanges(u); }); break;
            case < 38: OfOne(_users, u => { u["state"] = "active"; UserChanges(u); }); break;
            case < 45: OfOne(_users, UserGoes); break;
            case < 50: OfOne(_leavers, Rehired); break;
            case < 59: GroupComes(NewGroup()); break;
            case < 64: OfOne(_groups, g => { g["name"] = GroupName(); Touch(g); Tell("dsync.group.updated", g); }); break;
            case < 69: OfOne(_groups, GroupGoes); break;
            case < 72: OfOne(_dropped, g => { _dropped.Remove((string)g["id"]!); GroupComes(g); }); break;
            case < 88: Join(); break;
            case < 98: Leave(); break;
            case 98: TearDown(); break;
            default: Tell("dsync.activated", Directory()); break;
        }
    }

    /// <summary>What the lists show now.</summary>
    public RemoteLists Lists() => new(
        Now, [.. _users.Values.Select(u => u.ToJsonString())], [.. _groups.Values.Select(g => g.ToJsonString())],
        [.. _members.Where(m => _users.ContainsKey(m.User) && _groups.ContainsKey(m.Group))]);

    JsonObject NewUser()
    {
        var user = Object("directory_user");
        user["idp_id"] = $"idp-{_count}";
        user["state"] = dice.Next(8) == 0 ? "inactive" : "active";
        Rewrite(user);
        return user;
    }

    // Names that others have, too, in another spelling sometimes, and sometimes none but the e-mail.
    void Rewrite(JsonObject user)
    {
        var name = Names[dice.Next(Names.Length)];
        user["first_name"] = name;
        user["last_name"] = dice.Next(3) == 0 ? null : "Łukasik";
        user["name"] = dice.Next(3) == 0 ? null : $"{name} 😀";
        // Never another's: of two with one e-mail the older in the directory has the account (rule A3), and that is who was heard of first.
        user["email"] = $"{name}.{(string)user["idp_id"]!}@contoso.example";
        user["username"] = dice.Next(3) switch { 0 => null, 1 => name.ToUpperInvariant(), _ => name };
        user["job_title"] = dice.Next(2) == 0 ? null : Titles[dice.Next(Titles.Length)];
        user["custom_attributes"] = dice.Next(2) == 0 ? new JsonObject() : new JsonObject { ["department_name"] = "R&D" };
    }

    void UserComes(JsonObject user)
    {
        _users[(string)user["id"]!] = user;
        Touch(user);
        Tell("dsync.user.created", user);
    }

    void UserChanges(JsonObject user)
    {
        Touch(user);
        Tell("dsync.user.updated", user);
    }

    void UserGoes(JsonObject user)
    {
        _users.Remove((string)user["id"]!);
        _leavers[(string)user["id"]!] = user;
        if (dice.Next(2) == 0) user["state"] = "inactive";
        Tell("dsync.user.deleted", user);
    }

    // Under the same id, with the memberships of before, of which nothing is said; or as somebody new.
    void Rehired(JsonObject user)
    {
        if (dice.Next(3) == 0)
        {
            var again = NewUser();
            foreach (var name in new[] { "email", "username", "first_name", "last_name", "name", "idp_id" }) again[name] = user[name]?.DeepClone();
            UserComes(again);
            return;
        }
        _leavers.Remove((string)user["id"]!);
        user["state"] = "active";
        UserComes(user);
    }

    JsonObject NewGroup()
    {
        var group = Object("directory_group");
        group["idp_id"] = dice.Next(3) == 0 ? null : $"idp-{_count}";
        group["name"] = GroupName();
        return group;
    }

    string GroupName() => $"IAMAPP_Orgvue_SCIM_{Roles[dice.Next(Roles.Length)]}";

    void GroupComes(JsonObject group)
    {
        _groups[(string)group["id"]!] = group;
        Touch(group);
        Tell("dsync.group.created", group);
    }

    void GroupGoes(JsonObject group)
    {
        var id = (string)group["id"]!;
        _groups.Remove(id);
        _dropped[id] = group;
        _members.RemoveWhere(m => m.Group == id);
        Tell("dsync.group.deleted", group);
    }

    void Join() => OfOne(_users, user => OfOne(_groups, group =>
    {
        if (_members.Add(((string)group["id"]!, (string)user["id"]!))) TellMember("dsync.group.user_added", group, user);
    }));

    void Leave()
    {
        var there = _members.Where(m => _users.ContainsKey(m.User)).OrderBy(m => m).ToList();
        if (there.Count == 0) return;
        var member = there[dice.Next(there.Count)];
        _members.Remove(member);
        TellMember("dsync.group.user_removed", _groups[member.Group], _users[member.User]);
    }

    void TearDown()
    {
        Tell("dsync.deleted", Directory());
        foreach (var all in new[] { _users, _groups, _leavers, _dropped }) all.Clear();
        _members.Clear();
    }

    static JsonObject Directory() => new() { ["object"] = "directory", ["id"] = Id, ["state"] = "active", ["name"] = "Contoso" };

    JsonObject Object(string kind) => new()
    {
        ["object"] = kind, ["id"] = $"{kind}_01{dice.Next(1_000_000):D6}{++_count:D18}", ["directory_id"] = Id, ["organization_id"] = "org_1",
        ["raw_attributes"] = new JsonObject(), ["created_at"] = Text(Now),
    };

    void Touch(JsonObject of) => of["updated_at"] = Text(Now);

    void TellMember(string name, JsonObject group, JsonObject user) =>
        Tell(name, new JsonObject { ["directory_id"] = Id, ["user"] = user.DeepClone(), ["group"] = group.DeepClone() });

    void Tell(string name, JsonObject data) => Events.Add(new JsonObject
    {
        ["object"] = "event", ["id"] = $"event_01{Events.Count:D24}", ["event"] = name, ["data"] = data.DeepClone(), ["created_at"] = Text(Now),
    }.ToJsonString());

    void OfOne(Dictionary<string, JsonObject> of, Action<JsonObject> what)
    {
        if (of.Count > 0) what(of.OrderBy(o => o.Key, StringComparer.Ordinal).ElementAt(dice.Next(of.Count)).Value);
    }

    static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What the lists of a directory at WorkOS showed at one time.</summary>
sealed record RemoteLists(DateTimeOffset At, IReadOnlyList<string> Users, IReadOnlyList<string> Groups, IReadOnlyList<(string Group, string User)> Members);
