using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What one directory user is to one tenant.</summary>
abstract record Standing
{
    /// <summary>The roles that the user's groups give in the tenant.</summary>
    public required IReadOnlyList<PlannedRole> Roles { get; init; }

    /// <summary>An account with this e-mail and these roles.</summary>
    public sealed record Member(string Email) : Standing;

    /// <summary><c>active: false</c> (rule A6).</summary>
    public sealed record Inactive : Standing;

    /// <summary>The user belongs to other tenants only (rule A4).</summary>
    public sealed record Elsewhere : Standing;

    public sealed record Failed(PlannedFailure Failure) : Standing;
}

/// <summary>Rules A1-A4 and A10: the standing of each user, on its own merits and against those who claim the same e-mail.</summary>
static class Standings
{
    /// <param name="firstClaims">For each folded e-mail, the oldest active user that has it (rule A3).</param>
    public static Standing Of(SyncUser user, SyncTarget target, IReadOnlyDictionary<string, SyncUser> firstClaims)
    {
        var roles = RolesIn(user, target.Tenant);
        var elsewhere = user.Groups.Any(g => g.Meaning is GroupMeaning.Mapped mapped && mapped.Tenant != target.Tenant);
        if (roles.Count == 0 && elsewhere) return new Standing.Elsewhere { Roles = roles };
        if (!user.Active) return new Standing.Inactive { Roles = roles };

        var failure = roles.Count == 0 && target.Tenants > 1
            ? FailureText.NoTenantGroup(user)
            : Failure(user, roles, target, firstClaims);
        return failure is null ? new Standing.Member(user.Email!) { Roles = roles } : new Standing.Failed(failure) { Roles = roles };
    }

    // Rule A10: the first that applies is recorded, no other.
    static PlannedFailure? Failure(
        SyncUser user, IReadOnlyList<PlannedRole> roles, SyncTarget target, IReadOnlyDictionary<string, SyncUser> firstClaims)
    {
        if (user.EmailKey is null) return FailureText.MissingEmail(user);
        if (target.DomainPolicy == DomainPolicy.Enforce && !DomainAllowed(user, target)) return FailureText.DomainNotAllowed(user, target);
        if (firstClaims[user.EmailKey].Id != user.Id) return FailureText.DuplicateEmail(user, firstClaims[user.EmailKey]);
        if (PlatformRole.Of(roles.Select(r => r.Role)) is null) return FailureText.MissingPlatformRole(user, roles, target);
        return null;
    }

    /// <summary>Rule A2: the exact domain after the last @.</summary>
    public static bool DomainAllowed(SyncUser user, SyncTarget target)
    {
        if (target.Domains.Count == 0 || user.Email is null) return true;
        var domain = user.Email[(user.Email.LastIndexOf('@') + 1)..];
        return target.Domains.Any(allowed => allowed.Equals(domain, StringComparison.OrdinalIgnoreCase));
    }

    public static IReadOnlyList<PlannedRole> RolesIn(SyncUser user, string tenant)
    {
        // Written out: of a million users nearly all have one or two of these among many groups, each with a role of its own.
        List<(string Role, string Name)>? all = null;
        foreach (var group in user.Groups)
            if (group.Meaning is GroupMeaning.Mapped mapped && mapped.Tenant == tenant) (all ??= []).Add((mapped.Role, group.Name));
        if (all is null) return [];
        var (roles, _) = RoleSet.Merge(all.Select(r => r.Role));
        if (roles.Count == all.Count)
        {
            // No two give the same role.
            all.Sort((left, right) => string.CompareOrdinal(Canonical(left.Role), Canonical(right.Role)));
            return [.. all.Select(r => new PlannedRole(Canonical(r.Role), [r.Name]))];
        }
        var given = all.ToLookup(g => RoleKey(g.Role));
        return [.. roles.Select(role =>
            new PlannedRole(role, [.. given[RoleKey(role)].Select(g => g.Name).Distinct().Order(StringComparer.Ordinal)]))];
    }

    static string Canonical(string role) => PlatformRole.Canonical(role) ?? role;

    /// <summary>The key under which a role is one of an account's roles. No custom role shares a platform role's (rule M3).</summary>
    public static string RoleKey(string role) => PlatformRole.Canonical(role) ?? Fold.Key(role);
}
