using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>The account that stands for a user in a plan, and what becomes of it (rule A8). Pure.</summary>
static class UserAccount
{
    /// <summary>The account linked to the user, else the one with the e-mail; null when there is neither.</summary>
    public static SyncAccount? Of(SyncUser user, Planned planned)
    {
        var accounts = planned.Snapshot.Accounts.OrderBy(a => a.Id).ToList();
        return accounts.Find(a => a.UserId == user.Id)
            ?? accounts.Find(a => a.EmailKey == user.EmailKey && (a.UserId is null || StepsOf(user, planned).Any(s => SyncApply.AccountOf(s)?.Id == a.Id)));
    }

    /// <summary>What the next run would do to the user's account.</summary>
    public static ExplainedStep NextOf(SyncUser user, Planned planned)
    {
        var steps = StepsOf(user, planned).ToList();
        var account = Of(user, planned);
        // An account that goes because another is the user's is not the user's own.
        var step = steps.Find(s => s is not SyncStep.Remove) ?? steps.Find(s => SyncApply.AccountOf(s)?.Id == account?.Id);
        return step switch
        {
            SyncStep.Create create => Step("create", create.Email, [], create.Roles, create.Why,
                $"It would make the account {create.Email} with {Roles(create.Roles)}."),
            SyncStep.Update update => Updated("update", update.Account, update.Email, update.Roles, !update.Account.Enabled, update.Why),
            SyncStep.Keep keep => Updated("update", keep.Account, keep.Email, keep.Roles, false, keep.Why),
            SyncStep.Disable disable => Step("disable", disable.Email, disable.Account.Roles, disable.Roles, disable.Why, disable.Account.Enabled
                ? $"It would disable the account: {disable.Why}."
                : $"It would put the roles of the disabled account in step with the groups: {disable.Why}."),
            SyncStep.Remove remove => Step("remove", remove.Email, remove.Account.Roles, [], remove.Why, $"It would remove the account: {remove.Why}."),
            _ => new("none", account?.Email, [], [], null, account is null ? "It would make no account." : "It would leave the account as it is."),
        };
    }

    static IEnumerable<SyncStep> StepsOf(SyncUser user, Planned planned) => planned.Plan.Steps.Where(s => s switch
    {
        SyncStep.Create create => create.UserId == user.Id,
        SyncStep.Update update => update.UserId == user.Id,
        _ => SyncApply.AccountOf(s) is { } account && (account.UserId == user.Id || account.UserId is null && account.EmailKey == user.EmailKey),
    });

    static ExplainedStep Updated(string kind, SyncAccount account, string email, IReadOnlyList<PlannedRole> roles, bool enables, string why)
    {
        var (had, has) = (account.Roles.Select(r => r.Role).ToList(), roles.Select(r => r.Role).ToList());
        string?[] parts =
        [
            enables ? "enable it" : null,
            account.Email == email ? null : $"change its e-mail from {account.Email} to {email}",
            has.Except(had).Any() ? $"add {string.Join(", ", has.Except(had))}" : null,
            had.Except(has).Any() ? $"take away {string.Join(", ", had.Except(has))}" : null,
        ];
        var what = string.Join(", ", parts.OfType<string>());
        return Step(kind, email, account.Roles, roles, why,
            what.Length == 0 ? $"It would only note whose the account is: {why}." : $"It would change the account ({what}): {why}.");
    }

    static ExplainedStep Step(string kind, string email, IReadOnlyList<PlannedRole> had, IReadOnlyList<PlannedRole> has, string why, string sentence)
    {
        var (before, after) = (had.Select(r => r.Role).ToHashSet(StringComparer.Ordinal), has.Select(r => r.Role).ToHashSet(StringComparer.Ordinal));
        return new(kind, email, RoleView.Of(has.Where(r => !before.Contains(r.Role))), [.. before.Except(after).Order(StringComparer.Ordinal)], why, sentence);
    }

    static string Roles(IReadOnlyList<PlannedRole> roles) =>
        $"{(roles.Count == 1 ? "the role" : "the roles")} {string.Join(", ", roles.Select(r => r.Role))}";
}
