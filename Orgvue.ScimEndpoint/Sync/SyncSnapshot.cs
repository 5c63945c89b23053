using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>A group as a run sees it: its current name (rule M12) and what the name means.</summary>
public sealed record SyncGroup(string Name, GroupMeaning Meaning);

/// <summary>A directory user as a run sees it.</summary>
public sealed record SyncUser(
    Guid Id, string UserName, string? Email, bool Active, DateTimeOffset CreatedAt, IReadOnlyList<SyncGroup> Groups)
{
    public string? EmailKey { get; } = Email is null ? null : Fold.Key(Email);
}

/// <summary>An account as a run finds it.</summary>
public sealed record SyncAccount(
    Guid Id, string Email, bool Enabled, AccountSource Source, Guid? UserId, IReadOnlyList<PlannedRole> Roles, int Version)
{
    public string EmailKey { get; } = Fold.Key(Email);
}

/// <summary>What a run looks at: all of a tenant, or the users and accounts that may have changed.</summary>
/// <param name="Users">The users looked at, with everybody who shares a login e-mail with one of them.</param>
/// <param name="Accounts">The accounts of those users, those with their e-mails, and those edited by hand.</param>
/// <param name="Examined">Ids of the users looked at, those that are gone included; null when everybody is.</param>
/// <param name="NestedIn">Names of groups that hold groups, which give no roles (rule M11).</param>
/// <param name="OtherAdmins">1 when an enabled account with the admin role is not among the accounts, else 0 (rule B8).</param>
/// <param name="OtherGroups">Groups that changed, whether or not anybody looked at is in them.</param>
public sealed record SyncSnapshot(
    IReadOnlyList<SyncUser> Users,
    IReadOnlyList<SyncAccount> Accounts,
    IReadOnlySet<Guid>? Examined,
    IReadOnlyList<string> NestedIn,
    IReadOnlyList<SyncGroup> OtherGroups,
    int OtherAdmins = 0);

/// <summary>The configuration of the tenant that a plan is for.</summary>
/// <param name="Tenants">How many enabled configurations the directory has (rule A4).</param>
/// <param name="SpeaksForDirectory">Whether this tenant's run records the failures that concern no tenant in particular.</param>
public sealed record SyncTarget(
    string Tenant,
    int Tenants,
    bool SpeaksForDirectory,
    IReadOnlyList<string> Domains,
    DomainPolicy DomainPolicy,
    MissingPlatformRole OnMissingPlatformRole,
    InactiveUserHandling InactiveUserHandling,
    string GroupPrefix = "")
{
    /// <summary>Folded e-mails of accounts that are never removed or disabled (rule B8).</summary>
    public IReadOnlySet<string> ProtectedAccounts { get; init; } = new HashSet<string>();

    public GuardLimits Guard { get; init; } = GuardLimits.Default;
}
