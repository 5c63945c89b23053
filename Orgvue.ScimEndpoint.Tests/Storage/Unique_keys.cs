using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>What must be there once is kept so by the database too, whatever the code forgets to ask.</summary>
public sealed class Unique_keys
{
    static readonly DateTimeOffset Now = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_users_are_the_databases_too(StorageProvider provider)
    {
        // The in-memory storage has no indexes; docs/operating.md says so.
        if (provider == StorageProvider.InMemory) return;
        await using var host = new Host(provider);
        var (one, other) = (await host.NewDirectoryAsync("One"), await host.NewDirectoryAsync("Other", tenants: new TestTenant("BETA")));
        await AddAsync(host.Store, one.Key);
        await AddAsync(host.Store, other.Key);

        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(host.Store, one.Key));
    }

    static Task AddAsync(Store store, int directory) => store.WriteAsync(db =>
    {
        db.Add(new DirectoryUser
        {
            DirectoryKey = directory, Id = NewId.At(TimeProvider.System), UserName = "ann", UserNameKey = "ann", Document = "{}", CreatedAt = Now, UpdatedAt = Now,
        });
        return Task.CompletedTask;
    }, CancellationToken.None);
}
