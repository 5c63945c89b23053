using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>A row that a dry run added (no before), changed, or deleted (no after).</summary>
public sealed record RowChange(object? Before, object? After);

/// <summary>What the store works on while nothing may stay: one transaction that is rolled back, or a copy of the directory's rows.</summary>
public sealed class DryRun : IAsyncDisposable
{
    const string Savepoint = "write";
    static readonly AsyncLocal<DryRun?> Ambient = new();

    readonly Func<ScimDb> _open;
    readonly Func<ValueTask> _discard;
    readonly List<RowChange> _changes = [];

    DryRun(Func<ScimDb> open, Func<ValueTask> discard) => (_open, _discard) = (open, discard);

    /// <summary>The dry run that the current flow is part of.</summary>
    public static DryRun? Current => Ambient.Value;

    /// <summary>What was written so far, in order, by writes that were not refused.</summary>
    public IReadOnlyList<RowChange> Changes => _changes;

    internal ScimDb Open() => _open();

    internal void Enter() => Ambient.Value = this;

    /// <summary>A write transaction of a connection of its own. On SQLite the caller holds the writers' gate.</summary>
    internal static async Task<DryRun> InTransactionAsync(Connected connected, CancellationToken ct)
    {
        var (connection, transaction, open) = await connected.BeginAsync(ct);
        return new(open, DiscardAsync);

        async ValueTask DiscardAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>In memory, where nothing can be rolled back: the directory's rows in a store of their own.</summary>
    internal static async Task<DryRun> OnCopyAsync(ScimDb from, string name, int directory, CancellationToken ct)
    {
        var options = new DbContextOptionsBuilder<InMemoryDb>().UseInMemoryDatabase(name + "/dry-run")
            .ConfigureWarnings(w => w.Ignore(InMemoryEventId.TransactionIgnoredWarning)).Options;
        await using var copy = new InMemoryDb(options);
        await copy.Database.EnsureDeletedAsync(ct);
        await CopyAsync(from.Directories.Where(d => d.Key == directory));
        await CopyAsync(from.Schemas.Where(s => s.DirectoryKey == directory));
        await CopyAsync(from.Users.Where(u => u.DirectoryKey == directory));
        await CopyAsync(from.UserEmails.Where(e => e.DirectoryKey == directory));
        await CopyAsync(from.Groups.Where(g => g.DirectoryKey == directory));
        await CopyAsync(from.Members.Where(m => m.DirectoryKey == directory));
        await CopyAsync(from.UniqueValues.Where(v => v.DirectoryKey == directory));
        await copy.SaveChangesAsync(ct);
        return new(() => new InMemoryDb(options), DiscardAsync);

        async Task CopyAsync<T>(IQueryable<T> rows) where T : class => copy.AddRange(await rows.AsNoTracking().ToListAsync(ct));

        async ValueTask DiscardAsync()
        {
            await using var used = new InMemoryDb(options);
            await used.Database.EnsureDeletedAsync(CancellationToken.None);
        }
    }

    /// <summary>As a write of the store, all or nothing, but nobody else sees it.</summary>
    internal async Task<T> WriteAsync<T>(Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        await using var db = Open();
        db.SavingChanges += (_, _) => Note(db);
        var (before, transaction) = (_changes.Count, db.Database.CurrentTransaction);
        if (transaction is not null) await transaction.CreateSavepointAsync(Savepoint, ct);
        try
        {
            var result = await work(db);
            await db.SaveChangesAsync(ct);
            return result;
        }
        catch
        {
            if (transaction is not null) await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
            _changes.RemoveRange(before, _changes.Count - before);
            throw;
        }
    }

    void Note(ScimDb db)
    {
        db.ChangeTracker.DetectChanges();
        foreach (var entry in db.ChangeTracker.Entries())
            switch (entry.State)
            {
                case EntityState.Added:
                    _changes.Add(new(null, entry.CurrentValues.ToObject()));
                    break;
                case EntityState.Modified:
                    _changes.Add(new(entry.OriginalValues.ToObject(), entry.CurrentValues.ToObject()));
                    break;
                case EntityState.Deleted:
                    _changes.Add(new(entry.OriginalValues.ToObject(), null));
                    break;
                default:
                    break;
            }
    }

    public ValueTask DisposeAsync()
    {
        Ambient.Value = null;
        return _discard();
    }
}
