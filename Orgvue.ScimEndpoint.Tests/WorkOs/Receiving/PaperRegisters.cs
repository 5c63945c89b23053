using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>The server's own registers, without a database: what follows from them is written down as a directory shows it.</summary>
sealed class PaperRegisters(bool removeDeletedUsers)
{
    readonly Dictionary<(WorkOsItemKind, string), WorkOsItem> _items = [];
    Standing _standing = new(null, null, null, removeDeletedUsers ? WorkOsDeletedUsers.Remove : WorkOsDeletedUsers.Deactivate);

    public void Take(Delivery delivery)
    {
        foreach (var statement in delivery.Statements()) Take(statement);
        if (delivery is Delivery.Pull pull && !(_standing.SweptAt >= pull.Lists.At)) _standing = _standing with { SweptAt = pull.Lists.At };
    }

    public List<string> Shown()
    {
        var users = Of(WorkOsItemKind.User).Where(_standing.IsThere).ToDictionary(i => i.RemoteId);
        var groups = Of(WorkOsItemKind.Group).Where(_standing.IsThere).ToDictionary(i => i.RemoteId);
        var (names, groupNames) = (Names(users.Values), Names(groups.Values));
        var members = Of(WorkOsItemKind.Membership)
            .Where(m => groups.TryGetValue(m.GroupId!, out var group) && users.ContainsKey(m.UserId!) && _standing.Counts(m, group.DeletedAt, group.DeletedBy));
        var lines = users.Values.Select(u => (u, Data: JsonNode.Parse(u.Data!)!)).Select(u => Lines.User(
            names[u.u.RemoteId], _standing.IsPresent(u.u) && (string?)u.Data["state"] == "active", (string?)u.Data["idp_id"],
            (string?)u.Data["name"] ?? $"{u.Data["first_name"]} {u.Data["last_name"]}".Trim(), (string?)u.Data["email"], (string?)u.Data["job_title"],
            (string?)u.Data["custom_attributes"]?["department_name"]));
        return
        [
            .. lines.Concat(groups.Values.Select(g => Lines.Group(
                    groupNames[g.RemoteId], (string?)JsonNode.Parse(g.Data!)!["idp_id"], members.Where(m => m.GroupId == g.RemoteId).Select(m => names[m.UserId!]))))
                .Order(StringComparer.Ordinal),
        ];
    }

    void Take(Statement statement)
    {
        if (statement is Statement.TornDown && statement.Stamp.IsAfter(_standing.TornDownAt, _standing.TornDownBy))
            _standing = _standing with { TornDownAt = statement.Stamp.At, TornDownBy = statement.Stamp.Tie };
        if (Register.KeyOf(statement) is not { } key || _standing.IsVoid(statement.Stamp)) return;
        if (!_items.TryGetValue(key, out var item)) _items[key] = item = Register.New(1, statement);
        Register.Take(item, statement);
    }

    IEnumerable<WorkOsItem> Of(WorkOsItemKind kind) => _items.Values.Where(i => i.Kind == kind);

    Dictionary<string, string> Names(IEnumerable<WorkOsItem> items) => items.GroupBy(i => Wanted(i).ToUpperInvariant())
        .SelectMany(same => same.OrderBy(i => !_standing.IsPresent(i)).ThenBy(i => i.RemoteId, StringComparer.Ordinal)
            .Select((i, n) => (i.RemoteId, Name: n == 0 ? Wanted(i) : i.RemoteId)))
        .ToDictionary(n => n.RemoteId, n => n.Name);

    static string Wanted(WorkOsItem item)
    {
        var data = JsonNode.Parse(item.Data!)!;
        return item.Kind == WorkOsItemKind.User
            ? (string?)data["username"] ?? (string?)data["email"] ?? (string?)data["idp_id"] ?? item.RemoteId
            : (string?)data["name"] ?? item.RemoteId;
    }
}
