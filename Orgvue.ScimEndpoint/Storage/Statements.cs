using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Statements of a SQLite connection, each prepared once.</summary>
sealed class Statements(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>What they are carried out in.</summary>
    public SqliteTransaction? Transaction { get; set; }

    /// <summary>The key that the last row got from SQLite.</summary>
    public long LastKey => raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>Returns how many rows were written.</summary>
    /// <param name="sql">A fixed text, whose parameters are named $0, $1 and so on: every text is kept.</param>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        var command = With(sql, values);
        return Told(command, command.ExecuteNonQuery());
    }

    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var (command, found) = (With(sql, values), new List<T>());
        using (var rows = command.ExecuteReader())
            while (rows.Read()) found.Add(read(rows));
        Told(command, found.Count);
        return found;
    }

    public bool Any(string sql, params ReadOnlySpan<object?> values)
    {
        var command = With(sql, values);
        using var rows = command.ExecuteReader();
        return Told(command, rows.Read() ? 1 : 0) > 0;
    }

    int Told(SqliteCommand command, int rows)
    {
        if (StatementRun.IsWanted)
            StatementRun.Tell(new(connection.DataSource, command.CommandText, [.. command.Parameters.Cast<SqliteParameter>().Select(p => (p.ParameterName, p.Value))], rows));
        return rows;
    }

    SqliteCommand With(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command)) _prepared[sql] = command = Prepare(sql, values.Length);
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    SqliteCommand Prepare(string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Ours, every one.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter($"${i}", null));
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }
}
