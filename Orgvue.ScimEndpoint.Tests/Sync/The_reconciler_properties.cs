using CsCheck;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>What holds for every directory and every set of accounts (rules §5, B5).</summary>
public sealed class The_reconciler_properties
{
    const int Iterations = 10_000;

    // Few e-mails and few groups, so that users and accounts collide all the time.
    static readonly Gen<string> Emails = Gen.OneOf<string>("a@x", "A@x", "b@x", "c@x", "d@y", "e@y");

    static readonly Gen<string[]> Groups = Gen.OneOf<string>(
        Prefix + "user", Prefix + "admin", Prefix + "hr", Prefix + "HR", Prefix + "MYTENANT_user", Prefix + "MYTENANT_hr", "Everyone",
        Prefix + "a,b").Array[0, 4].Select(names => names.Distinct().Order(StringComparer.Ordinal).ToArray());

    static readonly Gen<SyncUser[]> Users = Gen
        .Select(Emails.Null(0.1), Groups, Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))), Gen.Int[0, 2])
        .Array[0, 6].Select(users => users.Select((u, n) =>
            User(TwoTenants, n, u.Item1, u.Item2) with { Active = u.Item3, CreatedAt = Start.AddSeconds(u.Item4) }).ToArray());

    static readonly Gen<SyncAccount[]> Accounts = Gen
        .Select(Emails, Gen.Int[-2, 7], Gen.Bool, Gen.OneOf<string>("user", "admin", "hr", "HR").Array[0, 3], Gen.Bool)
        .Array[0, 6].Select(accounts => accounts.DistinctBy(a => Fold.Key(a.Item1)).Select((a, n) => new SyncAccount(
            Id(1000 + n), a.Item1, a.Item3, a.Item2 < 0 ? AccountSource.Manual : AccountSource.Scim, a.Item2 < 0 ? null : Id(a.Item2),
            [.. a.Item4.DistinctBy(Fold.Key).Select(r => new PlannedRole(r, a.Item5 ? [Prefix + r] : []))], 1)).ToArray());

    static readonly Gen<SyncTarget> Targets = Gen
        .Select(Gen.Bool, Gen.Int[1, 2], Gen.Enum<MissingPlatformRole>(), Gen.Enum<InactiveUserHandling>(), Gen.Enum<DomainPolicy>(), Gen.Bool,
            Emails.Array[0, 2])
        .Select((acme, tenants, missing, inactive, policy, domains, spared) => Target(acme ? Acme : MyTenant, tenants) with
        {
            OnMissingPlatformRole = missing, InactiveUserHandling = inactive, DomainPolicy = policy, Domains = domains ? ["x"] : [],
            ProtectedAccounts = spared.Select(Fold.Key).ToHashSet(),
        });

    internal static readonly Gen<(SyncUser[] Users, SyncAccount[] Accounts, SyncTarget Target)> Cases = Gen.Select(Users, Accounts, Targets);

    [Fact]
    public void B5_A_plan_carried_out_leaves_nothing_to_do() => Cases.Sample(c =>
    {
        var plan = Plan(c.Target, c.Users, c.Accounts);
        var again = Plan(c.Target, c.Users, Applied(plan, c.Accounts));
        return again.Steps.Count == 0 && again.Failures.Select(Key).SequenceEqual(plan.Failures.Select(Key));
    }, iter: Iterations);

    [Fact]
    public void B5_The_order_of_rows_does_not_matter() => Gen.Select(Cases, Gen.Int).Sample((c, seed) =>
    {
        var dice = new Random(seed);
        SyncUser[] users = [.. c.Users.Select(u => u with { Groups = Shuffled(u.Groups) })];
        var plan = Plan(c.Target, c.Users, c.Accounts);
        var other = Plan(c.Target, Shuffled(users), Shuffled(c.Accounts));
        return Described(plan) == Described(other);

        T[] Shuffled<T>(IReadOnlyCollection<T> rows) { var all = rows.ToArray(); dice.Shuffle(all); return all; }
    }, iter: Iterations);

    [Fact]
    public void An_enabled_account_holds_admin_or_user_unless_it_is_to_be_kept() => Cases.Sample(c =>
        c.Target.OnMissingPlatformRole == MissingPlatformRole.Keep
        || Applied(Plan(c.Target, c.Users, c.Accounts), c.Accounts).Where(a => !IsProtected(c.Target, a))
            .All(a => !a.Enabled || PlatformRole.Of(a.Roles.Select(r => r.Role)) is not null), iter: Iterations);

    [Fact]
    public void No_account_holds_a_role_that_none_of_its_users_groups_gives() => Cases.Sample(c =>
    {
        var users = c.Users.ToDictionary(u => u.Id);
        return Applied(Plan(c.Target, c.Users, c.Accounts), c.Accounts).Where(a => !IsProtected(c.Target, a)).All(a => a.Roles.All(r =>
            users[a.UserId!.Value].Groups.Any(g => g.Meaning is GroupMeaning.Mapped(var tenant, var role)
                && tenant == c.Target.Tenant && role.Equals(r.Role, StringComparison.OrdinalIgnoreCase))
            && r.SourceGroups.All(name => users[a.UserId!.Value].Groups.Any(g => g.Name == name))));
    }, iter: Iterations);

    [Fact]
    public void No_two_accounts_share_an_email_or_a_user() => Cases.Sample(c =>
    {
        var accounts = Applied(Plan(c.Target, c.Users, c.Accounts), c.Accounts);
        var own = accounts.Where(a => !IsProtected(c.Target, a)).ToList();
        return accounts.DistinctBy(a => a.EmailKey).Count() == accounts.Length && own.All(a => a.UserId is not null)
            && own.Where(a => a.Enabled).DistinctBy(a => a.UserId).Count() == own.Count(a => a.Enabled);
    }, iter: Iterations);

    [Fact]
    public void Every_active_user_has_an_account_or_a_failure_or_belongs_elsewhere() => Cases.Sample(c =>
    {
        var target = c.Target with
        {
            SpeaksForDirectory = true, OnMissingPlatformRole = MissingPlatformRole.Disable, ProtectedAccounts = new HashSet<string>(),
        };
        var plan = Plan(target, c.Users, c.Accounts);
        var enabled = Applied(plan, c.Accounts).Where(a => a.Enabled).Select(a => a.UserId!.Value).ToHashSet();
        var failed = plan.Failures.Select(f => f.User.Id).ToHashSet();
        return failed.Count == plan.Failures.Count && c.Users.All(u =>
        {
            var tenants = u.Groups.Select(g => g.Meaning).OfType<GroupMeaning.Mapped>().Select(m => m.Tenant).ToHashSet();
            var elsewhere = tenants.Count > 0 && !tenants.Contains(target.Tenant);
            return (enabled.Contains(u.Id), failed.Contains(u.Id)) == (u.Active && !elsewhere && !failed.Contains(u.Id), failed.Contains(u.Id))
                && !(failed.Contains(u.Id) && (!u.Active || elsewhere));
        });
    }, iter: Iterations);

    static bool IsProtected(SyncTarget target, SyncAccount account) => target.ProtectedAccounts.Contains(account.EmailKey);

    internal static SyncAccount[] Applied(SyncPlan plan, IReadOnlyList<SyncAccount> accounts)
    {
        var after = accounts.ToDictionary(a => a.Id);
        foreach (var step in plan.Steps)
            _ = step switch
            {
                SyncStep.Create s => after[s.UserId] = new(s.UserId, s.Email, true, AccountSource.Scim, s.UserId, s.Roles, 1),
                SyncStep.Update s => after[s.Account.Id] =
                    new(s.Account.Id, s.Email, true, AccountSource.Scim, s.UserId, s.Roles, s.Account.Version + 1),
                SyncStep.Disable s => after[s.Account.Id] = s.Account with { Enabled = false, Source = AccountSource.Scim, Roles = s.Roles },
                SyncStep.Keep s => after[s.Account.Id] = s.Account with { Source = AccountSource.Scim, Roles = s.Roles },
                SyncStep.Remove s => after.Remove(s.Account.Id, out var gone) ? gone : null,
                _ => throw new InvalidOperationException(step.ToString()),
            };
        return [.. after.Values];
    }

    static (Guid, string, string, string) Key(PlannedFailure failure) => (failure.User.Id, failure.Code, failure.Reason, failure.Remedy);

    static string Described(SyncPlan plan) => string.Join('\n',
        plan.Steps.Select(s => $"{s.GetType().Name} {s.Email} {AccountOf(s)} {s.Why} {Roles(s)}")
            .Concat(plan.Failures.Select(f => $"{Key(f)}")).Concat(plan.Warnings.Select(w => $"{w}")).Append($"{plan.Unchanged}"));

    static string AccountOf(SyncStep step) => step switch
    {
        SyncStep.Create s => $"for {s.UserId}",
        SyncStep.Update s => $"{s.Account.Id} for {s.UserId}",
        SyncStep.Disable s => $"{s.Account.Id}",
        SyncStep.Keep s => $"{s.Account.Id}",
        SyncStep.Remove s => $"{s.Account.Id}",
        _ => "",
    };

    static string Roles(SyncStep step)
    {
        var roles = step switch
        {
            SyncStep.Create s => s.Roles, SyncStep.Update s => s.Roles, SyncStep.Disable s => s.Roles, SyncStep.Keep s => s.Roles, _ => [],
        };
        return string.Join(' ', roles.Select(r => $"{r.Role}<{string.Join(',', r.SourceGroups)}>"));
    }
}
