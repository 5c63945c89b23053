using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>How a provider is asked.</summary>
abstract class Dialect
{
    /// <summary>How many open sessions are worth keeping for the next caller; a provider with a pool of its own keeps better.</summary>
    public abstract int KeptSessions { get; }

    public abstract ValueTask<DirectStatements> OpenAsync(CancellationToken ct);

    public sealed class Sqlite : Dialect
    {
        // Callers take turns here, so SQLite's own locks would only cost.
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;

        // A page of the file that is not in the connection's own cache costs a copy from the system's; the cache costs memory.
        const string Pragmas = "PRAGMA query_only = 1; PRAGMA cache_size = -4000; PRAGMA busy_timeout = 5000;";

        readonly string _file;

        Sqlite(string file) => _file = file;

        /// <summary>Null for a database that is no file: another connection would not see it.</summary>
        public static Sqlite? Of(string connectionString)
        {
            var parts = new SqliteConnectionStringBuilder(connectionString);
            var isFile = parts.Mode != SqliteOpenMode.Memory && parts.Cache != SqliteCacheMode.Shared && parts.DataSource.Length > 0
                && !parts.DataSource.StartsWith(':') && !parts.DataSource.StartsWith("file:", StringComparison.Ordinal);
            return isFile ? new(parts.DataSource) : null;
        }

        public override int KeptSessions => Math.Clamp(Environment.ProcessorCount, 4, 8);

        public override ValueTask<DirectStatements> OpenAsync(CancellationToken ct)
        {
            var opened = raw.sqlite3_open_v2(_file, out var database, Flags, null);
            var statements = new SqliteStatements(_file, database);
            try
            {
                statements.Check(opened);
                statements.Check(raw.sqlite3_exec(database, Pragmas));
                SqlitePlans.Keep(database);
            }
            catch
            {
                statements.Close();
                throw;
            }
            return new(statements);
        }
    }

    public sealed class Postgres(string connectionString) : Dialect
    {
        public override int KeptSessions => 0;

        public override async ValueTask<DirectStatements> OpenAsync(CancellationToken ct)
        {
            DbConnection connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            return new PostgresStatements(connection);
        }
    }
}
