using System.Data.Common;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>Npgsql prepares what a connection is asked for twice, and keeps that across its pool: a statement that is known is neither sent nor planned.</summary>
sealed class PostgresStatements(DbConnection connection) : DirectStatements
{
    /// <summary>Seconds. A few rows by their key are there at once, or the server cannot be reached: the client is told so, and comes again.</summary>
    const int Patience = 10;

    public override async ValueTask<List<T>> AllAsync<T>(string sql, object[] values, Func<IDirectRow, T> read, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, Patience);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{i}", values[i]);
            command.Parameters.Add(parameter);
        }
        var found = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        var row = new Row(rows);
        while (await rows.ReadAsync(ct)) found.Add(read(row));
        return found;
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    sealed class Row(DbDataReader row) : IDirectRow
    {
        public bool IsNull(int column) => row.IsDBNull(column);

        public bool Flag(int column) => row.GetBoolean(column);

        public int Int(int column) => row.GetInt32(column);

        public long Long(int column) => row.GetInt64(column);

        public string Text(int column) => row.GetString(column);

        public byte[] Bytes(int column) => row.GetFieldValue<byte[]>(column);

        public Guid Id(int column) => row.GetGuid(column);

        public DateTimeOffset Instant(int column) => new(DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc));
    }
}
