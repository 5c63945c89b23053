using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>One thing that would be different: a user, a group, or who is in a group.</summary>
/// <param name="Kind"><c>user</c>, <c>group</c> or <c>member</c>.</param>
/// <param name="Change"><c>created</c>, <c>updated</c> or <c>deleted</c>.</param>
/// <param name="Before">Of an update, the attributes that differ, as they were; of a deletion, the whole document.</param>
/// <param name="After">Of an update, the same attributes as they would be; of a creation, the whole document.</param>
public sealed record WouldChange(string Kind, string Id, string? Name, string Change, JsonObject? Before, JsonObject? After)
{
    /// <summary>As many are shown; the total says how many there are.</summary>
    public const int Most = 1000;

    const int Chunk = 500;

    /// <summary>The group that a member would join or leave.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupName? Group { get; init; }

    public static bool OpensWindow(DryRun run) => run.Changes.Any(c => c is { Before: null, After: Change { OpensWindow: true } });

    /// <summary>What a dry run came to: a row changed twice counts once, one that came and went not at all.</summary>
    internal static async Task<IReadOnlyList<WouldChange>> OfAsync(DryRun run, Store store, int directory, CancellationToken ct)
    {
        var users = Net<DirectoryUser>(run, u => u.Id)
            .Select(c => Of("user", (c.Before ?? c.After)!.Id, (c.After ?? c.Before)!.UserName, c.Before?.Document, c.After?.Document));
        var groups = Net<DirectoryGroup>(run, g => g.Id)
            .Select(c => Of("group", (c.Before ?? c.After)!.Id, (c.After ?? c.Before)!.DisplayName, c.Before?.Document, c.After?.Document));
        var members = Net<GroupMember>(run, m => (m.GroupId, m.MemberId)).Where(c => c.Before is null || c.After is null).ToList();
        var named = members.Take(Most).Select(m => (m.Before ?? m.After)!).SelectMany(m => new[] { m.GroupId, m.MemberId }).Distinct();
        var names = await NamesAsync(run, store, directory, [.. named], ct);
        return
        [
            .. users.Concat(groups).OfType<WouldChange>(),
            .. members.Select(c => (Row: (c.Before ?? c.After)!, Change: c.Before is null ? "created" : "deleted")).Select(m =>
                new WouldChange("member", m.Row.MemberId.ToString(), names.GetValueOrDefault(m.Row.MemberId), m.Change, null, null)
                {
                    Group = new(m.Row.GroupId.ToString(), names.GetValueOrDefault(m.Row.GroupId)),
                }),
        ];
    }

    // A group whose version alone moves has other members, and they are listed.
    static WouldChange? Of(string kind, Guid id, string name, string? before, string? after)
    {
        if (before == after) return null;
        var (was, will) = (Parse(before), Parse(after));
        if (was is null || will is null) return new(kind, id.ToString(), name, was is null ? "created" : "deleted", was, will);
        var differ = was.Select(p => p.Key).Union(will.Select(p => p.Key)).Where(key => !JsonNode.DeepEquals(was[key], will[key])).ToList();
        return differ.Count == 0 ? null : new(kind, id.ToString(), name, "updated", Only(was, differ), Only(will, differ));
    }

    static IEnumerable<(T? Before, T? After)> Net<T>(DryRun run, Func<T, object> key) where T : class =>
        from change in run.Changes
        let before = change.Before as T
        let after = change.After as T
        where before is not null || after is not null
        group (before, after) by key((before ?? after)!) into row
        let net = (Before: row.First().before, After: row.Last().after)
        where net.Before is not null || net.After is not null
        select net;

    // Deleted ones are no longer found, but the run saw them go.
    static async Task<Dictionary<Guid, string>> NamesAsync(DryRun run, Store store, int directory, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var row in run.Changes.SelectMany(c => new[] { c.Before, c.After }))
            if (row is DirectoryUser user) names[user.Id] = user.UserName;
            else if (row is DirectoryGroup group) names[group.Id] = group.DisplayName;
        foreach (var chunk in ids.Where(id => !names.ContainsKey(id)).ToList().Chunk(Chunk))
            foreach (var found in await store.ReadAsync(async db => (await NamesOfUsers(db, directory, chunk).ToListAsync(ct))
                .Concat(await NamesOfGroups(db, directory, chunk).ToListAsync(ct)).ToList()))
                names[found.Key] = found.Value;
        return names;
    }

    static IQueryable<KeyValuePair<Guid, string>> NamesOfUsers(ScimDb db, int directory, Guid[] ids) =>
        db.Users.Where(u => u.DirectoryKey == directory && ids.Contains(u.Id)).Select(u => new KeyValuePair<Guid, string>(u.Id, u.UserName));

    static IQueryable<KeyValuePair<Guid, string>> NamesOfGroups(ScimDb db, int directory, Guid[] ids) =>
        db.Groups.Where(g => g.DirectoryKey == directory && ids.Contains(g.Id)).Select(g => new KeyValuePair<Guid, string>(g.Id, g.DisplayName));

    static JsonObject? Parse(string? document) => document is null ? null : JsonNode.Parse(document)!.AsObject();

    static JsonObject Only(JsonObject of, IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, of[name]?.DeepClone())));
}

/// <summary>A group by its id and displayName.</summary>
public sealed record GroupName(string Id, string? Name);
