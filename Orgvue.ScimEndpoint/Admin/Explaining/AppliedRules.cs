using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>The rules that decide what a user is to a tenant, in the order in which they decide it, with what came of each. Pure.</summary>
static class AppliedRules
{
    public static IReadOnlyList<AppliedRule> Of(SyncUser user, LoginEmailStep? by, Planned planned)
    {
        var (target, snapshot) = (planned.Target, planned.Snapshot);
        var standing = Reconciler.StandingOf(user, snapshot, target);
        return
        [
            Groups(user, standing.Roles, target),
            .. standing switch
            {
                Standing.Elsewhere => [Elsewhere(user, target)],
                Standing.Inactive => [Inactive(target)],
                _ => Entitled(user, by, standing, snapshot, target),
            },
            .. OfAccount(user, standing, planned),
        ];
    }

    static AppliedRule Groups(SyncUser user, IReadOnlyList<PlannedRole> roles, SyncTarget target)
    {
        if (user.Groups.Count == 0) return new("M1", "The user is in no group.");
        var giving = user.Groups.Count(g => g.Meaning is GroupMeaning.Mapped mapped && mapped.Tenant == target.Tenant);
        var names = string.Join(", ", roles.Select(r => r.Role));
        return new("M1", (giving, user.Groups.Count) switch
        {
            (0, 1) => $"The user's one group gives no role in {target.Tenant}.",
            (0, var all) => $"None of the user's {all} groups gives a role in {target.Tenant}.",
            (1, 1) => $"The user's one group gives the role {names} in {target.Tenant}.",
            (1, var all) => $"Of the user's {all} groups, one gives a role in {target.Tenant}: {names}.",
            (var some, var all) => $"Of the user's {all} groups, {some} give roles in {target.Tenant}: {names}.",
        });
    }

    static AppliedRule Elsewhere(SyncUser user, SyncTarget target) => new("A4",
        $"The user's groups give roles in {string.Join(", ", Tenants(user))} only: no account in {target.Tenant} is called for, and none is missed.");

    static IEnumerable<string> Tenants(SyncUser user) =>
        user.Groups.Select(g => g.Meaning).OfType<GroupMeaning.Mapped>().Select(m => m.Tenant).Distinct().Order(StringComparer.Ordinal);

    static AppliedRule Inactive(SyncTarget target) => new("A6", "The identity provider says active: false. "
        + (target.InactiveUserHandling == InactiveUserHandling.Remove ? "The account, if there is one, is removed" : "The account, if there is one, is disabled")
        + "; being inactive is no failure.");

    // Each check of rule A10 in its order; the first that fails decides, and whoever reads is told what would fail next.
    static IEnumerable<AppliedRule> Entitled(SyncUser user, LoginEmailStep? by, Standing standing, SyncSnapshot snapshot, SyncTarget target)
    {
        yield return new("A6", "The user is active.");
        if (standing is Standing.Failed { Failure.Code: FailureCode.NoTenantGroup })
        {
            yield return new("A4", $"The directory feeds {target.Tenants} tenants, and no group of the user's names any of them: {FailureCode.NoTenantGroup}.");
            yield break;
        }
        Check[] checks = [Email(user, by), Domain(user, target), Duplicate(user, snapshot), Platform(standing.Roles)];
        var failed = checks.Where(c => c.Fails is not null).ToList();
        foreach (var check in checks)
        {
            yield return new(check.Rule, check.Sentence);
            if (check.Fails is not null) break;
        }
        if (failed.Count > 0)
            yield return new("A10", $"One failure is recorded, the first that applies: {failed[0].Fails}."
                + (failed.Count == 1 ? "" : $" Once that is mended, {failed[1].Fails} would be next."));
    }

    sealed record Check(string Rule, string Sentence, string? Fails = null);

    static Check Email(SyncUser user, LoginEmailStep? by) => user.Email is null
        ? new("A1", "No login e-mail: no primary, work or home e-mail, and the userName is no address.", FailureCode.MissingEmail)
        : new("A1", $"The login e-mail is {user.Email}, {Step(by)}.");

    internal static string Step(LoginEmailStep? by) => by switch
    {
        LoginEmailStep.PrimaryEmail => "the primary e-mail",
        LoginEmailStep.WorkEmail => "the first e-mail of type work (none is primary)",
        LoginEmailStep.HomeEmail => "the first e-mail of type home (none is primary or of type work)",
        LoginEmailStep.UserName => "the userName, which is an address (no e-mail is primary or of type work or home)",
        _ => "as it was kept with the user",
    };

    static Check Domain(SyncUser user, SyncTarget target)
    {
        if (target.Domains.Count == 0) return new("A2", $"{target.Tenant} lists no e-mail domains, so any is allowed.");
        if (user.Email is null) return new("A2", "There is no e-mail whose domain could be looked at.");
        var domains = string.Join(", ", target.Domains);
        if (Standings.DomainAllowed(user, target)) return new("A2", $"The e-mail's domain is one of {target.Tenant}'s: {domains}.");
        return target.DomainPolicy switch
        {
            DomainPolicy.Enforce => new("A2", $"The e-mail's domain is none of {target.Tenant}'s: {domains}.", FailureCode.DomainNotAllowed),
            DomainPolicy.Warn => new("A2", $"The e-mail's domain is none of {target.Tenant}'s ({domains}); the policy is to warn, so it is let pass."),
            _ => new("A2", $"The e-mail's domain is none of {target.Tenant}'s ({domains}); the policy is off, so it is let pass."),
        };
    }

    static Check Duplicate(SyncUser user, SyncSnapshot snapshot)
    {
        if (user.EmailKey is null) return new("A3", "There is no e-mail that another user could have too.");
        var others = snapshot.Users.Where(u => u.Id != user.Id && u.Active && u.EmailKey == user.EmailKey).OrderBy(u => u.CreatedAt).ThenBy(u => u.Id).ToList();
        if (others.Count == 0) return new("A3", "No other active user signs in with it.");
        var eldest = others[0];
        return (eldest.CreatedAt, eldest.Id).CompareTo((user.CreatedAt, user.Id)) < 0
            ? new("A3", $"{eldest.UserName} ({eldest.Id}) is older, active and signs in with it too: the older user keeps it.", FailureCode.DuplicateEmail)
            : new("A3", $"{string.Join(", ", others.Take(5).Select(o => o.UserName))} would sign in with it too, but this user is older and keeps it.");
    }

    static Check Platform(IReadOnlyList<PlannedRole> roles)
    {
        if (PlatformRole.Of(roles.Select(r => r.Role)) is { } platform) return new("A4", $"Among the roles is the platform role \"{platform}\".");
        var none = roles.Count == 0 ? "There are no roles at all" : $"Neither \"user\" nor \"admin\" is among the roles ({string.Join(", ", roles.Select(r => r.Role))})";
        return new("A4", $"{none}, and every account needs one of \"user\" and \"admin\".", FailureCode.MissingPlatformRole);
    }

    static IEnumerable<AppliedRule> OfAccount(SyncUser user, Standing standing, Planned planned)
    {
        var account = UserAccount.Of(user, planned);
        var linked = account is not null && account.UserId == user.Id;
        if (account is null)
        {
            if (standing is Standing.Member) yield return new("A8", "No account is this user's, and none has the e-mail: one is made.");
            yield break;
        }
        yield return new("A8", linked
            ? $"The account {account.Email} is this user's."
            : standing is Standing.Member
                ? $"No account is this user's, but {account.Email} has the e-mail: it is adopted, not made anew."
                : $"No account is this user's; {account.Email} has the e-mail.");
        if (standing is Standing.Failed { Failure.Code: FailureCode.MissingPlatformRole or FailureCode.NoTenantGroup } && linked)
            yield return new("A5", planned.Target.OnMissingPlatformRole switch
            {
                MissingPlatformRole.Keep => "Without a platform role the account is kept as the configuration says, with the roles that groups still give.",
                MissingPlatformRole.Remove => "Without a platform role the account is removed, as the configuration says.",
                _ => "Without a platform role the account is disabled: nobody keeps access through a failure.",
            });
        if (planned.Target.ProtectedAccounts.Contains(account.EmailKey))
            yield return new("B8", "The account is protected: no run disables or removes it.");
    }
}
