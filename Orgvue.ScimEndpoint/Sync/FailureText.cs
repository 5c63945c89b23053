using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What an administrator reads: why a user has no account, and what to change in the identity provider.</summary>
static class FailureText
{
    /// <summary>The guide's own sentence.</summary>
    public const string GuideSentence = "User is not part of either User group or Admin group";

    public static PlannedFailure MissingEmail(SyncUser user) => new(user, FailureCode.MissingEmail,
        "User has no e-mail address to sign in with",
        $"Give {user.UserName} a primary or work e-mail in the identity provider and map it to emails, or use an e-mail address as userName.");

    public static PlannedFailure DomainNotAllowed(SyncUser user, SyncTarget target) => new(user, FailureCode.DomainNotAllowed,
        $"The e-mail domain of {user.Email} is not one of tenant {target.Tenant}'s domains",
        $"Use an address in {string.Join(", ", target.Domains)}, or have the domain added to the tenant's IAM Sync configuration.");

    public static PlannedFailure DuplicateEmail(SyncUser user, SyncUser holder) => new(user, FailureCode.DuplicateEmail,
        $"Another active user, {holder.UserName}, already signs in with {user.Email}",
        $"Give {user.UserName} an e-mail of its own, or deactivate or delete whichever of the two users is the duplicate.");

    public static PlannedFailure MissingPlatformRole(SyncUser user, IReadOnlyList<PlannedRole> roles, SyncTarget target)
    {
        var add = $"Add {user.UserName} to the group {target.GroupPrefix}{PlatformRole.User} or {target.GroupPrefix}{PlatformRole.Admin}";
        var stay = roles.Count == 0 ? "" : $" Its other groups may stay: {string.Join(", ", roles.SelectMany(r => r.SourceGroups).Distinct())}.";
        return new(user, FailureCode.MissingPlatformRole, GuideSentence, WithHint(user, $"{add}.{stay}"));
    }

    public static PlannedFailure NoTenantGroup(SyncUser user) => new(user, FailureCode.NoTenantGroup,
        "User is not part of any group of any tenant",
        WithHint(user, $"Add {user.UserName} to a tenant's user or admin group, or take it out of the provisioning scope."),
        OfDirectory: true);

    public static PlannedFailure InternalError(SyncUser user) => new(user, FailureCode.InternalError,
        "The account could not be written",
        "Nothing to change in the identity provider: the next run tries again; the server's log has the cause.");

    /// <summary>Rule M8: a name that almost matches grants nothing more, but whoever reads is told; else null.</summary>
    public static string? Hint(SyncGroup group) => group.Meaning switch
    {
        { Hint: null } => null,
        GroupMeaning.Mapped(var tenant, var role) =>
            $"Group \"{group.Name}\" gives the role \"{role}\" in {tenant}. {group.Meaning.Hint.Explanation}",
        _ => $"Group \"{group.Name}\" grants nothing: {group.Meaning.Hint.Explanation}",
    };

    /// <summary>Of the groups whose names almost match, the one that would heal the user, else the first; null when there is none.</summary>
    public static SyncGroup? Nearest(IReadOnlyList<SyncGroup> groups) =>
        groups.FirstOrDefault(g => g.Meaning.Hint is { GivesPlatformRole: true }) ?? groups.FirstOrDefault(g => g.Meaning.Hint is not null);

    // A group that would give a custom role only is worth knowing of, but mending its name does not heal the user.
    static string WithHint(SyncUser user, string remedy) => Nearest(user.Groups) switch
    {
        null => remedy,
        { Meaning.Hint.GivesPlatformRole: true } group => $"{Hint(group)} Otherwise: {remedy}",
        var group => $"{remedy} Besides: {Hint(group)}",
    };
}
