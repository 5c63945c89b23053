using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>What was read of a user in one tenant → what the user is to it, why, and what comes next. Pure.</summary>
static class TenantExplanations
{
    public static ExplainedTenant Of(UserFacts facts, TenantFacts tenant, LoginEmailStep? by)
    {
        var planned = tenant.Planned;
        var user = planned.Snapshot.Users.Single(u => u.Id == facts.User.Id);
        var standing = Reconciler.StandingOf(user, planned.Snapshot, planned.Target);
        var next = UserAccount.NextOf(user, planned);
        var failures = tenant.Failures.Select(f => FailureView.Of(f, facts.DirectoryId)).ToList();
        return new(
            planned.Target.Tenant, planned.Configuration.Id.ToString(), planned.Target.GroupPrefix, standing.GetType().Name,
            (standing as Standing.Failed)?.Failure.Code, Outcome(user, standing, tenant, next),
            PlatformRole.Of(standing.Roles.Select(r => r.Role)), RoleView.Of(standing.Roles), AppliedRules.Of(user, by, planned),
            tenant.Account is { } account ? Account(account) : null, next,
            tenant.LastRun is { } run ? RunView.Of(run, facts.DirectoryId) : null,
            tenant.Held is { } held ? new(held.Id.ToString(), held.HeldBecause!, held.StartedAt, held.PlanHash!, OutOfDate: false) : null,
            [.. failures.Where(f => f.ResolvedAt is null)], [.. failures.Where(f => f.ResolvedAt is not null)],
            [.. tenant.Edits.Select(e => Explanations.Change(e, Edited(e)))]);
    }

    static string Outcome(SyncUser user, Standing standing, TenantFacts tenant, ExplainedStep next)
    {
        var (name, at) = (user.UserName, tenant.Planned.Target.Tenant);
        var isActive = tenant.Account is { Enabled: true };
        var has = tenant.Account is null ? null : $"{(isActive ? "an active" : "a disabled")} account in {at}";
        var then = tenant.Held is null ? next.Sentence.Replace("It would", "The next run would", StringComparison.Ordinal) : "The tenant's run is held.";
        return standing switch
        {
            Standing.Member member when has is null => $"{name} is to have an account in {at} with {Roles(member.Roles.Select(r => r.Role))}. {then}",
            Standing.Member when next.Kind == "none" => $"{name} has {has} with {Roles(tenant.Account!.Roles.Select(r => r.Role))}. All is as it should be.",
            Standing.Member member => $"{name} has {has}, and is to have {Roles(member.Roles.Select(r => r.Role))}. {then}",
            Standing.Inactive when has is null => $"{name} is inactive in the identity provider and has no account in {at}. All is as it should be.",
            Standing.Inactive when !isActive && next.Kind == "none" =>
                $"{name} is inactive in the identity provider, so the account in {at} is disabled. All is as it should be.",
            Standing.Inactive => $"{name} is inactive in the identity provider, but has {has}. {then}",
            Standing.Elsewhere => has is null
                ? $"{name} has no account in {at} and needs none: the user's groups give roles elsewhere only."
                : $"{name} has {has}, but no group gives a role there any more. {then}",
            Standing.Failed failed when has is null => $"{name} gets no account in {at}: {Reason(failed.Failure, failed)}",
            Standing.Failed failed when !isActive && next.Kind == "none" =>
                $"The account of {name} in {at} is disabled: {Reason(failed.Failure, failed)}",
            Standing.Failed failed => $"{name} has {has}, but fails: {Reason(failed.Failure, failed)} {then}",
            _ => throw new ArgumentException($"Unknown standing {standing.GetType().Name}.", nameof(standing)),
        };
    }

    static string Roles(IEnumerable<string> roles) => roles.Order(StringComparer.Ordinal).ToList() switch
    {
        [] => "no role",
        [var one] => $"the role {one}",
        var several => $"the roles {string.Join(", ", several)}",
    };

    // Whoever never saw the product does not know why two groups are not enough.
    static string Reason(PlannedFailure failure, Standing standing) => $"{failure.Reason} ({failure.Code})."
        + (failure.Code != FailureCode.MissingPlatformRole ? ""
            : $" Every account needs the role \"user\" or \"admin\"; the user's groups give {Roles(standing.Roles.Select(r => r.Role))}.");

    static ExplainedAccount Account(Account a) => new(
        a.Id.ToString(), a.Email, a.Enabled, a.Enabled ? "Active" : "Inactive", PlatformRole.Of(a.Roles.Select(r => r.Role)),
        RoleView.Of(a.Roles.Select(r => new PlannedRole(r.Role, r.SourceGroups))), a.Source, a.CreatedAt, a.UpdatedAt, a.LastSyncedAt);

    static string Edited(AuditEntry entry) => entry.Action switch
    {
        AuditAction.Created => $"The account {entry.Name} was added by hand.",
        AuditAction.Deleted => $"The account {entry.Name} was removed by hand.",
        _ => $"The account {entry.Name} was edited by hand: {string.Join(", ", Different(entry.Before!, entry.After!))}.",
    };

    static IEnumerable<string> Different(string before, string after)
    {
        var (was, isNow) = (JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject());
        return was.Select(p => p.Key).Union(isNow.Select(p => p.Key)).Where(key => !JsonNode.DeepEquals(was[key], isNow[key]))
            .Select(key => key == "roles" ? $"roles {RoleNames(was)} → {RoleNames(isNow)}" : $"{key} {was[key]?.ToJsonString()} → {isNow[key]?.ToJsonString()}");
    }

    static string RoleNames(JsonObject account) =>
        account["roles"] is JsonArray { Count: > 0 } roles ? string.Join(", ", roles.Select(r => (string?)r!["role"])) : "none";
}
