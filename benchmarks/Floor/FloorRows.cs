using Microsoft.Data.Sqlite;

namespace Orgvue.ScimEndpoint.Benchmarks.Floor;

/// <summary>The floor's durability: a row for each user, group and membership, in a file that is flushed with every commit.</summary>
sealed class FloorRows : IDisposable
{
    readonly Lock _gate = new();
    readonly SqliteConnection _file;
    readonly SqliteCommand _put, _drop, _join, _leave, _begin, _commit;

    public FloorRows(string path)
    {
        _file = new($"Data Source={path};Pooling=False");
        _file.Open();
        foreach (var statement in new[]
        {
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "CREATE TABLE IF NOT EXISTS resource (id TEXT PRIMARY KEY, name TEXT NOT NULL, active INTEGER, json BLOB) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS member (grp TEXT, usr TEXT, PRIMARY KEY (grp, usr)) WITHOUT ROWID",
        }) Prepared(statement).ExecuteNonQuery();
        _put = Prepared("INSERT INTO resource VALUES (@0, @1, @2, @3) ON CONFLICT (id) DO UPDATE SET active = excluded.active, json = excluded.json", 4);
        _drop = Prepared("DELETE FROM resource WHERE id = @0", 1);
        _join = Prepared("INSERT OR IGNORE INTO member VALUES (@0, @1)", 2);
        _leave = Prepared("DELETE FROM member WHERE grp = @0 AND usr = @1", 2);
        _begin = Prepared("BEGIN IMMEDIATE");
        _commit = Prepared("COMMIT");
    }

    public void Put(string id, string name, int active, byte[] json)
    {
        lock (_gate) Execute(_put, id, name, active, json);
    }

    public void Drop(string id)
    {
        lock (_gate) Execute(_drop, id);
    }

    /// <summary>The changes of one request are one commit.</summary>
    public void Members(string group, List<(string User, bool Joins)> changes)
    {
        lock (_gate)
        {
            if (changes.Count > 1) _begin.ExecuteNonQuery();
            foreach (var (user, joins) in changes) Execute(joins ? _join : _leave, group, user);
            if (changes.Count > 1) _commit.ExecuteNonQuery();
        }
    }

    /// <summary>What an earlier process left, in the order in which it came.</summary>
    public IEnumerable<(string Id, string Name, int Active, byte[] Json)> Users()
    {
        using var reader = Prepared("SELECT id, name, active, json FROM resource WHERE json IS NOT NULL ORDER BY id").ExecuteReader();
        while (reader.Read()) yield return (reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3));
    }

    static void Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var n = 0; n < values.Length; n++) command.Parameters[n].Value = values[n];
        command.ExecuteNonQuery();
    }

    SqliteCommand Prepared(string text, int parameters = 0)
    {
        var command = _file.CreateCommand();
        // The texts are those above.
#pragma warning disable CA2100
        command.CommandText = text;
#pragma warning restore CA2100
        for (var n = 0; n < parameters; n++) command.Parameters.Add(new SqliteParameter($"@{n}", null));
        return command;
    }

    public void Dispose()
    {
        foreach (var command in new[] { _put, _drop, _join, _leave, _begin, _commit }) command.Dispose();
        _file.Dispose();
    }
}
