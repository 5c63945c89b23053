using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>What a database wants otherwise than another in a statement that is written by hand.</summary>
abstract class Dialect
{
    /// <summary>Whether an open connection is worth keeping for the next caller; a provider with a pool of its own keeps better.</summary>
    public abstract int KeptConnections { get; }

    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>An id as a parameter.</summary>
    public abstract object Of(Guid id);

    public abstract Guid Id(DbDataReader row, int column);

    public static DateTimeOffset Instant(DbDataReader row, int column) => new(DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc));

    /// <summary>A text as its bytes in UTF-8, which is how both databases keep it.</summary>
    public static byte[] Utf8(DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public sealed class Sqlite(string connectionString) : Dialect
    {
        // Reading a page of the file that another connection has read costs a copy from the system's cache; each connection's own costs memory.
        const string Pragmas = "PRAGMA query_only = 1; PRAGMA cache_size = -4000;";

        public override int KeptConnections => Math.Clamp(Environment.ProcessorCount, 2, 8);

        public override async ValueTask<DbConnection> OpenAsync(CancellationToken ct)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }

        public override object Of(Guid id) => id.ToByteArray(bigEndian: true);

        public override Guid Id(DbDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);
    }

    public sealed class Postgres(string connectionString) : Dialect
    {
        public override int KeptConnections => 0;

        public override async ValueTask<DbConnection> OpenAsync(CancellationToken ct)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            return connection;
        }

        public override object Of(Guid id) => id;

        public override Guid Id(DbDataReader row, int column) => row.GetGuid(column);
    }
}
