using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Statements of a SQLite connection, each prepared once: preparing one costs several times what carrying it out does.</summary>
sealed class Statements(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>What they are carried out in.</summary>
    public SqliteTransaction? Transaction { get; set; }

    /// <summary>Returns how many rows were written.</summary>
    /// <param name="sql">A fixed text, whose parameters are named $0, $1 and so on: every text is kept.</param>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => With(sql, values).ExecuteNonQuery();

    /// <summary>The caller reads to the end and disposes the reader before the same statement is wanted again.</summary>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<object?> values) => With(sql, values).ExecuteReader();

    public bool Any(string sql, params ReadOnlySpan<object?> values)
    {
        using var rows = Read(sql, values);
        return rows.Read();
    }

    /// <summary>The key that the last row got from SQLite.</summary>
    public long LastKey => raw.sqlite3_last_insert_rowid(connection.Handle);

    SqliteCommand With(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command)) _prepared[sql] = command = Prepare(sql, values.Length);
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    SqliteCommand Prepare(string sql, int parameters)
    {
        var command = new SqliteCommand(sql, connection);
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter($"${i}", null));
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }
}
