using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What a run noticed that stopped nobody (rules M4, M6-M8, M11, A2), of users as they come.</summary>
sealed class Warnings(SyncTarget target)
{
    readonly Dictionary<string, (SyncGroup Group, Few Members)> _remarkable = new(StringComparer.Ordinal);
    readonly List<(string UserName, SyncWarning Warning)> _cases = [], _strangers = [];

    public void Add(IEnumerable<SyncUser> users)
    {
        foreach (var user in users)
        {
            // The groups whose names mean something went wrong, each with those of the users looked at who are in it.
            foreach (var group in user.Groups)
                if (IsRemarkable(group)) MembersOf(group).Add(user.UserName);
            if (user.Active) _cases.AddRange(RoleCases(user, target).Select(w => (user.UserName, w)));
            if (IsStranger(user, target))
                _strangers.Add((user.UserName, new(FailureCode.DomainNotAllowed, $"{user.Email} is outside the domains {string.Join(", ", target.Domains)}.")));
        }
    }

    public IReadOnlyList<SyncWarning> All(
        IReadOnlyList<string> nestedIn, IReadOnlyList<SyncGroup> otherGroups, bool lastAdminGone, IReadOnlyList<SyncAccount> spared)
    {
        foreach (var group in otherGroups.Where(IsRemarkable)) MembersOf(group);
        return
        [
            .. _remarkable.Values.OrderBy(g => g.Group.Name, StringComparer.Ordinal)
                .Select(g => OfGroup(g.Group, g.Members, target)).OfType<SyncWarning>(),
            .. Sorted(_cases),
            .. nestedIn.Order(StringComparer.Ordinal).Select(name => new SyncWarning("NestedGroupIgnored",
                $"Group \"{name}\" has groups as members; they are kept but give no roles. Assign the people to it directly.")),
            .. Sorted(_strangers),
            .. spared.OrderBy(a => a.EmailKey, StringComparer.Ordinal).Select(a => new SyncWarning("ProtectedAccountKept",
                $"{a.Email} is protected and stays as it is; the directory alone would not keep it.")),
            .. lastAdminGone
                ? [new SyncWarning(Guard.NoActiveAdmin, $"Tenant {target.Tenant} has no active admin after this run.")]
                : Array.Empty<SyncWarning>(),
        ];
    }

    Few MembersOf(SyncGroup group)
    {
        if (!_remarkable.TryGetValue(group.Name, out var known)) _remarkable[group.Name] = known = (group, new());
        return known.Members;
    }

    static IEnumerable<SyncWarning> Sorted(List<(string UserName, SyncWarning Warning)> warnings) =>
        warnings.OrderBy(w => w.UserName, StringComparer.Ordinal).Select(w => w.Warning);

    static bool IsRemarkable(SyncGroup group) => group.Meaning is not (GroupMeaning.Mapped or GroupMeaning.NotOrgvue) or { Hint: not null };

    static SyncWarning? OfGroup(SyncGroup group, Few members, SyncTarget target)
    {
        if (group.Meaning.Hint is { } near)
            return near.Tenant.Length > 0 && near.Tenant != target.Tenant ? null : new("PrefixNearMiss", $"{FailureText.Hint(group)} {members.Cost}");
        return group.Meaning switch
        {
            GroupMeaning.EmptyRole empty when empty.Tenant == target.Tenant =>
                new("EmptyRole", $"Group \"{group.Name}\" names tenant {empty.Tenant} but no role after the prefix. {members.Cost}"),
            GroupMeaning.InvalidRoleName invalid when invalid.Tenant == target.Tenant =>
                new("InvalidRoleName",
                    $"Group \"{group.Name}\" is not mapped: a role may not hold a comma, semicolon, colon or control character. {members.Cost}"),
            GroupMeaning.UnknownTenant unknown when target.GroupPrefix.StartsWith(unknown.Prefix, StringComparison.OrdinalIgnoreCase) =>
                new("UnknownTenant", $"Group \"{group.Name}\" is not mapped: \"{unknown.Rest}\" does not begin with a configured tenant. "
                    + $"The groups of {target.Tenant} begin with \"{target.GroupPrefix}\". {members.Cost}"),
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

    /// <summary>How many people, and the names of the first few of them: what is read out must be as short for a hundred thousand.</summary>
    sealed class Few
    {
        const int Shown = 5;
        readonly SortedSet<string> _names = new(StringComparer.Ordinal);
        int _count;

        public void Add(string name)
        {
            _count++;
            _names.Add(name);
            if (_names.Count > Shown) _names.Remove(_names.Max!);
        }

        public string Cost => _count == 0
            ? "Nobody looked at is in it."
            : $"It costs {(_count == 1 ? "1 user" : $"{_count} users")} a role: {string.Join(", ", _names)}"
                + (_count > _names.Count ? $" and {_count - _names.Count} more." : ".");
    }
}
