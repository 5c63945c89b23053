using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// New rows by the thousand, in the open transaction: a prepared statement on SQLite, COPY on PostgreSQL. Hand-written because tracking a
/// row costs EF ten times what the database takes to keep it. Nothing is tracked, so nothing is told either: whoever adds rows that are
/// audited adds the entries that tell of them.
/// </summary>
public static class BulkRows
{
    /// <summary>Adds the rows alone, without what they refer to.</summary>
    public static async Task InsertAsync<T>(this ScimDb db, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count == 0) return;
        var type = db.Model.FindEntityType(typeof(T))!;
        Column<T>[] columns = [.. type.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd || !p.IsPrimaryKey() || p.ClrType == typeof(Guid)).Select(p => new Column<T>(p))];
        var into = $"\"{type.GetTableName()}\" ({string.Join(", ", columns.Select(c => c.Name))})";
        if (db.Database.IsNpgsql()) await CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), into, columns, rows, ct);
        else await OneByOneAsync(db, into, columns, rows, ct);
    }

    static async Task OneByOneAsync<T>(ScimDb db, string into, Column<T>[] columns, IReadOnlyCollection<T> rows, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = $"INSERT INTO {into} VALUES ({string.Join(", ", columns.Select((_, n) => $"@p{n}"))})";
        var first = rows.First();
        DbParameter[] parameters = [.. columns.Select((c, n) => c.Mapping.CreateParameter(command, $"@p{n}", c.Read(first), c.Nullable))];
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(ct);
        foreach (var row in rows)
        {
            for (var n = 0; n < columns.Length; n++) parameters[n].Value = columns[n].Stored(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    static async Task CopyAsync<T>(NpgsqlConnection connection, string into, Column<T>[] columns, IReadOnlyCollection<T> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {into} FROM STDIN (FORMAT BINARY)", ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            foreach (var column in columns)
                if (column.Stored(row) is { } value) await copy.WriteAsync(value, column.StoreType, ct);
                else await copy.WriteNullAsync(ct);
        }
        await copy.CompleteAsync(ct);
    }

    sealed class Column<T>(IProperty property)
    {
        readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter?.ConvertToProvider;

        public string Name { get; } = $"\"{property.GetColumnName()}\"";
        public bool Nullable { get; } = property.IsNullable;
        public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

        // Without the length, of which COPY knows nothing.
        public string StoreType { get; } = property.GetRelationalTypeMapping().StoreTypeNameBase;

        public Func<T, object?> Read { get; } = Reader(property);

        /// <summary>As the database keeps it.</summary>
        public object? Stored(T row) => Read(row) is { } value ? _convert is null ? value : _convert(value) : null;

        static Func<T, object?> Reader(IProperty property)
        {
            var row = Expression.Parameter(typeof(T));
            return Expression.Lambda<Func<T, object?>>(
                Expression.Convert(Expression.Property(row, property.PropertyInfo!), typeof(object)), row).Compile();
        }
    }
}
