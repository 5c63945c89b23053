using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>A connection with one transaction that several contexts share.</summary>
abstract class Connected : IDisposable
{
    /// <summary>A connection of its own. The caller disposes the transaction, then the connection.</summary>
    public abstract Task<(DbConnection, DbTransaction, Func<ScimDb>)> BeginAsync(CancellationToken ct);

    /// <summary>A transaction for many writes. Where one writer is let in at a time, the caller is the one.</summary>
    public virtual async Task<Together> GatherAsync(CancellationToken ct)
    {
        var (connection, transaction, open) = await BeginAsync(ct);
        return new(open, () => transaction.CommitAsync(CancellationToken.None), async _ =>
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        });
    }

    public abstract void Dispose();

    /// <summary>
    /// Whether the newest migration was applied. It is asked without EF Core, so that a start with nothing to migrate need not make its model:
    /// a quarter of the start.
    /// </summary>
    public async Task<bool> IsUpToDateAsync(CancellationToken ct)
    {
        await using var connection = Connection();
        try
        {
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            if (Preparation is not null)
            {
                command.CommandText = Preparation;
                await command.ExecuteNonQueryAsync(ct);
            }
            command.CommandText = """SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = @id""";
            var id = command.CreateParameter();
            (id.ParameterName, id.Value) = ("@id", NewestMigration);
            command.Parameters.Add(id);
            return await command.ExecuteScalarAsync(ct) is not null;
        }
        catch (DbException)
        {
            // A new database has no history; what else is wrong with it, the migration will say.
            return false;
        }
    }

    protected abstract DbConnection Connection();

    protected abstract string NewestMigration { get; }

    /// <summary>What a database may have lost without losing a row, as a file that was restored.</summary>
    protected virtual string? Preparation => null;

    public sealed class OnSqlite(string connectionString) : Connected
    {
        readonly DiskThread _disk = new();
        SqliteWriter? _writer;

        protected override string NewestMigration => SqliteDb.NewestMigration;

        protected override string Preparation => SqliteDurability.WriteAheadLog;

        protected override DbConnection Connection() => new SqliteConnection(connectionString);

        public override async Task<(DbConnection, DbTransaction, Func<ScimDb>)> BeginAsync(CancellationToken ct)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(ct);
            await SqliteDurability.ApplyAsync(connection, ct);
            var transaction = connection.BeginTransaction();
            var options = Options<SqliteDb>(o => o.UseSqlite(connection));
            return (connection, transaction, () => In(transaction, new SqliteDb(options)));
        }

        public override async Task<Together> GatherAsync(CancellationToken ct)
        {
            var writer = _writer ??= await SqliteWriter.OpenAsync(connectionString, ct);
            try
            {
                var transaction = writer.Begin();
                return new(writer.Open, () => _disk.RunAsync(transaction.Commit), committed =>
                {
                    if (!committed) Forget(writer);
                    return ValueTask.CompletedTask;
                });
            }
            catch
            {
                Forget(writer);
                throw;
            }
        }

        // After a commit that failed, or none, nobody knows what state it is in: another is opened when it is needed.
        void Forget(SqliteWriter writer)
        {
            _writer = null;
            writer.Dispose();
        }

        public override void Dispose()
        {
            _writer?.Dispose();
            _disk.Dispose();
            // The last connection that is closed puts the log into the file and deletes it: the next start sees that nothing crashed.
            using var connection = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(connection);
        }
    }

    public sealed class OnPostgres(string connectionString) : Connected
    {
        protected override string NewestMigration => PostgresDb.NewestMigration;

        protected override DbConnection Connection() => new NpgsqlConnection(connectionString);

        public override async Task<(DbConnection, DbTransaction, Func<ScimDb>)> BeginAsync(CancellationToken ct)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, ct);
            var options = Options<PostgresDb>(o => o.UseNpgsql(connection).AddInterceptors(NoNul.Instance));
            return (connection, transaction, () => In(transaction, new PostgresDb(options)));
        }

        public override void Dispose() { }
    }

    static ScimDb In(DbTransaction transaction, ScimDb db)
    {
        db.Database.UseTransaction(transaction);
        return db;
    }

    static DbContextOptions<T> Options<T>(Action<DbContextOptionsBuilder<T>> use) where T : ScimDb
    {
        var options = new DbContextOptionsBuilder<T>().ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning, CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        use((DbContextOptionsBuilder<T>)options);
        return options.Options;
    }
}
