using Npgsql;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>A database that nodes share, looked at from beside: what they say themselves proves less.</summary>
sealed class Database : IAsyncDisposable
{
    readonly NpgsqlDataSource _source;
    readonly string _server;

    Database(string server, string name)
    {
        (_server, Name) = (server, name);
        Address = new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Address) { MaxPoolSize = 8, ApplicationName = "beside" });
    }

    public string Name { get; }
    public string Address { get; }

    public static async Task<Database> NewAsync(string server, string name)
    {
        await CommandAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await CommandAsync(server, $"CREATE DATABASE {name}");
        return new(server, name);
    }

    public async Task<T?> ValueAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(_source.CreateCommand(sql), values);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default;
    }

    /// <summary>All of it as one text, to be compared.</summary>
    public async Task<string> TextAsync(string sql, params object[] values)
    {
        var lines = new List<string>();
        await using var command = Command(_source.CreateCommand(sql), values);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            lines.Add(string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return string.Join('\n', lines);
    }

    /// <summary>Keeps the locks that the statement takes until it is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string sql, params object[] values)
    {
        var connection = await _source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = Command(new NpgsqlCommand(sql, connection, transaction), values);
        await command.ExecuteNonQueryAsync();
        return new Held(connection, transaction);
    }

    /// <summary>How many sessions of nodes wait for a lock in this database.</summary>
    public Task<long> WaitingAsync() => ValueAsync<long>("""
        SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock' AND application_name <> 'beside'
        """, Name);

    static NpgsqlCommand Command(NpgsqlCommand command, object[] values)
    {
        foreach (var value in values) command.Parameters.AddWithValue(value);
        return command;
    }

    static async Task CommandAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await CommandAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.RollbackAsync();
            await connection.DisposeAsync();
        }
    }
}
