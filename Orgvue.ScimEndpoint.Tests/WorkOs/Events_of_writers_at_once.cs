using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.Tests.WorkOs.Webhooks;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>PostgreSQL gives events their places as they are written and shows them as transactions end: in another order.</summary>
public sealed class Events_of_writers_at_once
{
    [SkippableFact]
    public async Task Are_passed_over_by_no_reader()
    {
        await using var host = On();
        var (slow, quick) = (await host.NewDirectoryAsync("Slow"), await host.NewDirectoryAsync("Quick", tenants: new TestTenant("QUICK")));
        var client = host.ClientWith(Emulated.Key);
        var read = await ReadAsync(client, null);
        Assert.Equal(["dsync.activated", "dsync.activated"], read.Select(e => e.Name).Where(n => n == "dsync.activated"));

        await using var first = await Unfinished.RenameAsync(host, slow.Key, "Slower");
        await quick.UserAsync("zoe");
        // The second has the later place and is there already.
        Assert.Contains(await host.PayloadsAsync(), p => p.Contains("dsync.user.created", StringComparison.Ordinal));
        read.AddRange(await ReadAsync(client, read[^1].Id));
        await first.CommitAsync();
        read.AddRange(await ReadAsync(client, read[^1].Id));

        Assert.Equal(await host.PayloadsAsync(), read.Select(e => e.Payload));
        Assert.Contains("dsync.activated", read.TakeLast(2).Select(e => e.Name));
    }

    [SkippableFact]
    public async Task Are_passed_over_by_no_webhook()
    {
        await using var host = On();
        var slow = await host.NewDirectoryAsync("Slow");
        var (hook, _) = await host.EndpointAsync("http://127.0.0.1:9/");

        await using var first = await Unfinished.RenameAsync(host, slow.Key, "Slower");
        await host.HappenAsync("dsync.user.created");
        await host.SendDueAsync();
        Assert.Empty(await host.DeliveriesAsync());
        await first.CommitAsync();
        await host.SendDueAsync();

        Assert.Equal(["dsync.activated", "dsync.user.created"], (await host.DeliveriesAsync()).OrderBy(d => d.Id).Select(d => d.Event));
        Assert.All(await host.DeliveriesAsync(), d => Assert.Equal(hook, d.EndpointId));
    }

    [SkippableFact]
    public async Task Are_read_on_where_one_of_them_was_taken_back()
    {
        await using var host = On();
        var (slow, quick) = (await host.NewDirectoryAsync("Slow"), await host.NewDirectoryAsync("Quick", tenants: new TestTenant("QUICK")));

        await using (await Unfinished.RenameAsync(host, slow.Key, "Slower")) await quick.UserAsync("zoe");

        Assert.Equal(await host.PayloadsAsync(), (await ReadAsync(host.ClientWith(Emulated.Key), null)).Select(e => e.Payload));
    }

    static Host On()
    {
        Skip.If(PostgresServer.Address is null, "Only PostgreSQL has several writers at once.");
        return new(StorageProvider.PostgreSql, ("WorkOs:ApiKey", Emulated.Key), ("Notifications:AllowPrivateNetworks", "true"));
    }

    static async Task<List<(string Id, string Name, string Payload)>> ReadAsync(HttpClient client, string? after)
    {
        var page = JsonNode.Parse(await client.GetStringAsync($"/events?limit=100{(after is null ? "" : $"&after={after}")}"))!;
        return [.. page["data"]!.AsArray().Select(e => ((string)e!["id"]!, (string)e["event"]!, ExactText(e)))];
    }

    static string ExactText(JsonNode e) => Orgvue.ScimEndpoint.WorkOs.Wire.ExactJson.Text(e);

    /// <summary>A write of the store that has drawn its event's place and does not end before it is told to.</summary>
    sealed class Unfinished : IAsyncDisposable
    {
        readonly TaskCompletionSource _drawn = new(), _end = new();
        Task _writing = Task.CompletedTask;

        /// <summary>Unlinks a directory and links it again, which WorkOS tells of as an activation.</summary>
        public static async Task<Unfinished> RenameAsync(Host host, int directory, string name)
        {
            await host.Store.WriteAsync(async db => (await db.Directories.SingleAsync(d => d.Key == directory)).State = Model.DirectoryState.Unlinked, default);
            var unfinished = new Unfinished();
            unfinished._writing = Task.Run(() => host.Store.WriteAsync(async db =>
            {
                var row = await db.Directories.SingleAsync(d => d.Key == directory);
                (row.State, row.Name) = (Model.DirectoryState.Linked, name);
                await db.SaveChangesAsync();
                unfinished._drawn.TrySetResult();
                await unfinished._end.Task;
            }, default));
            await Task.WhenAny(unfinished._drawn.Task, unfinished._writing);
            return unfinished;
        }

        public async Task CommitAsync()
        {
            _end.TrySetResult();
            await _writing;
        }

        public async ValueTask DisposeAsync()
        {
            _end.TrySetException(new InvalidOperationException("Taken back."));
            await _writing.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
