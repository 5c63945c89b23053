using System.Globalization;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>
/// What a directory should show, told from the contract in the most simple-minded way: everything that was ever said, put into its order, and
/// then carried out one by one on plain dictionaries. It shares no code with the server.
/// </summary>
sealed class NaiveDirectory
{
    sealed record Said(DateTime Time, DateTime Made, string By, int Rank, string Text, Action Do);

    sealed class Person
    {
        public required JsonNode Data;
        public bool Known, Deleted;
    }

    readonly List<Said> _said = [];
    readonly Dictionary<string, Person> _users = [];
    readonly Dictionary<string, (JsonNode Data, bool Known)> _groups = [];
    readonly HashSet<string> _groupsOnceThere = [];
    readonly HashSet<(string Group, string User)> _members = [];

    public bool RemoveDeletedUsers { get; init; }

    public void Hear(string body)
    {
        var json = JsonNode.Parse(body)!;
        var (id, name, data, made) = ((string)json["id"]!, (string)json["event"]!, json["data"]!, Time(json["created_at"])!.Value);
        switch (name)
        {
            case "dsync.deleted": Say(made, made, id, data, 0, Clear); break;
            case "dsync.user.created": Say(Time(data["updated_at"]) ?? made, made, id, data, 0, () => PutUser(data, true)); break;
            case "dsync.user.updated": Say(Time(data["updated_at"]) ?? made, made, id, data, 0, () => PutUser(data, Active(data))); break;
            case "dsync.user.deleted": Say(made, made, id, data, 0, () => DeleteUser(data)); break;
            case "dsync.group.created" or "dsync.group.updated": Say(Time(data["updated_at"]) ?? made, made, id, data, 0, () => PutGroup(data, true)); break;
            case "dsync.group.deleted": Say(made, made, id, data, 0, () => DeleteGroup((string)data["id"]!)); break;
            case "dsync.group.user_added" or "dsync.group.user_removed":
                var (user, group, added) = (data["user"]!, data["group"]!, name.EndsWith("added", StringComparison.Ordinal));
                Say(Time(user["updated_at"])!.Value, DateTime.MinValue, "", user, 0, () => PutUser(user, added && Active(user)));
                Say(Time(group["updated_at"])!.Value, DateTime.MinValue, "", group, 0, () => PutGroup(group, added));
                var member = ((string)group["id"]!, (string)user["id"]!);
                Say(made, made, id, data, 0, () => PutMember(member, added));
                break;
        }
    }

    /// <summary>A complete pull: what is not in it, and was known before, is not there any more.</summary>
    public void Hear(RemoteLists lists)
    {
        var at = lists.At.UtcDateTime;
        // Before what the lists show at the same time.
        _said.Add(new(at, at, "", -1, "", Sweep));
        foreach (var user in lists.Users.Select(u => JsonNode.Parse(u)!)) Say(Later(user), at, "", user, 0, () => PutUser(user, true));
        foreach (var group in lists.Groups.Select(g => JsonNode.Parse(g)!)) Say(Later(group), at, "", group, 0, () => PutGroup(group, true));
        foreach (var member in lists.Members) Say(at, at, "", new JsonObject(), 0, () => PutMember(member, true));

        DateTime Later(JsonNode of) => Time(of["updated_at"]) is { } own && own > at ? own : at;
    }

    /// <summary>The lines that the directory should show.</summary>
    public List<string> Shown()
    {
        Clear();
        foreach (var said in _said.OrderBy(s => s.Time).ThenBy(s => s.Made).ThenBy(s => s.By, StringComparer.Ordinal).ThenBy(s => s.Rank)
            .ThenBy(s => s.Text, StringComparer.Ordinal))
            said.Do();
        var people = _users.Where(u => u.Value.Known && !(u.Value.Deleted && RemoveDeletedUsers)).ToDictionary();
        var groups = _groups.Where(g => g.Value.Known).ToDictionary();
        var names = Names(people.Select(p => (p.Key, Called(p.Value.Data, p.Key), p.Value.Deleted)));
        var groupNames = Names(groups.Select(g => (g.Key, (string?)g.Value.Data["name"] ?? g.Key, false)));
        return
        [
            .. people.Select(p => Lines.User(
                names[p.Key], !p.Value.Deleted && Active(p.Value.Data), (string?)p.Value.Data["idp_id"], Display(p.Value.Data), (string?)p.Value.Data["email"],
                (string?)p.Value.Data["job_title"], (string?)p.Value.Data["custom_attributes"]?["department_name"]))
            .Concat(groups.Select(g => Lines.Group(
                groupNames[g.Key], (string?)g.Value.Data["idp_id"], _members.Where(m => m.Group == g.Key && people.ContainsKey(m.User)).Select(m => names[m.User]))))
            .Order(StringComparer.Ordinal),
        ];
    }

    // Whoever is there comes before whoever was deleted, then the smallest id; the others are called by their ids.
    static Dictionary<string, string> Names(IEnumerable<(string Id, string Name, bool Deleted)> wanted)
    {
        var (names, taken) = (new Dictionary<string, string>(), new HashSet<string>());
        foreach (var (id, name, _) in wanted.OrderBy(w => w.Deleted).ThenBy(w => w.Id, StringComparer.Ordinal))
            names[id] = taken.Add(name.ToUpperInvariant()) ? name : id;
        return names;
    }

    static string Called(JsonNode user, string id) => (string?)user["username"] ?? (string?)user["email"] ?? (string?)user["idp_id"] ?? id;

    static string? Display(JsonNode user) => (string?)user["name"] ?? string.Join(' ', new[] { (string?)user["first_name"], (string?)user["last_name"] }.Where(n => n is not null));

    void Say(DateTime time, DateTime made, string by, JsonNode data, int rank, Action what) => _said.Add(new(time, made, by, rank, data.ToJsonString(), what));

    void PutUser(JsonNode data, bool provisions)
    {
        var id = (string)data["id"]!;
        _users[id] = new() { Data = data, Known = provisions || _users.TryGetValue(id, out var before) && before.Known };
    }

    void DeleteUser(JsonNode data)
    {
        PutUser(data, false);
        _users[(string)data["id"]!].Deleted = true;
    }

    void PutGroup(JsonNode data, bool provisions)
    {
        var id = (string)data["id"]!;
        if (provisions) _groupsOnceThere.Add(id);
        _groups[id] = (data, _groupsOnceThere.Contains(id));
    }

    void DeleteGroup(string id)
    {
        _groups.Remove(id);
        _members.RemoveWhere(m => m.Group == id);
    }

    void PutMember((string Group, string User) member, bool added)
    {
        if (added) _members.Add(member);
        else _members.Remove(member);
    }

    void Sweep()
    {
        foreach (var user in _users.Values) user.Deleted = true;
        _groups.Clear();
        _members.Clear();
    }

    void Clear()
    {
        _users.Clear();
        _groups.Clear();
        _members.Clear();
        _groupsOnceThere.Clear();
    }

    static bool Active(JsonNode user) => (string?)user["state"] == "active";

    static DateTime? Time(JsonNode? time) =>
        (string?)time is { } text ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal) : null;
}
