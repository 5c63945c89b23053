using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Those who write a SQLite file use one connection, one after the other; what went wrong on it does not stay.</summary>
public sealed class The_writers_connection
{
    [Fact]
    public async Task Serves_one_write_after_the_other()
    {
        await using var host = new Host(StorageProvider.Sqlite);

        var first = await WriteAsync(host.Store, 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(host.Store, 2, _ => throw new InvalidOperationException("Refused.")));
        var third = await WriteAsync(host.Store, 3);

        Assert.Same(first, third);
        Assert.Equal(["1", "3"], await KeptAsync(host.Store));
    }

    [Fact]
    public async Task Is_replaced_after_a_transaction_that_the_database_gave_up()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var (gate, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        DbConnection? broken = null;

        var first = WriteAsync(host.Store, 1, async _ => { begun.SetResult(); await gate.Task; });
        await begun.Task;
        // As SQLite does when the disk is full: what shared the transaction is gone with it.
        var second = WriteAsync(host.Store, 2, async db =>
        {
            broken = db.Database.GetDbConnection();
            await db.Database.ExecuteSqlRawAsync("ROLLBACK");
            throw new InvalidOperationException("The disk is full.");
        });
        var third = WriteAsync(host.Store, 3);
        gate.SetResult();

        foreach (var write in new Task[] { first, second, third }) await Assert.ThrowsAnyAsync<Exception>(() => write);
        Assert.NotSame(broken, await WriteAsync(host.Store, 4));
        Assert.Equal(["4"], await KeptAsync(host.Store));
    }

    [Fact]
    public async Task Is_replaced_after_work_together_that_was_given_up()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var before = await WriteAsync(host.Store, 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.TogetherAsync(async () =>
        {
            Assert.Same(before, await WriteAsync(host.Store, 2));
            throw new InvalidOperationException("Refused.");
        }, CancellationToken.None));

        await WriteAsync(host.Store, 3);
        Assert.Equal(["1", "3"], await KeptAsync(host.Store));
    }

    static Task<DbConnection> WriteAsync(Store store, int n, Func<ScimDb, Task>? then = null) => store.WriteAsync(async db =>
    {
        db.Add(new Setting { Name = $"{n}", Value = "" });
        if (then is not null) await then(db);
        return db.Database.GetDbConnection();
    }, CancellationToken.None);

    static Task<List<string>> KeptAsync(Store store) => store.ReadAsync(db => db.Settings
        .Where(s => s.Name.Length == 1).OrderBy(s => s.Name).Select(s => s.Name).ToListAsync());
}
