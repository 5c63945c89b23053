using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>One user from the identity provider's request to the accounts, with every rule in between.</summary>
/// <param name="Summary">What has come of the user, a sentence a tenant that the user is anything to.</param>
/// <param name="WhatToDo">What to change, in the identity provider or here; empty when nothing needs to be.</param>
/// <param name="Changes">The requests that last changed the user and who is in the user's groups, newest first.</param>
/// <param name="GroupsInAll">How many groups the user is in; so many are not always shown.</param>
/// <param name="Failures">Failures that concern no tenant in particular.</param>
/// <param name="Window">What waits for the directory's next run; null when nothing does.</param>
/// <param name="AlsoFound">Others whom what was asked for could mean.</param>
public sealed record Explanation(
    string DirectoryId, IReadOnlyList<string> Summary, IReadOnlyList<string> WhatToDo, ExplainedUser User, IReadOnlyList<ExplainedChange> Changes,
    int GroupsInAll, IReadOnlyList<ExplainedGroup> Groups, IReadOnlyList<ExplainedTenant> Tenants, IReadOnlyList<FailureView> Failures,
    WindowView? Window, IReadOnlyList<FoundUser> AlsoFound);

/// <summary>The user as the identity provider pushed it.</summary>
/// <param name="FoundBy">Which of the user's names was asked for.</param>
/// <param name="LoginEmailFrom">By which step of rule A1 the login e-mail was found; null when there is none.</param>
public sealed record ExplainedUser(
    string UserId, string UserName, string? ExternalId, string? DisplayName, string? LoginEmail, LoginEmailStep? LoginEmailFrom, bool Active,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, FoundBy FoundBy);

/// <summary>A request that changed the user, or who is in one of the user's groups.</summary>
/// <param name="What">In a sentence.</param>
/// <param name="From">The address that the request came from; null where there was no request.</param>
/// <param name="Request">Its method and path.</param>
public sealed record ExplainedChange(DateTimeOffset At, string By, string? From, string? Request, string What);

/// <summary>A group that the user is in, and what its name means.</summary>
/// <param name="Meaning"><c>Mapped</c>, <c>EmptyRole</c>, <c>InvalidRoleName</c>, <c>UnknownTenant</c>, <c>NotOrgvue</c>, or <c>NestedGroup</c>.</param>
/// <param name="Sentence">The meaning in words.</param>
/// <param name="DidYouMean">The name that was probably meant (M8); it grants nothing.</param>
/// <param name="Readings">What each configuration makes of the name.</param>
public sealed record ExplainedGroup(
    string GroupId, string Name, string Meaning, string? TenantId, string? Role, string Sentence, string? DidYouMean,
    IReadOnlyList<GroupReading> Readings);

/// <summary>What one configuration makes of a group's name, or exactly why it makes nothing of it.</summary>
/// <param name="Takes">Whether the group belongs to the configuration.</param>
/// <param name="Nearest">Whether the name almost belongs to it.</param>
public sealed record GroupReading(string TenantId, string EffectivePrefix, bool Enabled, bool Takes, bool Nearest, string Sentence);

/// <summary>What the user is to one tenant.</summary>
/// <param name="Standing"><c>Member</c>, <c>Inactive</c>, <c>Elsewhere</c> (in other tenants only) or <c>Failed</c>.</param>
/// <param name="Code">Of a failed one, the failure's code.</param>
/// <param name="Rules">The rules that were applied, in their order.</param>
/// <param name="Account">The account that stands for the user; null when there is none.</param>
/// <param name="NextRun">What the next run would do to the account.</param>
/// <param name="LastRun">The run that last looked at the tenant; null when none has.</param>
/// <param name="Held">The run that waits for somebody to release or discard it.</param>
/// <param name="ManualEdits">Edits by hand that the next run looks at.</param>
public sealed record ExplainedTenant(
    string TenantId, string ConfigurationId, string EffectivePrefix, string Standing, string? Code, string Outcome, string? PlatformRole,
    IReadOnlyList<RoleView> Roles, IReadOnlyList<AppliedRule> Rules, ExplainedAccount? Account, ExplainedStep NextRun, RunView? LastRun,
    HeldView? Held, IReadOnlyList<FailureView> OpenFailures, IReadOnlyList<FailureView> PastFailures, IReadOnlyList<ExplainedChange> ManualEdits);

/// <summary>A rule that was applied, by its number, and what came of it.</summary>
public sealed record AppliedRule(string Rule, string Sentence);

/// <summary>The account as it is now.</summary>
public sealed record ExplainedAccount(
    string AccountId, string Email, bool Enabled, string Status, string? PlatformRole, IReadOnlyList<RoleView> Roles, AccountSource Source,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastSyncedAt);

/// <summary>The step of the next run's plan that concerns the user.</summary>
/// <param name="Kind"><c>create</c>, <c>update</c>, <c>disable</c>, <c>remove</c> or <c>none</c>.</param>
public sealed record ExplainedStep(
    string Kind, string? Email, IReadOnlyList<RoleView> RolesAdded, IReadOnlyList<string> RolesRemoved, string? Why, string Sentence);

/// <summary>A user whom what was asked for could mean.</summary>
public sealed record FoundUser(string UserId, string UserName, FoundBy By);

/// <summary>By which of its names a user was found.</summary>
public enum FoundBy { Id, UserName, ExternalId, LoginEmail, OtherEmail }
