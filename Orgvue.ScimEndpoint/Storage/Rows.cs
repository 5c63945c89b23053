using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>What the providers do differently, asked for by its meaning.</summary>
public static class Rows
{
    const int SqliteBusy = 5;
    const int SqliteLocked = 6;
    const int SqliteReadOnly = 8;
    const int SqliteInputOutput = 10;
    const int SqliteFull = 13;
    const int SqliteCannotOpen = 14;
    const int SqliteConstraint = 19;
    const string IdleInTransaction = "25P03";
    const string IdleSession = "57P05";

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
    public static async Task<IDbContextTransaction> BeginSnapshotAsync(this ScimDb db, CancellationToken ct)
    {
        // Microsoft.Data.Sqlite defers the write lock for this level alone; what is read is still one snapshot of the write-ahead log.
        var transaction = await db.Database.BeginTransactionAsync(db.Database.IsSqlite() ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead, ct);
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync(
                $"SELECT set_config('idle_in_transaction_session_timeout', {PostgresSession.Text(PostgresSession.PatienceWithReaders)}, true)", ct);
        return transaction;
    }

    /// <summary>
    /// A transaction for writing: whatever else is written meanwhile, it ends as if it had been alone, or fails as a race. SQLite lets one
    /// writer in at a time; PostgreSQL is asked for just that.
    /// </summary>
    /// <param name="guarded">Its rows have guards of their own; see <see cref="Store.WriteGuardedAsync{T}"/>.</param>
    public static Task<IDbContextTransaction> BeginWriteAsync(this ScimDb db, bool guarded, CancellationToken ct) => db.Database.IsNpgsql()
        ? db.Database.BeginTransactionAsync(guarded ? IsolationLevel.RepeatableRead : IsolationLevel.Serializable, ct)
        : db.Database.BeginTransactionAsync(ct);

    /// <summary>
    /// Whether a transaction that is not over has the lease of a directory's run: it is alive, or PostgreSQL is about to end it. Whoever would
    /// wait for it would keep other directories waiting.
    /// </summary>
    public static async Task<bool> IsBeingRunAsync(this ScimDb db, int directory, CancellationToken ct) =>
        db.Database.IsNpgsql()
        && (await db.Database.SqlQuery<int>($"""SELECT "DirectoryKey" AS "Value" FROM "Leases" WHERE "DirectoryKey" = {directory} FOR UPDATE SKIP LOCKED""")
            .ToListAsync(ct)).Count == 0;

    /// <summary>Whether other nodes write to the same server at the same time.</summary>
    public static bool SharesServer(this ScimDb db) => db.Database.IsNpgsql();

    /// <summary>
    /// Renews a lease that nobody is writing, in one statement. A transaction that waited for the run's own would have the row after it, and a
    /// node that fell silent would keep it for twice as long.
    /// </summary>
    public static Task RenewIfFreeAsync(this ScimDb db, int directory, string owner, DateTimeOffset until, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            UPDATE "Leases" SET "Until" = {until}, "Version" = "Version" + 1 WHERE "DirectoryKey" =
                (SELECT "DirectoryKey" FROM "Leases" WHERE "DirectoryKey" = {directory} AND "Owner" = {owner} FOR UPDATE SKIP LOCKED)
            """, ct);

    /// <summary>
    /// The instant by which nodes judge one another's leases: where they share a server, that server's, since their own clocks differ. A
    /// clock that a test moves is the only one there is.
    /// </summary>
    public static async ValueTask<DateTimeOffset> NowAsync(this ScimDb db, TimeProvider clock, CancellationToken ct) =>
        db.Database.IsNpgsql() && ReferenceEquals(clock, TimeProvider.System)
            ? new(await db.Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(ct), TimeSpan.Zero)
            : clock.GetUtcNow();

    /// <summary>
    /// Whether the database cannot serve now and may later: another process held it for longer than a command waits, it cannot be reached, its disk is full
    /// or does not answer. Nothing was changed.
    /// </summary>
    public static bool IsBusy(Exception e) => Inner(e).Any(i => i switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteInputOutput or SqliteFull or SqliteCannotOpen,
        PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or IdleInTransaction or IdleSession or PostgresErrorCodes.QueryCanceled
                or PostgresErrorCodes.IoError or PostgresErrorCodes.ReadOnlySqlTransaction
        } => true,
        NpgsqlException npgsql => npgsql.IsTransient && !IsRace(e),
        _ => false,
    });

    /// <summary>Whether another write got in between: the same work, begun again, may well succeed.</summary>
    public static bool IsRace(Exception e) => e is DbUpdateConcurrencyException || Inner(e).Any(i => i switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        _ => false,
    });

    // EF wraps what the provider calls transient once more.
    static IEnumerable<Exception> Inner(Exception? e)
    {
        for (; e is not null; e = e.InnerException) yield return e;
    }
}
