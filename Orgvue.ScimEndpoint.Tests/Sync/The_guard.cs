using CsCheck;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B8: how much a run may take away before somebody has to look at it.</summary>
public sealed class The_guard
{
    static readonly GuardLimits Any = new(int.MaxValue, 100, HoldOnLastAdmin: false);

    [Theory]
    [InlineData(3, 2, 1, false)]
    [InlineData(3, 2, 2, true)]
    [InlineData(3, 4, 0, true)]
    [InlineData(3, 0, 3, false)]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 1, 0, true)]
    [InlineData(500, 250, 250, false)]
    [InlineData(500, 250, 251, true)]
    public void B8_Holds_a_run_that_removes_and_disables_one_account_more_than_the_number(int limit, int removed, int disabled, bool held) =>
        Assert.Equal(held, Guard.HoldReason(Losing(removed, disabled), Any with { Accounts = limit }, activeAccounts: 100_000) is not null);

    [Theory]
    [InlineData(50, 11, 22, false)]
    [InlineData(50, 11, 21, true)]
    [InlineData(50, 11, 23, false)]
    [InlineData(50, 12, 23, true)]
    [InlineData(1, 11, 1100, false)]
    [InlineData(1, 11, 1099, true)]
    [InlineData(100, 11, 11, false)]
    [InlineData(0, 11, 100_000, true)]
    public void B8_Holds_a_run_that_takes_away_more_than_the_share(int percent, int lost, int active, bool held) =>
        Assert.Equal(held, Guard.HoldReason(Losing(lost / 2, lost - lost / 2), Any with { Percent = percent }, active) is not null);

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void B8_Asks_for_the_share_from_eleven_accounts_on(int lost, bool held) =>
        Assert.Equal(held, Guard.HoldReason(Losing(lost, 0), Any with { Percent = 50 }, activeAccounts: lost) is not null);

    [Fact]
    public void B8_Says_what_the_run_would_do_and_which_limit_that_passes()
    {
        Assert.Equal("The run would remove 2 and disable 2 accounts: more than 3 in one run.",
            Guard.HoldReason(Losing(2, 2), Any with { Accounts = 3 }, 100));
        Assert.Equal("The run would remove 6 and disable 6 accounts, 12 of them of the tenant's 20 active ones: more than 50 %.",
            Guard.HoldReason(Losing(6, 6), Any with { Percent = 50 }, 20));
        Assert.Equal("The run would leave the tenant without an active admin.",
            Guard.HoldReason(new([], [], [new(Guard.NoActiveAdmin, "")], 0), Any with { HoldOnLastAdmin = true }, 1));
    }

    [Fact]
    public void B8_Has_the_limits_of_the_rule_where_the_configuration_says_nothing() =>
        Assert.Equal(new(Accounts: 500, Percent: 50, HoldOnLastAdmin: false), GuardLimits.Default);

    [Fact]
    public void B8_Counts_nothing_that_an_inactive_account_loses()
    {
        var off = Enumerable.Range(1, 30).Select(n => Account(n, $"u{n}@x", Person(n)) with { Enabled = false }).ToList();
        SyncPlan plan = new([.. off.Select(a => new SyncStep.Disable(a, [], ""))], [], [], 0);

        Assert.Null(Guard.HoldReason(plan, new(0, 0, false), activeAccounts: 1));
        // Removing it takes away an account, though nobody's access: it is of the number and not of the share.
        plan = new([.. off.Select(a => new SyncStep.Remove(a, ""))], [], [], 0);
        Assert.Null(Guard.HoldReason(plan, new(30, 0, false), activeAccounts: 1));
        Assert.NotNull(Guard.HoldReason(plan, new(29, 100, false), activeAccounts: 1));
    }

    [Fact]
    public void B8_Counts_no_account_that_is_made_or_written()
    {
        var steps = Enumerable.Range(1, 50).SelectMany(n => new SyncStep[]
        {
            new SyncStep.Create(Id(n), $"n{n}@x", [], ""), new SyncStep.Update(Account(n, $"u{n}@x", Person(n)), Id(n), $"u{n}@x", [], ""),
            new SyncStep.Keep(Account(n, $"k{n}@x", Person(n)), [], ""),
        });

        Assert.Null(Guard.HoldReason(new([.. steps], [], [], 0), new(0, 0, true), activeAccounts: 50));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void B8_Holds_for_the_last_admin_only_where_the_configuration_says_so(bool setting)
    {
        var admin = Person(1, "admin");
        var plan = Plan([admin with { Active = false }], AccountOf(admin, "admin"));

        Assert.Equal(Guard.NoActiveAdmin, Assert.Single(plan.Warnings).Code);
        Assert.Equal(setting, Guard.HoldReason(plan, Any with { HoldOnLastAdmin = setting }, 1) is not null);
    }

    /// <summary>A run that follows changes counts the tenant's accounts only when it is asked to: the answer must not depend on them otherwise.</summary>
    [Fact]
    public void B8_Needs_no_total_where_it_makes_no_difference() => Gen
        .Select(Gen.Int[0, 15], Gen.Int[0, 15], Gen.Int[0, 40], Gen.Int[0, 100], Gen.Int[0, 60])
        .Sample((removed, disabled, limit, percent, active) =>
        {
            var (plan, limits) = (Losing(removed, disabled), new GuardLimits(limit, percent, false));
            return Guard.NeedsTotal(plan, limits) || Guard.HoldReason(plan, limits, active) == Guard.HoldReason(plan, limits, 0);
        }, iter: 20_000);

    /// <summary>The other way round: the accounts are counted (which costs, rule B4) only where a share decides.</summary>
    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void B8_Needs_the_total_only_between_ten_accounts_and_the_number(int lost, bool needed) =>
        Assert.Equal(needed, Guard.NeedsTotal(Losing(lost - 5, 5), Any with { Accounts = 40 }));

    static SyncPlan Losing(int removed, int disabled) => new(
        [
            .. Enumerable.Range(1, removed).Select(n => new SyncStep.Remove(Account(n, $"r{n}@x", Person(n)), "")),
            .. Enumerable.Range(1, disabled).Select(n => new SyncStep.Disable(Account(n, $"d{n}@x", Person(n)), [], "")),
        ], [], [], 0);
}
