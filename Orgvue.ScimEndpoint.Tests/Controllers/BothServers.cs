using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>A server on each storage, with a user and a group: enough for tests in which nothing may change.</summary>
public sealed class BothServers : IAsyncLifetime, IAsyncDisposable
{
    readonly Dictionary<StorageProvider, Inhabited> _servers = [];

    public Inhabited this[StorageProvider provider] => _servers[provider];

    public async Task InitializeAsync()
    {
        foreach (var provider in Host.Storages)
            _servers[provider] = await Inhabited.StartAsync(provider);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.Host.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}

/// <summary>A server with two directories; one has the user ada in the group user, the other a stranger.</summary>
public sealed record Inhabited(Host Host, TestDirectory Directory, TestDirectory Other, string User, string Group, string Stranger)
{
    public static async Task<Inhabited> StartAsync(StorageProvider provider)
    {
        var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var other = await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM"));
        var user = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user", user);
        var stranger = await other.UserAsync("stranger");
        await host.AfterTheDelayAsync();
        return new(host, directory, other, user, group, stranger);
    }

    /// <summary>Everything that a refused or an idle request must leave as it is.</summary>
    public Task<string> EverythingAsync() => Host.Store.ReadAsync(async db => string.Join('\n',
    [
        .. (await db.Users.AsNoTracking().OrderBy(u => u.Id).ToListAsync()).Select(u => $"{u.Id} {u.Version} {u.UpdatedAt:O} {u.Document}"),
        .. (await db.Groups.AsNoTracking().OrderBy(g => g.Id).ToListAsync()).Select(g => $"{g.Id} {g.Version} {g.UpdatedAt:O} {g.Document}"),
        .. (await db.Members.AsNoTracking().OrderBy(m => m.GroupId).ThenBy(m => m.MemberId).ToListAsync()).Select(m => $"{m.GroupId} {m.MemberId}"),
        $"{await db.Changes.CountAsync()} changes",
    ]));
}
