using System.Diagnostics.Metrics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B4: from time to time a run looks at everybody, whatever has changed, and tells of what following the changes had missed.</summary>
public sealed class The_regular_full_look
{
    static readonly AsyncLocal<List<long>?> Counted = new();
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Comes_a_day_after_the_last_one_and_not_before(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);

        world.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        await world.PollAsync();
        Assert.Equal(2, (await world.RunsAsync()).Count);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.PollAsync();
        await world.PollAsync();

        Assert.All((await world.RunsAsync()).Skip(2), r => Assert.Equal(
            (SyncTrigger.Periodic, true, null, SyncRunStatus.Completed), (r.Trigger, r.Full, r.DueAt, r.Status)));
        Assert.Equal(4, (await world.RunsAsync()).Count);
        Assert.Empty(await world.RowsAsync(db => db.Changes));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();
        Assert.Equal(6, (await world.RunsAsync()).Count);
    }

    [Theory]
    [InlineData(6, 5, 0)]
    [InlineData(6, 6, 2)]
    [InlineData(0, 9000, 0)]
    public async Task B4_Comes_as_often_as_is_set_and_never_for_nought(int everyHours, int hours, int runs)
    {
        await using var world = await RunOnceAsync(StorageProvider.InMemory);
        world.Settings.FullReconcileEvery = TimeSpan.FromHours(everyHours);

        world.Clock.Advance(TimeSpan.FromHours(hours));
        await world.PollAsync();

        Assert.Equal(2 + runs, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Waits_for_an_open_window_and_goes_with_its_run(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);
        world.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(2));
        await world.MemberAsync("bob", "user");

        world.Clock.Advance(TimeSpan.FromMinutes(4));
        await world.PollAsync();
        Assert.Equal(2, (await world.RunsAsync()).Count);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.PollAsync();
        await world.PollAsync();

        Assert.Equal(4, (await world.RunsAsync()).Count);
        Assert.All((await world.RunsAsync()).Skip(2), r => Assert.Equal((SyncTrigger.Window, true), (r.Trigger, r.Full)));
        Assert.Equal(2, (await world.AccountsAsync()).Count);
        Assert.Empty(world.Lines.Of(LogLines.Differs));
        world.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        await world.PollAsync();
        Assert.Equal(4, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Finds_tells_and_mends_what_was_changed_behind_the_servers_back(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);
        await world.WriteAsync(db => db.Accounts.Single().Enabled = false);

        using var counts = Counting();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();

        Assert.True((await world.AccountAsync("ann@acme.example")).Enabled);
        var line = Assert.Single(world.Lines.Of(LogLines.Differs));
        Assert.Contains("tenant ACME found 1 accounts", line, StringComparison.Ordinal);
        Assert.Contains($"update {(await world.AccountsAsync())[0].Id}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", line, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([1], Counted.Value!);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();
        Assert.Single(world.Lines.Of(LogLines.Differs));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Tells_only_of_what_the_changes_do_not_explain_when_it_goes_with_a_window(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);
        await world.WriteAsync(db => db.Remove(db.Accounts.Single()));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.MemberAsync("bob", "user");
        await world.AddAccountAsync("eve@acme.example", roles: "user");

        using var counts = Counting();
        await world.WindowAsync();

        Assert.Equal(["ann@acme.example", "bob@acme.example"], (await world.AccountsAsync()).Select(a => a.Email));
        Assert.Contains("found 1 accounts", Assert.Single(world.Lines.Of(LogLines.Differs)), StringComparison.Ordinal);
        Assert.Equal([1], Counted.Value!);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Tells_nothing_of_edits_by_hand_that_wait_for_it(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);
        await world.EditAccountAsync("ann@acme.example", a => a.Enabled = false);
        await world.AddAccountAsync("eve@acme.example", roles: "user");

        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();

        Assert.Equal([("ann@acme.example", true)], (await world.AccountsAsync()).Select(a => (a.Email, a.Enabled)));
        Assert.Empty(world.Lines.Of(LogLines.Differs));
    }

    /// <summary>What is written after the run took its changes and before it reads is seen by it, and belongs to the next window.</summary>
    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Tells_nothing_of_what_comes_in_while_it_begins(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);
        world.Clock.Advance(TimeSpan.FromDays(1));
        // Lease, batch, configurations, "done before?": the fifth transaction reads the snapshot of the first tenant.
        await using var node = world.AnotherNode(opening: n => { if (n == 5) world.MemberAsync("bob", "user").GetAwaiter().GetResult(); });

        await node.SyncNowAsync();

        Assert.Equal(2, (await world.AccountsAsync()).Count);
        Assert.Empty(node.Lines.Of(LogLines.Differs));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_That_fails_is_tried_again_as_the_same_run(StorageProvider provider)
    {
        var failing = new FailsOnRunOf(SyncWorld.MyTenant) { Works = true };
        await using var world = await RunOnceAsync(provider, failing);
        failing.Works = false;

        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PollAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            world.Clock.Advance(BatchWindow.Backoff(attempt));
            await world.PollAsync();
        }
        Assert.Equal(4, world.Lines.Of(LogLines.TenantFailed).Count());
        Assert.Equal(4, (await world.RunsAsync()).Count);
        failing.Works = true;
        world.Clock.Advance(BatchWindow.Backoff(4));
        await world.PollAsync();

        Assert.Equal([SyncTrigger.Periodic, SyncTrigger.Periodic], (await world.RunsAsync()).Skip(2).Select(r => r.Trigger));
        Assert.DoesNotContain(await world.RunsAsync(), r => r.Status == SyncRunStatus.Failed);
        world.Clock.Advance(TimeSpan.FromHours(23));
        await world.PollAsync();
        Assert.Equal(4, (await world.RunsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Leaves_alone_a_directory_that_is_unlinked_or_feeds_no_tenant(StorageProvider provider)
    {
        await using var world = await RunOnceAsync(provider);
        await world.WriteAsync(db => { foreach (var c in db.Configurations) c.Enabled = false; });
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.PollAsync();
        await world.WriteAsync(db =>
        {
            foreach (var c in db.Configurations) c.Enabled = true;
            db.Directories.Single().State = DirectoryState.Unlinked;
        });
        await world.PollAsync();

        Assert.Equal(2, (await world.RunsAsync()).Count);
    }

    static async Task<SyncWorld> RunOnceAsync(StorageProvider provider, FailsOnRunOf? failing = null)
    {
        var world = failing is null ? await SyncWorld.OnAsync(provider) : await SyncWorld.OnAsync(provider, failing);
        await world.MemberAsync("ann", "user");
        // Nobody was looked at before: the first run that follows changes has nothing to be compared with.
        await world.ConfigureAsync(SyncWorld.Acme, c => c.GuardAccounts = 400);
        await world.WindowAsync();
        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.Equal(world.Clock.GetUtcNow(), Assert.Single(await world.RowsAsync(db => db.Directories)).FullRunAt);
        return world;
    }

    // A counter is the process's own: only what this test's flow counts is its.
    static MeterListener Counting()
    {
        Counted.Value = [];
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == Metrics.Name && instrument.Name == "orgvue.sync.reconcile.differences") l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Counted.Value?.Add(value));
        listener.Start();
        return listener;
    }
}
