using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Groups that begin alike, but not as is configured: one setting may mend them all, and so may renaming them (rule M8). It only advises.</summary>
/// <param name="Seen">How the groups begin.</param>
/// <param name="Configured">The prefix that is configured.</param>
/// <param name="Groups">How many groups begin so, of those that anybody looked at is in.</param>
/// <param name="Users">How many users are in them.</param>
/// <param name="Tenants">The tenants whose configurations have that prefix.</param>
public sealed record PrefixAdvice(string Seen, string Configured, int Groups, int Users, IReadOnlyList<string> Tenants, string Message)
{
    /// <summary>For the groups of these users, the most costly first.</summary>
    public static IReadOnlyList<PrefixAdvice> Of(IEnumerable<SyncUser> users, IReadOnlyList<IamSyncConfiguration> enabled)
    {
        var found = new Dictionary<(string Seen, string Configured), (HashSet<string> Groups, HashSet<Guid> Users)>();
        var slips = new Dictionary<string, (string Seen, string Configured)?>(StringComparer.Ordinal);
        foreach (var user in users)
            foreach (var group in user.Groups)
            {
                if (!slips.TryGetValue(group.Name, out var known)) slips[group.Name] = known = Slip(group, enabled);
                if (known is not { } slip) continue;
                if (!found.TryGetValue(slip, out var who)) found[slip] = who = ([], []);
                who.Groups.Add(group.Name);
                who.Users.Add(user.Id);
            }
        return
        [
            .. found.OrderByDescending(f => f.Value.Users.Count).ThenBy(f => f.Key.Seen, StringComparer.Ordinal)
                .Select(f => New(f.Key.Seen, f.Key.Configured, f.Value.Groups.Count, f.Value.Users.Count, enabled)),
        ];
    }

    // A prefix with a character that nobody sees is nobody's intention.
    static (string, string)? Slip(SyncGroup group, IReadOnlyList<IamSyncConfiguration> enabled)
    {
        if (group.Meaning is not GroupMeaning.NotOrgvue { Hint: { Kind: not (NearMissKind.LookAlike or NearMissKind.StrayCharacter) } hint }) return null;
        var prefix = enabled.Select(c => c.GroupPrefix).Where(p => p.Length > 0 && hint.Suggestion.StartsWith(p, StringComparison.OrdinalIgnoreCase))
            .MaxBy(p => p.Length);
        if (prefix is null) return null;
        var (name, rest) = (group.Name.Trim(), hint.Suggestion[prefix.Length..]);
        if (!name.EndsWith(rest, StringComparison.OrdinalIgnoreCase) || name.Length == rest.Length) return null;
        return (name[..^rest.Length], prefix);
    }

    static PrefixAdvice New(string seen, string configured, int groups, int users, IReadOnlyList<IamSyncConfiguration> enabled)
    {
        var tenants = enabled.Where(c => c.GroupPrefix.Equals(configured, StringComparison.OrdinalIgnoreCase)).Select(c => c.Tenant!.TenantId).ToList();
        var what = groups == 1 ? "1 group begins" : $"{groups} groups begin";
        return new(seen, configured, groups, users, tenants,
            $"{what} with \"{seen}\" ({(users == 1 ? "1 user" : $"{users} users")}), but the configured prefix of {string.Join(" and ", tenants)} is \"{configured}\". "
                + $"Either rename {(groups == 1 ? "it" : "them")} in the identity provider, or, if \"{seen}\" is what was agreed, set the prefix to it; "
                + "a what-if shows beforehand what that does.");
    }
}
