using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// The connection that all writers of a SQLite file use, one after the other: it stays open, and so do the statements and the contexts that
/// were made for it. Used by whoever has the writers' turn.
/// </summary>
sealed class SqliteWriter : IDisposable
{
    // Savepoints keep what was there before in a file of their own, unless told to keep it in memory. There, each statement within a savepoint walks a list of all that the savepoint
    // keeps when it ends (memjrnlTruncate): nothing while it is short, and nearly all of the time once thousands of pages were changed. Who writes much does it without one. Pages: 32 MB instead of 2. A run that writes many accounts comes to the pages of
    // their indexes in no order; with a small cache each was read and written out again for one row. Filled as it is needed.
    const string Pragmas = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;";

    // A write may read by another context than it writes with; more than a few are never open at once.
    const int Contexts = 8;

    readonly SqliteConnection _connection;
    readonly Statements _statements;
    readonly PooledDbContextFactory<SqliteDb> _contexts;

    SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new(connection);
        _contexts = new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connection)
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning, CoreEventId.RowLimitingOperationWithoutOrderByWarning)).Options, Contexts);
    }

    public static async Task<SqliteWriter> OpenAsync(string connectionString, CancellationToken ct)
    {
        // It is not to come back from a pool when it was thrown away because something was wrong with it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(ct);
            await SqliteDurability.ApplyAsync(connection, ct);
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(ct);
            SqlitePlans.Keep(connection.Handle!);
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public SqliteTransaction Begin() => _statements.Transaction = _connection.BeginTransaction();

    /// <summary>A context within the transaction that was begun last.</summary>
    public ScimDb Open()
    {
        var db = _contexts.CreateDbContext();
        db.Database.UseTransaction(_statements.Transaction);
        db.Direct = _statements;
        return db;
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }
}
