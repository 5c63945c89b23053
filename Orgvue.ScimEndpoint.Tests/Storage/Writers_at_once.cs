using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Those who write a SQLite file at the same time share a transaction; each is answered for his own work alone (ADR 13).</summary>
public sealed class Writers_at_once
{
    const int Many = 40;

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keep_what_was_answered_and_nothing_of_what_was_refused(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (gate, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        var seenAtOnce = new ConcurrentDictionary<int, bool>();

        var first = host.Store.WriteAsync(async db =>
        {
            db.Add(Row(0));
            begun.TrySetResult();
            await gate.Task;
        }, CancellationToken.None);
        await begun.Task;
        var others = Enumerable.Range(1, Many).Select(async n =>
        {
            try
            {
                await host.Store.WriteAsync(async db =>
                {
                    db.Add(Row(n));
                    await db.SaveChangesAsync();
                    if (n % 3 == 0) throw new InvalidOperationException("Refused.");
                }, CancellationToken.None);
                seenAtOnce[n] = await host.Store.ReadAsync(db => db.Settings.AnyAsync(s => s.Name == Row(n).Name));
            }
            catch (InvalidOperationException) when (n % 3 == 0) { }
        }).ToList();
        gate.SetResult();
        await Task.WhenAll(others.Prepend(first));

        var kept = await host.Store.ReadAsync(db => db.Settings.Where(s => s.Name.StartsWith("writer")).Select(s => s.Name).ToListAsync());
        // In memory nothing that was saved can be taken back.
        var expected = Enumerable.Range(0, Many + 1).Where(n => n == 0 || n % 3 != 0 || provider == StorageProvider.InMemory).Select(n => Row(n).Name);
        Assert.Equal(expected.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, Many).Where(n => n % 3 != 0), seenAtOnce.Where(s => s.Value).Select(s => s.Key).Order());
    }

    [Fact]
    public async Task Share_transactions_on_SQLite()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var (gate, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        var transactions = new ConcurrentDictionary<DbTransaction, int>(ReferenceEqualityComparer.Instance);

        Task WriteAsync(int n, Func<Task> meanwhile) => host.Store.WriteAsync(async db =>
        {
            transactions.AddOrUpdate(db.Database.CurrentTransaction!.GetDbTransaction(), 1, (_, writers) => writers + 1);
            db.Add(Row(n));
            await meanwhile();
        }, CancellationToken.None);

        var first = WriteAsync(0, async () => { begun.TrySetResult(); await gate.Task; });
        await begun.Task;
        var others = Enumerable.Range(1, Many).Select(n => WriteAsync(n, () => Task.CompletedTask)).ToList();
        gate.SetResult();
        await Task.WhenAll(others.Prepend(first));

        Assert.Equal(Many + 1, transactions.Values.Sum());
        Assert.Equal(Many + 1, Assert.Single(transactions).Value);
    }

    [Fact]
    public async Task Go_on_when_one_of_them_leaves()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var (gate, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var left = new CancellationTokenSource();

        var first = host.Store.WriteAsync(async db => { db.Add(Row(0)); begun.TrySetResult(); await gate.Task; }, CancellationToken.None);
        await begun.Task;
        var last = host.Store.WriteAsync(db => { db.Add(Row(1)); return Task.CompletedTask; }, left.Token);
        await left.CancelAsync();
        gate.SetResult();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
        Assert.Equal(["writer 000"], await host.Store.ReadAsync(db => db.Settings.Where(s => s.Name.StartsWith("writer")).Select(s => s.Name).ToListAsync()));
        await host.Store.WriteAsync(db => { db.Add(Row(2)); return Task.CompletedTask; }, CancellationToken.None);
    }

    static Setting Row(int n) => new() { Name = $"writer {n:D3}", Value = "" };
}
