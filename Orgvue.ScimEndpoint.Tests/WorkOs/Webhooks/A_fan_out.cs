using System.Data.Common;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.Tests.Sync;
using Orgvue.ScimEndpoint.WorkOs.Faults;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Webhooks;

/// <summary>One delivery an event and endpoint, whatever happens to the node that makes it.</summary>
public sealed class A_fan_out
{
    public static readonly TheoryData<StorageProvider> Providers = [StorageProvider.InMemory, StorageProvider.Sqlite];

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Makes_a_delivery_for_each_endpoint_that_wants_the_event(StorageProvider provider)
    {
        await using var host = Endpoints.Server(provider);
        await host.HappenAsync("dsync.user.created");
        var (all, _) = await host.EndpointAsync("http://127.0.0.1:9/all");
        var (groups, _) = await host.EndpointAsync("http://127.0.0.1:9/groups", "dsync.group.created", "user.created");
        foreach (var name in (string[])["dsync.user.created", "dsync.group.created", "dsync.token.created", "dsync.token.revoked", "dsync.user.deleted"])
            await host.HappenAsync(name);

        await host.SendDueAsync();
        await host.SendDueAsync();

        var rows = await host.DeliveriesAsync();
        Assert.Equal(["dsync.user.created", "dsync.group.created", "dsync.user.deleted"], rows.Where(d => d.EndpointId == all).Select(d => d.Event));
        Assert.Equal(["dsync.group.created"], rows.Where(d => d.EndpointId == groups).Select(d => d.Event));
        // One event, one id, whoever hears it.
        Assert.Single(rows.Where(d => d.Event == "dsync.group.created").Select(d => (d.EventId, d.Payload)).Distinct());
        var last = await host.Store.ReadAsync(db => db.WorkOsEvents.MaxAsync(e => e.Sequence));
        Assert.Equal((last, last), ((await host.RowAsync(all)).ConcernedThrough, (await host.RowAsync(groups)).ConcernedThrough));
        // Moving on is no change of the endpoint that the trail would tell of.
        Assert.Equal(2, await host.Store.ReadAsync(db => db.Audit.CountAsync(a => a.Subject == AuditSubject.WebhookEndpoint)));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Goes_on_in_bounded_batches_in_the_order_in_which_it_happened(StorageProvider provider)
    {
        await using var host = Endpoints.Server(provider);
        var (hook, _) = await host.EndpointAsync("http://127.0.0.1:9/");
        const int events = Fanout.Batch * Fanout.MostRounds + 2;
        var happened = await host.Store.HappenAsync(host.Clock, events);

        await host.SendDueAsync();
        Assert.Equal(Fanout.Batch * Fanout.MostRounds, (await host.DeliveriesAsync()).Count);
        await host.SendDueAsync();

        var rows = await host.DeliveriesAsync();
        Assert.Equal(events, rows.Count);
        var order = await host.Store.ReadAsync(db => db.WorkOsEvents.OrderBy(e => e.Sequence).Select(e => e.Id).ToListAsync());
        // What is due at one instant is claimed by ids.
        Assert.Equal(order, rows.OrderBy(d => d.Id).Select(d => d.EventId));
        Assert.Equal(happened.Count, rows.Select(d => d.EventId).Distinct().Count());
        Assert.All(rows, d => Assert.Equal(hook, d.EndpointId));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Leaves_out_what_happens_while_an_endpoint_is_disabled(StorageProvider provider)
    {
        await using var host = Endpoints.Server(provider);
        var (hook, _) = await host.EndpointAsync("http://127.0.0.1:9/");
        var url = $"{Hooks.Api}/{hook}";
        await host.Admin.PatchAsync(url, new { enabled = false }, HttpStatusCode.OK);
        await host.HappenAsync("dsync.user.created");
        await host.SendDueAsync();
        Assert.Empty(await host.DeliveriesAsync());

        await host.Admin.PatchAsync(url, new { enabled = true }, HttpStatusCode.OK);
        var after = await host.HappenAsync("dsync.user.updated");
        await host.SendDueAsync();

        Assert.Equal(after.Id, Assert.Single(await host.DeliveriesAsync()).EventId);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_not_taken_back_by_the_end_of_the_directory(StorageProvider provider)
    {
        await using var host = Endpoints.Server(provider);
        var directory = await host.NewDirectoryAsync();
        await host.EndpointAsync("http://127.0.0.1:9/");
        await host.HappenAsync("dsync.user.created", directory.Key);
        await host.SendDueAsync();

        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);

        Assert.Contains(await host.DeliveriesAsync(), d => d is { Event: "dsync.user.created", DueAt: not null });
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_two_nodes_at_once_makes_one(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var other = world.AnotherNode();
        for (var i = 0; i < 3; i++) await world.Store.AddEndpointAsync(world.Clock, $"http://127.0.0.1:9/{i}", [1]);
        await world.Store.HappenAsync(world.Clock, 3 * Fanout.Batch);
        using var mine = Of(world);
        using var its = Of(other);

        // In memory one of them may fail on a row that the other took meanwhile, as often as it is tried; the next look is its own.
        for (var looks = 0; looks < 3; looks++) await Task.WhenAll(Task.Run(() => LookAsync(mine)), Task.Run(() => LookAsync(its)));

        var rows = await RowsAsync(world);
        Assert.Equal(9 * Fanout.Batch, rows.Count);
        Assert.Equal(9 * Fanout.Batch, rows.Select(d => (d.EndpointId, d.EventId)).Distinct().Count());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Is_repeated_whole_when_another_write_came_between(StorageProvider provider)
    {
        var races = new Races(2);
        await using var world = await SyncWorld.OnAsync(provider, races);
        await world.Store.AddEndpointAsync(world.Clock, "http://127.0.0.1:9/", [1]);
        await world.Store.HappenAsync(world.Clock, 7);
        races.On = true;
        using var fanout = Of(world);

        await fanout.AddDueAsync(default);

        Assert.Equal(0, races.Left);
        Assert.Equal(7, (await RowsAsync(world)).Select(d => d.EventId).Distinct().Count());
        Assert.Equal(7, (await RowsAsync(world)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loses_and_doubles_nothing_when_the_node_dies_before_or_after_its_commit(bool after)
    {
        var (before, afterwards) = (new DiesBeforeCommit { On = !after }, new DiesAfterCommit { On = after });
        await using var world = await SyncWorld.OnAsync(StorageProvider.Sqlite);
        await using var dying = world.AnotherNode(after ? afterwards : before);
        await world.Store.AddEndpointAsync(world.Clock, "http://127.0.0.1:9/", [1]);
        await world.Store.HappenAsync(world.Clock, 7);
        using (var doomed = Of(dying)) await Assert.ThrowsAsync<InvalidOperationException>(() => doomed.AddDueAsync(default));
        Assert.Equal(after ? 7 : 0, (await RowsAsync(world)).Count);

        using var next = Of(world);
        await next.AddDueAsync(default);
        await next.AddDueAsync(default);

        Assert.Equal(7, (await RowsAsync(world)).Count);
        Assert.Equal(7, (await RowsAsync(world)).Select(d => d.EventId).Distinct().Count());
    }

    static Fanout Of(SyncWorld world) => new(world.Store, new SettledEvents(world.Store), world.Clock, new Injector(NullLogger<Injector>.Instance));

    static async Task LookAsync(Fanout fanout)
    {
        try
        {
            await fanout.AddDueAsync(default);
        }
        catch (DbUpdateConcurrencyException) { }
    }

    static Task<List<WebhookDelivery>> RowsAsync(SyncWorld world) => world.RowsAsync(db => db.WebhookDeliveries.AsNoTracking().OrderBy(d => d.Id));

    static bool Tells(DbContextEventData data) => data.Context!.ChangeTracker.Entries<WebhookDelivery>().Any();

    sealed class Races(int times) : SaveChangesInterceptor
    {
        public bool On { get; set; }
        public int Left { get; private set; } = times;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            On && Left > 0 && eventData.Context!.ChangeTracker.Entries<WebhookEndpoint>().Any() && Left-- > 0
                ? throw new DbUpdateConcurrencyException("Somebody else was quicker.") : ValueTask.FromResult(result);
    }

    sealed class DiesBeforeCommit : DbTransactionInterceptor
    {
        public bool On { get; init; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            On && Tells(eventData) ? throw new InvalidOperationException("It died.") : ValueTask.FromResult(result);
    }

    sealed class DiesAfterCommit : DbTransactionInterceptor
    {
        public bool On { get; init; }

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            On && Tells(eventData) ? throw new InvalidOperationException("It died.") : Task.CompletedTask;
    }
}
