using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>What the providers do differently, asked for by its meaning.</summary>
public static class Rows
{
    const int SqliteBusy = 5;
    const int SqliteLocked = 6;
    const int SqliteConstraint = 19;

    /// <summary>Deletes rows without loading them where the provider can; where it cannot, they go with the next save.</summary>
    public static async Task DeleteAsync<T>(this ScimDb db, IQueryable<T> rows, CancellationToken ct) where T : class
    {
        if (typeof(T) == typeof(AuditEntry)) throw new InvalidOperationException("An audit entry is never deleted.");
        // A dry run wants to see what goes.
        if (db.Database.IsRelational() && DryRun.Current is null) await rows.ExecuteDeleteAsync(ct);
        else db.RemoveRange(await rows.ToListAsync(ct));
    }

    /// <summary>Gives every change that no finished batch has taken to this batch.</summary>
    public static async Task TakeAsync(this ScimDb db, IQueryable<Change> changes, Guid batch, CancellationToken ct)
    {
        if (db.Database.IsRelational())
            await changes.ExecuteUpdateAsync(set => set.SetProperty(c => c.Batch, batch), ct);
        else
            foreach (var change in await changes.ToListAsync(ct))
                change.Batch = batch;
    }

    /// <summary>A transaction in which reads agree and which keeps no writer waiting.</summary>
    public static Task<IDbContextTransaction> BeginSnapshotAsync(this ScimDb db, CancellationToken ct) =>
        // Microsoft.Data.Sqlite defers the write lock for this level alone; what is read is still one snapshot of the write-ahead log.
        db.Database.BeginTransactionAsync(db.Database.IsSqlite() ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead, ct);

    /// <summary>Whether another process held the database for longer than a command waits.</summary>
    public static bool IsBusy(Exception e) =>
        (e as SqliteException ?? e.InnerException as SqliteException) is { SqliteErrorCode: SqliteBusy or SqliteLocked };

    public static bool IsDuplicateKey(DbUpdateException e) =>
        e.InnerException is SqliteException { SqliteErrorCode: SqliteConstraint };
}
