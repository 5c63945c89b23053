using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Tests.Sync;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>One row an event and endpoint, whatever happens to the transaction, the run or the node.</summary>
public sealed class News_of_runs
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task Are_not_doubled_by_a_transaction_that_is_repeated(StorageProvider provider)
    {
        var races = new Races(times: 3);
        await using var world = await WithEndpointAsync(provider, races);
        await world.MemberAsync("ann", "hr");

        await world.WindowAsync();

        Assert.Equal(0, races.Left);
        Assert.Equal(["failure.opened of 1"], await ToldAsync(world));
        Assert.Equal(SyncRunStatus.CompletedWithFailures, (await world.RunsAsync())[0].Status);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Are_not_doubled_by_a_node_that_dies_before_it_hears_that_they_are_kept(StorageProvider provider)
    {
        var dies = new Dies();
        await using var world = await WithEndpointAsync(provider);
        await using var dying = world.AnotherNode(dies);
        await world.MemberAsync("ann", "hr");
        world.Clock.Advance(SyncWorld.Delay);

        await dying.PollAsync();
        Assert.True(dies.Done);
        world.Clock.Advance(BatchWindow.Lease);
        await world.PollAsync();

        Assert.Equal(["failure.opened of 1"], await ToldAsync(world));
        Assert.Single(await world.RunsAsync(), r => r.TenantKey == SyncWorld.Acme);
    }

    [Fact]
    public async Task Are_not_doubled_by_a_node_that_dies_right_after_the_commit()
    {
        var dies = new DiesAfterCommit();
        await using var world = await WithEndpointAsync(StorageProvider.Sqlite);
        await using var dying = world.AnotherNode(dies);
        await world.MemberAsync("ann", "hr");
        world.Clock.Advance(SyncWorld.Delay);

        await dying.PollAsync();
        Assert.True(dies.Done);
        Assert.Single(await ToldAsync(world));
        world.Clock.Advance(BatchWindow.Lease);
        await world.PollAsync();

        Assert.Equal(["failure.opened of 1"], await ToldAsync(world));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_one_that_fails_come_once_however_often_it_is_tried(StorageProvider provider)
    {
        var fails = new Fails(SyncWorld.Acme);
        await using var world = await WithEndpointAsync(provider, fails);
        await world.MemberAsync("ann", "user");
        await world.WindowAsync();
        for (var i = 0; i < 3; i++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.PollAsync();
        }

        Assert.Equal(["run.failed"], await ToldAsync(world));
        var body = System.Text.Json.Nodes.JsonNode.Parse((await RowsAsync(world))[0].Payload)!;
        Assert.Equal(("ACME", "Failed"), ((string)body["data"]!["tenantId"]!, (string)body["data"]!["status"]!));
        Assert.DoesNotContain("This run cannot be written", body.ToJsonString(), StringComparison.Ordinal);

        fails.Tenant = 0;
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.PollAsync();
        Assert.Single(await world.AccountsAsync());
        Assert.Equal(["run.failed"], await ToldAsync(world));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Tell_of_what_a_full_look_found_and_nobody_had_followed(StorageProvider provider)
    {
        await using var world = await WithEndpointAsync(provider);
        await world.MemberAsync("ann", "user");
        await world.SyncNowAsync();
        await world.SyncNowAsync();
        Assert.Empty(await RowsAsync(world));

        // An edit that the change log does not know of.
        await world.WriteAsync(async db => (await db.Accounts.SingleAsync()).Enabled = false);
        await world.SyncNowAsync();
        await world.SyncNowAsync();

        Assert.Equal(["reconcile.differs"], await ToldAsync(world));
        var body = System.Text.Json.Nodes.JsonNode.Parse((await RowsAsync(world))[0].Payload)!;
        Assert.Equal((1, 1), ((int)body["data"]!["accounts"]!, (int)body["data"]!["updated"]!));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Say_of_somebody_who_now_fails_for_another_reason_that_he_does(StorageProvider provider)
    {
        await using var world = await WithEndpointAsync(provider);
        var ann = await world.MemberAsync("ann", "hr");
        await world.WindowAsync();

        await world.EmailAsync(ann, null);
        await world.WindowAsync();

        Assert.Equal(["failure.opened of 1", "failure.opened of 1", "failure.resolved of 1"], await ToldAsync(world));
        var resolved = System.Text.Json.Nodes.JsonNode.Parse((await RowsAsync(world)).Single(d => d.Event == EventName.FailureResolved).Payload)!;
        Assert.True((bool)resolved["data"]!["users"]![0]!["stillFailing"]!);
        Assert.Contains("(fails for another reason now)", (string)resolved["text"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Are_not_there_where_nobody_wants_them(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "hr");

        await world.WindowAsync();

        Assert.Single(await world.FailuresAsync());
        Assert.Empty(await RowsAsync(world));
    }

    static async Task<SyncWorld> WithEndpointAsync(StorageProvider provider, params IInterceptor[] interceptors)
    {
        var world = await SyncWorld.OnAsync(provider, interceptors);
        await world.WriteAsync(db => db.Add(new WebhookEndpoint { Id = NewId.At(world.Clock), Url = "https://receiver.example/", Secret = [1] }));
        return world;
    }

    static Task<List<WebhookDelivery>> RowsAsync(SyncWorld world) => world.RowsAsync(db => db.WebhookDeliveries.AsNoTracking().OrderBy(d => d.Id));

    static async Task<List<string>> ToldAsync(SyncWorld world) =>
    [
        .. (await RowsAsync(world)).Select(d => (int?)System.Text.Json.Nodes.JsonNode.Parse(d.Payload)!["data"]!["count"] is { } count ? $"{d.Event} of {count}" : d.Event)
            .Order(StringComparer.Ordinal),
    ];

    static bool Tells(DbContextEventData data) => data.Context!.ChangeTracker.Entries<WebhookDelivery>().Any();

    /// <summary>Has the first saves that tell of something collide with another write.</summary>
    sealed class Races(int times) : SaveChangesInterceptor
    {
        public int Left { get; private set; } = times;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            Tells(eventData) && Left > 0 && Left-- > 0 ? throw new DbUpdateConcurrencyException("Somebody else was quicker.") : ValueTask.FromResult(result);
    }

    /// <summary>Dies when what it tells was saved: before the commit where there is one, after it where saving is all.</summary>
    sealed class Dies : SaveChangesInterceptor
    {
        public bool Done { get; private set; }

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            Tells(eventData) && !Done && (Done = true) ? throw new LeaseLostException() : ValueTask.FromResult(result);
    }

    sealed class DiesAfterCommit : DbTransactionInterceptor
    {
        public bool Done { get; private set; }

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<WebhookDelivery>().Any() && !Done && (Done = true) ? throw new LeaseLostException() : Task.CompletedTask;
    }

    /// <summary>Refuses a tenant's run unless it says that it failed.</summary>
    sealed class Fails(int tenant) : SaveChangesInterceptor
    {
        public int Tenant { get; set; } = tenant;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<SyncRun>().Any(r => r.Entity.TenantKey == Tenant && r.Entity.Status != SyncRunStatus.Failed)
                ? throw new InvalidOperationException("This run cannot be written.")
                : ValueTask.FromResult(result);
    }
}
