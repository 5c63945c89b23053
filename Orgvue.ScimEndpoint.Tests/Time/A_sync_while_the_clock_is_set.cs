using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Tests.Sync;

namespace Orgvue.ScimEndpoint.Tests.Time;

/// <summary>Nothing waits for as long as the clock was wrong, and nothing is run twice.</summary>
public sealed class A_sync_while_the_clock_is_set
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task Back_a_little_has_the_window_wait_for_as_much_longer(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        world.Clock.Step(TimeSpan.FromMinutes(-2));

        await world.WindowAsync();
        Assert.Empty(await world.RunsAsync());
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.PollAsync();
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.Single(await world.AccountsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B10_Back_by_hours_does_not_have_the_window_wait_for_hours(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        world.Clock.Step(TimeSpan.FromHours(-3));

        await world.PollAsync();
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.Single(await world.AccountsAsync());
        // What comes later has a window as ever.
        await world.MemberAsync("bob", "user");
        await world.PollAsync();
        Assert.Single(await world.AccountsAsync());
        await world.WindowAsync();
        Assert.Equal(2, (await world.AccountsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Back_lets_another_node_take_over_from_one_that_died(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var dead = world.AnotherNode();
        await world.MemberAsync("ann", "user");
        world.Clock.Advance(SyncWorld.Delay);
        Assert.True(await dead.Pending.TakeAsync(SyncWorld.Directory, default));
        world.Clock.Step(TimeSpan.FromHours(-3));

        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
        // It was not dead after all: what it says now is not heard.
        await Assert.ThrowsAsync<LeaseLostException>(() => world.WriteAsync(db => dead.Pending.RenewAsync(db, SyncWorld.Directory, default)));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Back_does_not_have_a_node_run_beside_itself(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        world.Clock.Advance(SyncWorld.Delay);
        Assert.True(await world.Pending.TakeAsync(SyncWorld.Directory, default));
        world.Clock.Step(TimeSpan.FromHours(-3));

        await world.PollAsync();
        Assert.Null(await world.SyncNowAsync());
        Assert.Empty(await world.RunsAsync());
        await world.Pending.ReleaseAsync(SyncWorld.Directory, failed: false, default);
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Back_does_not_put_off_the_next_try_after_a_failure(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.WriteAsync(db => db.Add(new SyncLease
        {
            DirectoryKey = SyncWorld.Directory, FailedAttempts = 9, RetryAt = world.Clock.GetUtcNow() + BatchWindow.LongestBackoff,
        }));
        world.Clock.Step(TimeSpan.FromDays(-1));
        await world.MemberAsync("ann", "user");

        await world.WindowAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Back_does_not_put_off_the_regular_look_at_everybody(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        await world.WindowAsync();

        world.Clock.Step(TimeSpan.FromDays(-400));
        await world.PollAsync();
        await world.PollAsync();
        Assert.Equal(4, (await world.RunsAsync()).Count);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();

        Assert.Equal([2, 4], (await world.RunsAsync()).GroupBy(r => r.Trigger).OrderBy(g => g.Count()).Select(g => g.Count()));
        Assert.Single(await world.AccountsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Forward_and_back_runs_once_for_each_and_loses_nothing(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        await world.MemberAsync("lost");

        world.Clock.Step(TimeSpan.FromDays(4000));
        await world.PollAsync();
        await world.MemberAsync("bob", "user");
        world.Clock.Step(TimeSpan.FromDays(-4000));
        await world.PollAsync();
        await world.PollAsync();

        Assert.Equal(["ann@acme.example", "bob@acme.example"], (await world.AccountsAsync()).Select(a => a.Email));
        Assert.Equal(4, (await world.RunsAsync()).Count);
        Assert.Empty(await world.RowsAsync(db => db.Changes));
    }

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(-4, 5, false)]
    [InlineData(-5, 5, true)]
    [InlineData(-6, 5, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, 5, true)]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    public void B10_Believes_no_window_that_would_last_for_more_than_twice_its_delay(int openedAfterNow, int delay, bool over) =>
        Assert.Equal(over, BatchWindow.IsOver(Given.Start.AddMinutes(openedAfterNow), TimeSpan.FromMinutes(delay), Given.Start));

    [Fact]
    public void Believes_waits_without_an_end() => Assert.True(Waits.Lasts(Given.Start.AddDays(1), TimeSpan.MaxValue, Given.Start));
}
