using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B8: a run that takes too much away waits, with its preview, until somebody releases or discards it.</summary>
public sealed class A_held_run
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Applies_nothing_records_no_failure_and_holds_up_no_other_tenant(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        var before = await world.OutcomeAsync();
        await world.MemberAsync("eve", "MYTENANT_user");
        await world.MemberAsync("fay", "hr");

        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();

        var held = (await world.HeldAsync())!;
        Assert.Equal((SyncRunStatus.Held, 2, 0, 1), (held.Status, held.Removed, held.Created, held.Failed));
        Assert.Equal("The run would remove 2 and disable 0 accounts: more than 1 in one run.", held.HeldBecause);
        Assert.Equal(32, held.PlanHash!.Length);
        Assert.Equal(before.Split('\n').Where(l => l.StartsWith("1 ", StringComparison.Ordinal)),
            (await world.OutcomeAsync()).Split('\n').Where(l => l.StartsWith("1 ", StringComparison.Ordinal)));
        Assert.Equal("eve@acme.example", Assert.Single(await world.AccountsAsync(SyncWorld.MyTenant)).Email);
        Assert.Empty(await world.FailuresAsync());
        Assert.Empty(await world.RowsAsync(db => db.Changes));
        Assert.Null(await world.Pending.WindowAsync(SyncWorld.Directory, default));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Takes_in_what_changes_after_it_even_on_another_node(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var first = (await world.HeldAsync())!;

        await using var restarted = world.AnotherNode();
        await restarted.MemberAsync("gil", "user");
        await restarted.LoseAsync("cid");
        await restarted.WindowAsync();

        var second = (await restarted.HeldAsync())!;
        Assert.Equal((first.Id, 3, 1), (second.Id, second.Removed, second.Created));
        Assert.NotEqual(first.PlanHash, second.PlanHash);
        Assert.Equal("The run would remove 3 and disable 0 accounts: more than 1 in one run.", second.HeldBecause);
        Assert.Single(await restarted.RunsAsync(), r => r.TenantKey == SyncWorld.Acme && r.Status == SyncRunStatus.Held);
        Assert.Equal(4, (await restarted.AccountsAsync()).Count);
        Assert.Equal(second.PlanHash, (await restarted.PreviewAsync()).Hash);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Is_carried_out_by_its_hash_and_ends_as_if_it_had_never_been_held(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        await world.MemberAsync("gil", "hr");
        await world.WindowAsync();
        await using var undisturbed = await world.CopyAsync();
        await undisturbed.WriteAsync(db => db.RemoveRange(db.Runs));
        await undisturbed.ConfigureAsync(SyncWorld.Acme, c => (c.GuardAccounts, c.GuardPercent) = (500, 100));
        await undisturbed.SyncNowAsync();

        var held = (await world.HeldAsync())!;
        var outcome = await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default);

        var run = Assert.IsType<ReleaseOutcome.Released>(outcome).Run;
        Assert.Equal((held.Id, SyncRunStatus.CompletedWithFailures, 2, 1), (run.Id, run.Status, run.Removed, run.Failed));
        Assert.Equal(await undisturbed.OutcomeAsync(), await world.OutcomeAsync());
        Assert.Null(await world.HeldAsync());
        var kept = (await world.RunsAsync()).Single(r => r.Id == held.Id);
        Assert.Equal(("server", world.Clock.GetUtcNow()), (kept.DecidedBy, kept.DecidedAt));
        Assert.All((await world.SyncNowAsync())!, r => Assert.Equal(0, r.Created + r.Updated + r.Disabled + r.Removed));
        Assert.Empty(world.Lines.Of(LogLines.Differs));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Applies_nothing_for_the_hash_of_another_plan_and_shows_its_own(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;

        Assert.IsType<ReleaseOutcome.Stale>(await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, new('0', 32), default));
        // An edit by hand opens no window, and yet what was looked at is not what would be done any more.
        await world.EditAccountAsync("cid@acme.example", a => a.Enabled = false);
        var stale = await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default);

        var now = Assert.IsType<ReleaseOutcome.Stale>(stale).Run;
        Assert.NotEqual(held.PlanHash, now.PlanHash);
        Assert.Equal((held.Id, SyncRunStatus.Held, 1), (now.Id, now.Status, now.Updated));
        Assert.Equal(4, (await world.AccountsAsync()).Count);
        Assert.IsType<ReleaseOutcome.Released>(await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, now.PlanHash!, default));
        Assert.Equal(["cid@acme.example", "dan@acme.example"], (await world.AccountsAsync()).Where(a => a.Enabled).Select(a => a.Email));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Is_stale_when_an_account_that_it_removes_was_edited(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;

        await world.EditAccountAsync("ann@acme.example", a => a.TokenAccess = true);

        Assert.IsType<ReleaseOutcome.Stale>(await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default));
        Assert.Equal(4, (await world.AccountsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_That_is_discarded_comes_back_with_the_next_change_which_looks_at_everybody(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;

        await world.DiscardAsync(held);
        Assert.Equal(SyncRunStatus.Discarded, (await world.RunsAsync()).Single(r => r.Id == held.Id).Status);
        Assert.Null(await world.Pending.WindowAsync(SyncWorld.Directory, default));
        await world.WindowAsync();
        Assert.Equal(4, (await world.AccountsAsync()).Count);
        Assert.Null(await world.HeldAsync());

        await world.MemberAsync("gil", "user");
        await world.WindowAsync();
        var again = (await world.HeldAsync())!;
        Assert.NotEqual(held.Id, again.Id);
        Assert.Equal((true, 2, 1), (again.Full, again.Removed, again.Created));
        Assert.IsType<ReleaseOutcome.NotHeld>(await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default));
        Assert.Empty(world.Lines.Of(LogLines.Differs));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Is_held_when_somebody_asks_for_it_now_too(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");

        Assert.Equal([SyncRunStatus.Held, SyncRunStatus.Completed], (await world.SyncNowAsync())!.Select(r => r.Status));
        Assert.Equal([SyncRunStatus.Held, SyncRunStatus.Completed], (await world.SyncNowAsync())!.Select(r => r.Status));

        Assert.Equal(4, (await world.AccountsAsync()).Count);
        Assert.Single(await world.RunsAsync(), r => r.Status == SyncRunStatus.Held);
    }

    /// <summary>What is released is all that there is to do: what nobody had followed is shown before it is done.</summary>
    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Shows_all_that_there_is_to_do_though_the_run_followed_a_few_changes(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.WriteAsync(db => db.Accounts.Single(a => a.Email == "cid@acme.example").Enabled = false);

        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();

        var held = (await world.HeldAsync())!;
        Assert.Equal((true, 2, 1, 1), (held.Full, held.Removed, held.Updated, held.Unchanged));
        Assert.Equal((await world.PreviewAsync()).Hash, held.PlanHash);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Of_a_share_counts_the_whole_tenant_though_the_run_follows_a_few(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.ConfigureAsync(SyncWorld.Acme, c => (c.GuardAccounts, c.GuardPercent) = (500, 50));
        var group = (await world.RowsAsync(db => db.Groups.Where(g => g.DisplayName == SyncWorld.Prefix + "user"))).Single().Id;
        var users = new List<Guid>();
        for (var n = 0; n < 18; n++) users.Add(await world.UserAsync($"u{n:00}", $"u{n:00}@acme.example", group));
        await world.WindowAsync();
        Assert.Equal(22, (await world.AccountsAsync()).Count);

        foreach (var user in users.Take(11)) await world.ActiveAsync(user, false);
        await world.WindowAsync();
        var exactly = (await world.RunsAsync()).Last(r => r.TenantKey == SyncWorld.Acme);
        Assert.Equal((SyncRunStatus.Completed, false, 11), (exactly.Status, exactly.Full, exactly.Disabled));

        foreach (var user in users.Take(11)) await world.ActiveAsync(user, true);
        await world.WindowAsync();
        foreach (var user in users.Take(12)) await world.ActiveAsync(user, false);
        await world.WindowAsync();
        Assert.Equal("The run would remove 0 and disable 12 accounts, 12 of them of the tenant's 22 active ones: more than 50 %.",
            (await world.HeldAsync())!.HeldBecause);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Leaves_the_last_admin_in_place_where_the_configuration_says_so(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.ConfigureAsync(SyncWorld.Acme, c => c.HoldOnLastAdmin = true);
        await world.MemberAsync("abe", "admin");
        await world.MemberAsync("ada", "admin");
        await world.WindowAsync();

        await world.LoseAsync("abe");
        await world.WindowAsync();
        Assert.Null(await world.HeldAsync());
        await world.LoseAsync("ada");
        await world.WindowAsync();

        var held = (await world.HeldAsync())!;
        Assert.Equal("The run would leave the tenant without an active admin.", held.HeldBecause);
        Assert.Contains(held.Warnings, w => w.Code == Guard.NoActiveAdmin);
        Assert.True((await world.AccountAsync("ada@acme.example")).Enabled);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_By_hand_has_the_next_runs_wait_and_be_released_as_one(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);

        var runs = await world.Runner.HoldAsync(SyncWorld.Directory, "ACME", "We migrate.", default);
        await world.MemberAsync("gil", "user", "MYTENANT_user");
        await world.WindowAsync();

        Assert.Equal(SyncWorld.Acme, Assert.Single(runs!).TenantKey);
        var held = (await world.HeldAsync())!;
        Assert.Equal((runs![0].Id, "We migrate.", 1), (held.Id, held.HeldBecause, held.Created));
        Assert.Equal(4, (await world.AccountsAsync()).Count);
        Assert.Single(await world.AccountsAsync(SyncWorld.MyTenant));
        Assert.IsType<ReleaseOutcome.Released>(await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default));
        Assert.Equal(5, (await world.AccountsAsync()).Count);
        await world.MemberAsync("hal", "user");
        await world.WindowAsync();
        Assert.Equal(6, (await world.AccountsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_By_hand_of_what_is_held_already_is_one_run_still(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.Runner.HoldAsync(SyncWorld.Directory, null, "First.", default);
        await world.Runner.HoldAsync(SyncWorld.Directory, null, "Second.", default);

        Assert.Equal([("Second.", SyncWorld.Acme), ("Second.", SyncWorld.MyTenant)],
            (await world.RunsAsync()).Where(r => r.Status == SyncRunStatus.Held).Select(r => (r.HeldBecause!, r.TenantKey)));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Cannot_be_released_while_its_configuration_is_disabled(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;
        await world.ConfigureAsync(SyncWorld.Acme, c => c.Enabled = false);

        Assert.IsType<ReleaseOutcome.NotConfigured>(await world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default));

        Assert.Equal(4, (await world.AccountsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Is_decided_once_however_many_decide(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        // Two nodes need a database that keeps their transactions apart.
        await using var second = world.AnotherNode();
        var other = provider == StorageProvider.Sqlite ? second : world;
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;

        var released = Task.Run(() => world.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default));
        var again = Task.Run(() => other.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default));
        var discarded = Task.Run(() => world.DiscardAsync(held));
        var outcomes = await Task.WhenAll(released, again);

        var done = outcomes.Count(o => o is ReleaseOutcome.Released) + (await discarded ? 1 : 0);
        Assert.Equal(1, done);
        var row = (await world.RunsAsync()).Single(r => r.Id == held.Id);
        Assert.Equal(row.Status == SyncRunStatus.Discarded ? 4 : 2, (await world.AccountsAsync()).Count);
    }
}
