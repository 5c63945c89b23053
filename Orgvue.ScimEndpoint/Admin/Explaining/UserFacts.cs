using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>All that is read of one user before anything is explained.</summary>
/// <param name="UserChange">The entry of the request that last changed the user.</param>
/// <param name="MembershipChanges">The entries of those that last changed who is in the user's groups, newest first.</param>
/// <param name="Groups">The groups that the user is in, as many as are shown.</param>
/// <param name="Nested">Groups that hold one of those, however deep.</param>
/// <param name="Configurations">All of the directory's, disabled ones too.</param>
sealed record UserFacts(
    string DirectoryId, DirectoryUser User, FoundBy By, IReadOnlyList<FoundUser> Also, AuditEntry? UserChange,
    IReadOnlyList<AuditEntry> MembershipChanges, int GroupsInAll, IReadOnlyList<GroupFacts> Groups, IReadOnlyList<NestedFacts> Nested,
    IReadOnlyList<IamSyncConfiguration> Configurations, IReadOnlyList<TenantFacts> Tenants, IReadOnlyList<SyncFailure> Failures, Window? Window);

sealed record GroupFacts(Guid Id, string Name);

/// <param name="Through">The group by which the user is in this one.</param>
sealed record NestedFacts(Guid Id, string Name, string Through);

/// <summary>The same of one tenant that the directory feeds.</summary>
/// <param name="Planned">The plan of the next run, for this user and those with whom it shares an e-mail or an account.</param>
/// <param name="Account">The account that stands for the user.</param>
/// <param name="Edits">What was done by hand and not looked at by a run yet.</param>
sealed record TenantFacts(
    Planned Planned, Account? Account, SyncRun? LastRun, SyncRun? Held, IReadOnlyList<SyncFailure> Failures, IReadOnlyList<AuditEntry> Edits);
