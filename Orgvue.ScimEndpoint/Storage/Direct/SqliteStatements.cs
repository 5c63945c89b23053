using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>
/// Calls SQLite itself: on a request that reads one row, ADO.NET's way to it (commands, parameters by name, a reader, boxed values) costs more
/// than the row (docs/adr/0018).
/// </summary>
sealed class SqliteStatements(string file, sqlite3 database) : DirectStatements
{
    readonly Dictionary<string, Row> _prepared = new(StringComparer.Ordinal);

    public override ValueTask<List<T>> AllAsync<T>(string sql, object[] values, Func<IDirectRow, T> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_prepared.TryGetValue(sql, out var row))
        {
            Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var made));
            row = _prepared[sql] = new(made);
        }
        var (found, statement) = (new List<T>(), row.Statement);
        try
        {
            for (var i = 0; i < values.Length; i++) Check(Bind(statement, i + 1, values[i]));
            int state;
            while ((state = raw.sqlite3_step(statement)) == raw.SQLITE_ROW) found.Add(read(row));
            if (state != raw.SQLITE_DONE) Check(state);
        }
        finally
        {
            // Lets go of the snapshot that was read.
            raw.sqlite3_reset(statement);
        }
        if (StatementRun.IsWanted) StatementRun.Tell(new(file, sql, [.. values.Select((value, i) => ($"@p{i}", Stored(value)))], found.Count));
        return new(found);
    }

    static object? Stored(object value) => value is Guid id ? id.ToByteArray(bigEndian: true) : value;

    static int Bind(sqlite3_stmt statement, int index, object value) => value switch
    {
        int number => raw.sqlite3_bind_int(statement, index, number),
        string text => raw.sqlite3_bind_text(statement, index, text),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        Guid id => BindId(statement, index, id),
        _ => throw new NotSupportedException($"A parameter of type {value.GetType()}."),
    };

    static int BindId(sqlite3_stmt statement, int index, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return raw.sqlite3_bind_blob(statement, index, bytes);
    }

    internal void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw new SqliteException($"SQLite error {result}: '{raw.sqlite3_errmsg(database).utf8_to_string()}'.", result & 0xff, result);
    }

    public void Close()
    {
        foreach (var row in _prepared.Values) row.Statement.Dispose();
        database.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    sealed class Row(sqlite3_stmt statement) : IDirectRow
    {
        const string Stored = "yyyy-MM-dd HH:mm:ss.fffffff";

        public sqlite3_stmt Statement => statement;

        public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

        public bool Flag(int column) => Int(column) != 0;

        public int Int(int column) => raw.sqlite3_column_int(statement, column);

        public long Long(int column) => raw.sqlite3_column_int64(statement, column);

        public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

        public byte[] Bytes(int column)
        {
            var stored = raw.sqlite3_column_blob(statement, column);
            var bytes = GC.AllocateUninitializedArray<byte>(stored.Length);
            stored.CopyTo(bytes);
            return bytes;
        }

        public Guid Id(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

        /// <summary>As EF writes an instant: yyyy-MM-dd HH:mm:ss and as much of .fffffff as is not zero.</summary>
        public DateTimeOffset Instant(int column)
        {
            var text = raw.sqlite3_column_blob(statement, column);
            if (text.Length < "yyyy-MM-dd HH:mm:ss".Length || text.Length > Stored.Length)
                throw new FormatException($"'{Encoding.UTF8.GetString(text)}' is no instant as it is stored.");
            var instant = new DateTime(
                Number(text[..4]), Number(text[5..7]), Number(text[8..10]), Number(text[11..13]), Number(text[14..16]), Number(text[17..19]),
                DateTimeKind.Utc);
            long ticks = 0;
            for (var (at, unit) = (20, TimeSpan.TicksPerSecond / 10); at < text.Length; at++, unit /= 10) ticks += Number(text[at..(at + 1)]) * unit;
            return new(instant.AddTicks(ticks));
        }

        static int Number(ReadOnlySpan<byte> digits)
        {
            var number = 0;
            foreach (var digit in digits)
                number = digit is >= (byte)'0' and <= (byte)'9'
                    ? 10 * number + digit - '0'
                    : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Expected a digit in a stored instant, but found byte {digit}."));
            return number;
        }
    }
}
