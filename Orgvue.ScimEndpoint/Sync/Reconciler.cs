using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>
/// Directory users + configuration + accounts → what to do. Pure: neither the order of the changes nor of the rows matters, and planning
/// again after the plan was carried out gives no steps (rule B5).
/// </summary>
public static class Reconciler
{
    public static SyncPlan Plan(SyncSnapshot snapshot, SyncTarget target)
    {
        var whole = new PlanInParts(target);
        whole.Add(snapshot.Users, snapshot.Accounts);
        return whole.Whole(snapshot.NestedIn, snapshot.OtherGroups, snapshot.OtherAdmins);
    }

    /// <summary>What is to be done about users and accounts that share no e-mail and no account with any others.</summary>
    internal static PartOfPlan Part(IReadOnlyList<SyncUser> everyone, IReadOnlyList<SyncAccount> all, SyncTarget target)
    {
        var users = everyone.OrderBy(u => u.CreatedAt).ThenBy(u => u.Id).ToList();
        var firstClaims = FirstClaims(users);
        var standings = users.ToDictionary(u => u.Id, u => Standings.Of(u, target, firstClaims));

        var members = users.Where(u => standings[u.Id] is Standing.Member).ToList();
        var accounts = new Accounts(all, members, standings, target.ProtectedAccounts);
        var steps = new List<SyncStep>();
        var unchanged = 0;
        foreach (var user in members) Add(Write(user, (Standing.Member)standings[user.Id], accounts.Of(user)));

        var givenEmails = members.Select(u => u.EmailKey!).ToHashSet(StringComparer.Ordinal);
        var spared = new List<SyncAccount>();
        foreach (var account in accounts.Unclaimed)
            Add(givenEmails.Contains(account.EmailKey) ? new SyncStep.Remove(account, "its e-mail now belongs to another user")
                : Spared(account, accounts.IsSpare(account) ? new SyncStep.Remove(account, "its user has another account")
                    : Retire(account, account.UserId is { } id ? standings.GetValueOrDefault(id) : null, target)));

        var failures = standings.Values.OfType<Standing.Failed>().Select(f => f.Failure)
            .Where(f => !f.OfDirectory || target.SpeaksForDirectory).ToList();
        return new(steps, failures, spared, unchanged);

        // Rule B8: what is protected stays as it is, whatever the directory says.
        SyncStep? Spared(SyncAccount account, SyncStep? step)
        {
            if (step is null || !target.ProtectedAccounts.Contains(account.EmailKey)) return step;
            spared.Add(account);
            return null;
        }

        void Add(SyncStep? step)
        {
            if (step is null) unchanged++;
            else steps.Add(step);
        }
    }

    /// <summary>What one of the users looked at is to the tenant; for whoever wants to know why.</summary>
    internal static Standing StandingOf(SyncUser user, SyncSnapshot snapshot, SyncTarget target) =>
        Standings.Of(user, target, FirstClaims(snapshot.Users.OrderBy(u => u.CreatedAt).ThenBy(u => u.Id)));

    // Rule A3: the older of two active users keeps the e-mail.
    static Dictionary<string, SyncUser> FirstClaims(IEnumerable<SyncUser> eldestFirst)
    {
        var first = new Dictionary<string, SyncUser>(StringComparer.Ordinal);
        foreach (var user in eldestFirst)
            if (user is { Active: true, EmailKey: { } email })
                first.TryAdd(email, user);
        return first;
    }

    static SyncStep? Write(SyncUser user, Standing.Member member, SyncAccount? account)
    {
        if (account is null) return new SyncStep.Create(user.Id, member.Email, member.Roles, "is in the directory and has no account yet");
        var why = Differences(account, user, member).FirstOrDefault();
        return why is null ? null : new SyncStep.Update(account, user.Id, member.Email, member.Roles, why);
    }

    static IEnumerable<string> Differences(SyncAccount account, SyncUser user, Standing.Member member)
    {
        if (account.UserId is null) yield return "was added by hand and is adopted (A8)";
        if (account.UserId != user.Id) yield return "now belongs to another directory user (A8)";
        if (!account.Enabled) yield return "is entitled again";
        if (account.Email != member.Email) yield return "e-mail differs from the directory";
        if (!Same(account.Roles, member.Roles)) yield return "roles differ from the directory's groups";
        if (account.Source != AccountSource.Scim) yield return "is the directory's";
    }

    static SyncStep? Retire(SyncAccount account, Standing? owner, SyncTarget target) => owner switch
    {
        null => new SyncStep.Remove(account, account.UserId is null
            ? "was added by hand and is not in the directory"
            : "its user is no longer in the directory (A7)"),
        Standing.Elsewhere => new SyncStep.Remove(account, "its user belongs to other tenants only (A4)"),
        Standing.Inactive when target.InactiveUserHandling == InactiveUserHandling.Remove =>
            new SyncStep.Remove(account, "its user is inactive (A6)"),
        Standing.Failed { Failure.Code: FailureCode.MissingPlatformRole or FailureCode.NoTenantGroup } => target.OnMissingPlatformRole switch
        {
            MissingPlatformRole.Keep => Keep(account, owner),
            MissingPlatformRole.Remove => new SyncStep.Remove(account, "its user lost the platform role (A5)"),
            _ => Disable(account, owner, "its user lost the platform role (A5)"),
        },
        Standing.Failed failed => Disable(account, owner, $"its user fails: {failed.Failure.Code}"),
        _ => Disable(account, owner, "its user is inactive (A6)"),
    };

    static SyncStep.Disable? Disable(SyncAccount account, Standing owner, string why) =>
        account.Enabled || !InStep(account, owner) ? new(account, owner.Roles, why) : null;

    // Nobody keeps access through a failure: the account stays, the roles that no group gives go (rule A5).
    static SyncStep.Keep? Keep(SyncAccount account, Standing owner) =>
        InStep(account, owner) ? null : new(account, owner.Roles, "its user lost the platform role and the account is to be kept (A5)");

    static bool InStep(SyncAccount account, Standing owner) => account.Source == AccountSource.Scim && Same(account.Roles, owner.Roles);

    static bool Same(IReadOnlyList<PlannedRole> left, IReadOnlyList<PlannedRole> right) =>
        left.Count == right.Count && (SameInOrder(left, right) || left.OrderBy(r => r.Role, StringComparer.Ordinal).Zip(right.OrderBy(r => r.Role, StringComparer.Ordinal))
            .All(pair => pair.First.Role == pair.Second.Role && pair.First.SourceGroups.SequenceEqual(pair.Second.SourceGroups)));

    // As they nearly always are; sorting a million of them is not for nothing.
    static bool SameInOrder(IReadOnlyList<PlannedRole> left, IReadOnlyList<PlannedRole> right)
    {
        for (var n = 0; n < left.Count; n++)
            if (left[n].Role != right[n].Role || !left[n].SourceGroups.SequenceEqual(right[n].SourceGroups)) return false;
        return true;
    }
}

/// <summary>What is to be done about some users and accounts.</summary>
/// <param name="Spared">Protected accounts that the directory alone would not keep (rule B8).</param>
sealed record PartOfPlan(
    IReadOnlyList<SyncStep> Steps, IReadOnlyList<PlannedFailure> Failures, IReadOnlyList<SyncAccount> Spared, int Unchanged);
