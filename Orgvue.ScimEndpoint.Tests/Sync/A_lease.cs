using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B3: exactly one node runs a directory, and one that dies is taken over.</summary>
public sealed class A_lease
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Held_by_another_node_keeps_this_one_out_until_it_ends(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var other = world.AnotherNode();
        await world.MemberAsync("ann", "user");
        world.Clock.Advance(SyncWorld.Delay);
        Assert.True(await other.Pending.TakeAsync(SyncWorld.Directory, default));

        await world.PollAsync();
        Assert.Null(await world.SyncNowAsync());
        world.Clock.Advance(BatchWindow.Lease - TimeSpan.FromSeconds(1));
        await world.PollAsync();
        Assert.Empty(await world.RunsAsync());

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.PollAsync();
        Assert.Equal(2, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_That_ended_hands_over_a_batch_and_no_tenant_is_run_twice_for_it(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var dying = world.AnotherNode(new FailsOnRunOf(SyncWorld.MyTenant));
        await world.MemberAsync("ann", "user", "MYTENANT_user");
        world.Clock.Advance(SyncWorld.Delay);
        await dying.PollAsync();
        Assert.Equal([SyncWorld.Acme], (await world.RunsAsync()).Select(r => r.TenantKey));
        await world.MemberAsync("bob", "user");

        await world.PollAsync();
        Assert.Single(await world.RunsAsync());
        world.Clock.Advance(BatchWindow.Backoff(1));
        await world.PollAsync();

        Assert.Equal([SyncWorld.Acme, SyncWorld.MyTenant], (await world.RunsAsync()).Select(r => r.TenantKey));
        Assert.Single((await world.RunsAsync()).DistinctBy(r => r.Batch));
        Assert.Single(await world.AccountsAsync(SyncWorld.MyTenant));
        Assert.Single(await world.AccountsAsync());
        await world.WindowAsync();
        Assert.Equal(2, (await world.AccountsAsync()).Count);
        Assert.Equal(4, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Left_by_a_node_that_died_during_sync_now_is_resumed_without_waiting_for_a_window(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var dying = world.AnotherNode(new FailsOnRunOf(SyncWorld.Acme));
        await world.MemberAsync("ann", "user");
        await Assert.ThrowsAnyAsync<Exception>(dying.SyncNowAsync);

        world.Clock.Advance(BatchWindow.Backoff(1));
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.Empty(await world.RowsAsync(db => db.Changes));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Taken_by_another_node_in_the_middle_of_a_run_lets_this_one_write_nothing(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var sleeper = world.AnotherNode(opening: StealsTheLease);
        await world.MemberAsync("ann", "user");
        var pending = (await world.RowsAsync(db => db.Changes)).Count;

        Assert.Null(await sleeper.SyncNowAsync());

        Assert.Empty(await world.RunsAsync());
        Assert.Empty(await world.AccountsAsync());
        Assert.Equal(pending, (await world.RowsAsync(db => db.Changes)).Count);
        Assert.Equal("thief", Assert.Single(await world.RowsAsync(db => db.Leases)).Owner);

        // The first two take the lease and the batch.
        void StealsTheLease(int transaction)
        {
            if (transaction == 3) world.WriteAsync(db => { db.Leases.Single().Owner = "thief"; }).GetAwaiter().GetResult();
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Is_let_go_at_once_by_a_node_that_is_told_to_stop(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        using var stop = new CancellationTokenSource();
        await using var stopping = world.AnotherNode(opening: n => { if (n == 3) stop.Cancel(); });
        await world.MemberAsync("ann", "user");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stopping.Runner.RunAsync(SyncWorld.Directory, SyncTrigger.SyncNow, stop.Token));
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
    }

    [Fact]
    public async Task B3_Lets_exactly_one_of_two_nodes_on_one_file_run_each_tenant_and_window()
    {
        await using var world = await SyncWorld.OnAsync(StorageProvider.Sqlite);
        await using var other = world.AnotherNode();
        for (var window = 1; window <= 4; window++)
        {
            await world.MemberAsync($"u{window}", "user");
            world.Clock.Advance(SyncWorld.Delay);

            await Task.WhenAll(Task.Run(world.PollAsync), Task.Run(other.PollAsync), Task.Run(other.PollAsync), Task.Run(world.PollAsync));
            await world.PollAsync();

            Assert.Equal(2 * window, (await world.RunsAsync()).Count);
            Assert.Equal(window, (await world.AccountsAsync()).Count);
        }
    }

    /// <summary>The node dies when it is about to record the run of a tenant.</summary>
    sealed class FailsOnRunOf(int tenant) : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<SyncRun>().Any(e => e.State == EntityState.Added && e.Entity.TenantKey == tenant)
                ? throw new InvalidOperationException("The node died.")
                : ValueTask.FromResult(result);
    }
}
