using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What a run noticed that stopped nobody (rules M4, M6-M8, M11, A2).</summary>
static class Warnings
{
    public static IReadOnlyList<SyncWarning> Of(SyncSnapshot snapshot, SyncTarget target, bool lastAdminGone, IReadOnlyList<SyncAccount> spared) =>
    [
        .. Remarkable(snapshot).OrderBy(g => g.Group.Name, StringComparer.Ordinal)
            .Select(g => OfGroup(g.Group, g.Users, target)).OfType<SyncWarning>(),
        .. snapshot.Users.Where(u => u.Active).OrderBy(u => u.UserName, StringComparer.Ordinal).SelectMany(u => RoleCases(u, target)),
        .. snapshot.NestedIn.Order(StringComparer.Ordinal).Select(name => new SyncWarning("NestedGroupIgnored",
            $"Group \"{name}\" has groups as members; they are kept but give no roles. Assign the people to it directly.")),
        .. snapshot.Users.Where(u => IsStranger(u, target)).OrderBy(u => u.UserName, StringComparer.Ordinal).Select(u => new SyncWarning(
            FailureCode.DomainNotAllowed, $"{u.Email} is outside the domains {string.Join(", ", target.Domains)}.")),
        .. spared.OrderBy(a => a.EmailKey, StringComparer.Ordinal).Select(a => new SyncWarning("ProtectedAccountKept",
            $"{a.Email} is protected and stays as it is; the directory alone would not keep it.")),
        .. lastAdminGone
            ? [new SyncWarning(Guard.NoActiveAdmin, $"Tenant {target.Tenant} has no active admin after this run.")]
            : Array.Empty<SyncWarning>(),
    ];

    // The groups whose names mean something went wrong, each with how many of the users looked at are in it.
    static List<(SyncGroup Group, int Users)> Remarkable(SyncSnapshot snapshot)
    {
        var users = new Dictionary<string, (SyncGroup Group, int Users)>(StringComparer.Ordinal);
        foreach (var group in snapshot.OtherGroups.Where(IsRemarkable))
            users.TryAdd(group.Name, (group, 0));
        foreach (var group in snapshot.Users.SelectMany(u => u.Groups).Where(IsRemarkable))
            users[group.Name] = (group, users.GetValueOrDefault(group.Name).Users + 1);
        return [.. users.Values];
    }

    static bool IsRemarkable(SyncGroup group) => group.Meaning is not (GroupMeaning.Mapped or GroupMeaning.NotOrgvue) or { Hint: not null };

    static SyncWarning? OfGroup(SyncGroup group, int users, SyncTarget target)
    {
        if (group.Meaning.Hint is { } near)
            return near.Tenant.Length > 0 && near.Tenant != target.Tenant ? null : new("PrefixNearMiss",
                $"{FailureText.Hint(group)} It costs {People(users)} a role.");
        return group.Meaning switch
        {
            GroupMeaning.EmptyRole empty when empty.Tenant == target.Tenant =>
                new("EmptyRole", $"Group \"{group.Name}\" names tenant {empty.Tenant} but no role after the prefix."),
            GroupMeaning.InvalidRoleName invalid when invalid.Tenant == target.Tenant =>
                new("InvalidRoleName", $"Group \"{group.Name}\" is not mapped: a role may not hold a comma, semicolon, colon or control character."),
            GroupMeaning.UnknownTenant unknown when target.GroupPrefix.StartsWith(unknown.Prefix, StringComparison.OrdinalIgnoreCase) =>
                new("UnknownTenant", $"Group \"{group.Name}\" is not mapped: \"{unknown.Rest}\" does not begin with a configured tenant."),
            _ => null,
        };
    }

    static bool IsStranger(SyncUser user, SyncTarget target) =>
        target.DomainPolicy == DomainPolicy.Warn && user.Active && !Standings.DomainAllowed(user, target)
        && Standings.RolesIn(user, target.Tenant).Count > 0;

    static IEnumerable<SyncWarning> RoleCases(SyncUser user, SyncTarget target)
    {
        var roles = user.Groups.Select(g => g.Meaning).OfType<GroupMeaning.Mapped>().Where(m => m.Tenant == target.Tenant).Select(m => m.Role);
        return RoleSet.Merge(roles).Conflicts.Select(conflict => new SyncWarning("RoleCaseConflict",
            $"{user.UserName} is given {conflict.Kept} and {string.Join(", ", conflict.Dropped)}: one role in several spellings; {conflict.Kept} is kept."));
    }

    static string People(int users) => users == 1 ? "1 user" : $"{users} users";
}
