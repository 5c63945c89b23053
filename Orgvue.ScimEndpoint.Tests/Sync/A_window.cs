using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>When a directory runs (rules B1, B2, B9, B10).</summary>
public sealed class A_window
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B1_Is_fixed_by_its_first_change_and_later_ones_join_it(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("first", "user");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.MemberAsync("second", "user");
        world.Clock.Advance(TimeSpan.FromSeconds(179));
        await world.MemberAsync("third", "user");

        await world.PollAsync();
        Assert.Empty(await world.RunsAsync());

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.PollAsync();
        Assert.All(await world.RunsAsync(), run => Assert.Equal(Given.Start + SyncWorld.Delay, run.DueAt));
        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.Equal(3, (await world.AccountsAsync()).Count);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.MemberAsync("fourth", "user");
        Assert.Equal(Given.Start.AddSeconds(601), (await world.Pending.WindowAsync(SyncWorld.Directory, default))!.DueAt);
        world.Clock.Advance(TimeSpan.FromSeconds(299));
        await world.PollAsync();
        Assert.Equal(2, (await world.RunsAsync()).Count);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.PollAsync();
        Assert.Equal(4, (await world.RunsAsync()).Count);
        Assert.Equal(4, (await world.AccountsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B1_Takes_the_directorys_own_delay(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.WriteAsync(db => db.Directories.Single().SyncDelay = TimeSpan.FromMinutes(1));
        await world.MemberAsync("ann", "user");

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B1_Is_not_run_early_by_a_node_that_saw_it_due_before_another_ran_it(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        await world.WindowAsync();
        await world.MemberAsync("bob", "user");

        Assert.Equal([], await world.Runner.RunAsync(SyncWorld.Directory, SyncTrigger.Window, default));

        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.NotNull(await world.Pending.WindowAsync(SyncWorld.Directory, default));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B2_Is_not_opened_by_an_edit_by_hand_which_stands_until_the_next_run(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        await world.WindowAsync();
        await world.EditAccountAsync("ann@acme.example", a => a.Roles = [SyncWorld.ByHand(SyncWorld.Acme, a.Id, "admin")]);
        await world.AddAccountAsync("guest@acme.example", roles: "user");

        await world.WindowAsync();
        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.Equal(2, (await world.AccountsAsync()).Count);

        await world.MemberAsync("bob", "user");
        await world.WindowAsync();
        Assert.Equal("user", Assert.Single((await world.AccountAsync("ann@acme.example")).Roles).Role);
        Assert.DoesNotContain(await world.AccountsAsync(), a => a.Email == "guest@acme.example");
        Assert.False((await world.RunsAsync())[^1].Full);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Sync_now_with_nothing_pending_is_a_full_reconcile(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        await world.SyncNowAsync();
        await world.WriteAsync(db => db.Accounts.Single().Enabled = false);

        var runs = await world.SyncNowAsync();

        Assert.All(runs!, run => Assert.True(run.Full));
        Assert.True((await world.AccountAsync("ann@acme.example")).Enabled);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B5_That_saw_a_user_come_and_go_does_nothing(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var user = await world.MemberAsync("ann", "user");
        await world.DeleteUserAsync(user);

        await world.WindowAsync();

        Assert.All(await world.RunsAsync(), run => Assert.Equal((0, 0, 0), (run.Created, run.Removed, run.Failed)));
        Assert.Empty(await world.FailuresAsync(open: false));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B9_Waits_while_no_configuration_is_enabled(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.ConfigureAsync(SyncWorld.Acme, c => c.Enabled = false);
        await world.ConfigureAsync(SyncWorld.MyTenant, c => c.Enabled = false);
        await world.MemberAsync("ann", "user");
        var pending = (await world.RowsAsync(db => db.Changes)).Count;

        await world.WindowAsync();
        Assert.Equal([], await world.SyncNowAsync());
        Assert.Equal(pending, (await world.RowsAsync(db => db.Changes)).Count);

        await world.ConfigureAsync(SyncWorld.Acme, c => c.Enabled = true);
        await world.PollAsync();
        Assert.Equal(SyncWorld.Acme, Assert.Single(await world.RunsAsync()).TenantKey);
        Assert.Single(await world.AccountsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B9_Of_a_configuration_that_is_enabled_later_makes_up_for_what_it_missed(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.ConfigureAsync(SyncWorld.MyTenant, c => c.Enabled = false);
        await world.MemberAsync("ann", "MYTENANT_user");
        await world.WindowAsync();
        Assert.Empty(await world.AccountsAsync(SyncWorld.MyTenant));

        await world.ConfigureAsync(SyncWorld.MyTenant, c => c.Enabled = true);
        await world.WindowAsync();

        Assert.Single(await world.AccountsAsync(SyncWorld.MyTenant));
    }
}
