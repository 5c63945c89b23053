using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Turns member ids into rows. Adding and removing cost what was asked for, whatever the size of the group.</summary>
public sealed class Memberships(ChangeLog changes, References references)
{
    const int Chunk = 500;

    /// <summary>Carries the steps out, in order; returns whether any membership came or went.</summary>
    /// <param name="dropUnknown">Whether a member that is nowhere in the directory is passed over, as WorkOS does, or refused.</param>
    public async Task<bool> ApplyAsync(
        ScimDb db, int directory, Guid group, IReadOnlyList<MemberStep> steps, bool dropUnknown, CancellationToken ct)
    {
        if (steps.Count == 0) return false;
        var net = MemberChanges.Net(steps) ?? MemberChanges.Net(await ByIdAsync(db, directory, group, steps, ct))!;
        var wanted = net.Add.Select(m => m.Value).Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => Ids.Parse(id), StringComparer.Ordinal);
        var addIds = wanted.Values.OfType<Guid>().ToHashSet();
        var current = await CurrentAsync(db, directory, group, net.ReplaceAll ? null : [.. addIds, .. net.Remove.Select(id => Ids.Parse(id)).OfType<Guid>()], ct);

        var removed = net.ReplaceAll
            ? current.Values.Where(m => !addIds.Contains(m.MemberId)).ToList()
            : [.. net.Remove.Select(id => Ids.Parse(id)).OfType<Guid>().Where(current.ContainsKey).Select(id => current[id])];
        var added = await KnownAsync(db, directory, group, [.. wanted.Where(w => w.Value is not { } id || !current.ContainsKey(id)).Select(w => w.Key)], dropUnknown, ct);
        if (removed.Count + added.Count == 0) return false;

        db.RemoveRange(removed);
        db.AddRange(added);
        Note(db, directory, group, ChangeKind.MemberRemoved, removed);
        Note(db, directory, group, ChangeKind.MemberAdded, added);
        return true;
    }

    /// <summary>Removes all members of a group that is being deleted.</summary>
    public async Task DropAsync(ScimDb db, DirectoryGroup group, CancellationToken ct)
    {
        var members = db.Members.Where(m => m.DirectoryKey == group.DirectoryKey && m.GroupId == group.Id);
        var gone = await members.OrderBy(m => m.MemberId).Select(m => new { m.MemberId, m.Kind }).ToListAsync(ct);
        var users = gone.Where(m => m.Kind == MemberKind.User).Select(m => m.MemberId).Take(ChangeLog.ListedAtOnce + 1).ToList();
        changes.Members(db, group.DirectoryKey, ChangeKind.MemberRemoved, group.Id, users);
        db.TellGone(group, "members", new JsonArray([.. gone.Select(m => JsonValue.Create(m.MemberId.ToString()))]));
        await db.DeleteAsync(members, ct);
    }

    /// <summary>Takes a resource that is being deleted out of every group; those groups have changed (their version says so).</summary>
    public static async Task ForgetAsync(ScimDb db, int directory, Guid member, DateTimeOffset now, CancellationToken ct)
    {
        var memberships = await db.MembershipsAsync(directory, member, ct);
        db.RemoveRange(memberships);
        foreach (var ids in memberships.Select(m => m.GroupId).Chunk(Chunk))
            foreach (var group in await db.Groups.Where(g => g.DirectoryKey == directory && ids.Contains(g.Id)).ToListAsync(ct))
            {
                group.Version++;
                group.UpdatedAt = now;
            }
    }

    void Note(ScimDb db, int directory, Guid group, ChangeKind kind, IReadOnlyList<GroupMember> members)
    {
        changes.Members(db, directory, kind, group, [.. members.Where(m => m.Kind == MemberKind.User).Select(m => m.MemberId)]);
        // Nested groups give no roles (rule M11), but the next run says that they are there.
        if (members.Any(m => m.Kind == MemberKind.Group)) changes.Group(db, directory, kind, group);
    }

    static async Task<Dictionary<Guid, GroupMember>> CurrentAsync(
        ScimDb db, int directory, Guid group, IReadOnlyCollection<Guid>? only, CancellationToken ct)
    {
        if (only is null) return await db.Members.Where(m => m.DirectoryKey == directory && m.GroupId == group).ToDictionaryAsync(m => m.MemberId, ct);
        return (await db.MembersAsync(directory, group, only, ct)).ToDictionary(m => m.MemberId);
    }

    // The type that a client states is not relied on: most state none, and the id is what counts.
    static async Task<List<GroupMember>> KnownAsync(
        ScimDb db, int directory, Guid group, IReadOnlyList<string> ids, bool dropUnknown, CancellationToken ct)
    {
        var known = new List<GroupMember>(ids.Count);
        foreach (var chunk in ids.Chunk(Chunk))
        {
            var keys = chunk.Select(id => Ids.Parse(id)).OfType<Guid>().ToArray();
            var users = await db.KnownUsersAsync(directory, keys, ct);
            var groups = await db.KnownGroupsAsync(directory, [.. keys.Except(users).Where(id => id != group)], ct);
            var found = users.Concat(groups).ToHashSet();
            if (!dropUnknown && chunk.FirstOrDefault(id => Ids.Parse(id) is not { } key || !found.Contains(key)) is { } unknown)
                throw new ScimException(ScimTypes.InvalidValue,
                    $"members: expected the id of a user or of another group of this directory; there is none with id {(unknown.Length <= 64 ? unknown : unknown[..64] + "…")}.");
            known.AddRange(users.Select(id => Row(directory, group, id, MemberKind.User)));
            known.AddRange(groups.Select(id => Row(directory, group, id, MemberKind.Group)));
        }
        return known;
    }

    static GroupMember Row(int directory, Guid group, Guid member, MemberKind kind) =>
        new() { DirectoryKey = directory, GroupId = group, MemberId = member, Kind = kind };

    // members[display sw "A"] and the like name no ids: here, and only here, the stored members are read to find out whom they mean.
    async Task<IReadOnlyList<MemberStep>> ByIdAsync(
        ScimDb db, int directory, Guid group, IReadOnlyList<MemberStep> steps, CancellationToken ct)
    {
        if (steps.Any(s => s is MemberStep.RemoveWhere or MemberStep.ReplaceWhere { Ids: null }))
        {
            var coming = steps.SelectMany(Coming).Select(m => Ids.Parse(m.Value)).OfType<Guid>().ToHashSet();
            var shown = await References.ShownAsync(db, directory, coming, ct);
            return PickedMembers.ById(steps, (await references.MembersOfAsync(db, directory, group, ct)).Select(Element), shown.Select(Element));
        }
        var named = steps.OfType<MemberStep.ReplaceWhere>().SelectMany(s => s.Ids!).Select(id => Ids.Parse(id)).OfType<Guid>().ToHashSet();
        var stored = await CurrentAsync(db, directory, group, named, ct);
        return PickedMembers.ById(steps, stored.Keys.Select(id => new JsonObject { ["value"] = id.ToString() }), []);
    }

    static IReadOnlyList<Member> Coming(MemberStep step) => step switch
    {
        MemberStep.Add add => add.Members,
        MemberStep.ReplaceAll all => all.Members,
        MemberStep.ReplaceWhere where => where.Members,
        _ => [],
    };

    static JsonObject Element(Reference member) =>
        new() { ["value"] = member.Id.ToString(), ["display"] = member.Display, ["type"] = member.Kind.ToString() };
}
