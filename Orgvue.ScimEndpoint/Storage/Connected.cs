using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>A connection with one transaction that several contexts share.</summary>
abstract class Connected
{
    /// <summary>The caller disposes the transaction, then the connection.</summary>
    public abstract Task<(DbConnection, DbTransaction, Func<ScimDb>)> BeginAsync(CancellationToken ct);

    public sealed class OnSqlite(string connectionString) : Connected
    {
        public override async Task<(DbConnection, DbTransaction, Func<ScimDb>)> BeginAsync(CancellationToken ct)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(ct);
            await SqliteDurability.ApplyAsync(connection, ct);
            var transaction = connection.BeginTransaction();
            var options = Options<SqliteDb>(o => o.UseSqlite(connection));
            return (connection, transaction, () => In(transaction, new SqliteDb(options)));
        }
    }

    public sealed class OnPostgres(string connectionString) : Connected
    {
        public override async Task<(DbConnection, DbTransaction, Func<ScimDb>)> BeginAsync(CancellationToken ct)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, ct);
            var options = Options<PostgresDb>(o => o.UseNpgsql(connection).AddInterceptors(NoNul.Instance));
            return (connection, transaction, () => In(transaction, new PostgresDb(options)));
        }
    }

    static ScimDb In(DbTransaction transaction, ScimDb db)
    {
        db.Database.UseTransaction(transaction);
        return db;
    }

    static DbContextOptions<T> Options<T>(Action<DbContextOptionsBuilder<T>> use) where T : ScimDb
    {
        var options = new DbContextOptionsBuilder<T>().ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        use((DbContextOptionsBuilder<T>)options);
        return options.Options;
    }
}
