using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>A kind of rows as EF maps it: the statements that write it, and how its columns become properties and the other way round.</summary>
sealed class Table
{
    // Columns that change together are remembered as bits.
    const int MostColumns = 64;
    static readonly ConcurrentDictionary<IEntityType, Table?> Known = new();

    readonly string _name;
    readonly Column[] _columns;
    readonly Column[] _tokens;
    readonly string _select;
    readonly ConcurrentDictionary<ulong, string> _updates = new();
    readonly ConcurrentDictionary<string, string> _selects = new(StringComparer.Ordinal);

    Table(IEntityType type, string name, Column[] columns)
    {
        (_name, _columns) = (name, columns);
        Key = [.. type.FindPrimaryKey()!.Properties.Select(p => columns.First(c => c.Property == p))];
        _tokens = [.. columns.Where(c => c.Property.IsConcurrencyToken)];
        GeneratedKey = Key is [{ Property.ValueGenerated: ValueGenerated.OnAdd } only] && only.Property.ClrType.IsPrimitive ? only : null;
        Inserted = [.. columns.Where(c => c != GeneratedKey)];
        Identifying = [.. Key, .. _tokens];
        UniqueColumns = [.. type.GetIndexes().Where(i => i.IsUnique).SelectMany(i => i.Properties).Distinct()];
        Depth = DepthOf(type);
        Insert = $"INSERT INTO \"{name}\" ({List(Inserted)}) VALUES ({string.Join(", ", Inserted.Select((_, i) => $"${i}"))})";
        Delete = $"DELETE FROM \"{name}\" WHERE {Where(0)}";
        _select = $"SELECT {List(columns)} FROM \"{name}\" ";
    }

    public Column[] Key { get; }

    /// <summary>The key that the database gives, if it does.</summary>
    public Column? GeneratedKey { get; }

    public Column[] Inserted { get; }

    /// <summary>What the row must still have to be changed: its key and its version.</summary>
    public Column[] Identifying { get; }

    public IReadOnlyList<IProperty> UniqueColumns { get; }

    /// <summary>How many kinds of rows must be there before one of this kind can.</summary>
    public int Depth { get; }

    public string Insert { get; }
    public string Delete { get; }

    /// <summary>Null for what is mapped in a way that only EF knows.</summary>
    public static Table? Of(IEntityType type) => Known.GetOrAdd(type, Make);

    /// <summary>The values of these columns come first, then those of <see cref="Identifying"/>.</summary>
    public string Update(IReadOnlyList<Column> changed) => _updates.GetOrAdd(changed.Aggregate(0UL, (bits, c) => bits | 1UL << c.Position), _ =>
        $"UPDATE \"{_name}\" SET {string.Join(", ", changed.Select((c, i) => $"\"{c.Name}\" = ${i}"))} WHERE {Where(changed.Count)}");

    /// <param name="where">A fixed text: every one is kept.</param>
    public string Selecting(string where) => _selects.GetOrAdd(where, (condition, table) => table._select + condition, this);

    public IEnumerable<Column> ColumnsOf(Func<IProperty, bool> which) => _columns.Where(c => which(c.Property));

    /// <summary>The row that a reader of <see cref="Selecting"/> stands at.</summary>
    public T Row<T>(SqliteDataReader reader) where T : class
    {
        var row = Activator.CreateInstance<T>();
        foreach (var column in _columns) column.Fill(row, reader);
        return row;
    }

    static Table? Make(IEntityType type)
    {
        if (type.GetTableMappings().ToList() is not [{ Table.Name: var name } mapping] || type.FindPrimaryKey() is null) return null;
        var columns = mapping.ColumnMappings.Select((m, i) => Column.Of(m, i)).ToArray();
        return columns.Length > MostColumns || Array.Exists(columns, c => c is null) ? null : new(type, name, columns!);
    }

    static int DepthOf(IEntityType type) => type.GetForeignKeys().Select(key => 1 + DepthOf(key.PrincipalEntityType)).DefaultIfEmpty().Max();

    string Where(int from) => string.Join(" AND ", Identifying.Select((c, i) => $"\"{c.Name}\" = ${from + i}"));

    static string List(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));

    /// <summary>A property and the column that keeps it.</summary>
    public sealed record Column(IProperty Property, int Position, string Name, PropertyInfo Kept, ValueConverter? Converter, Type Stored)
    {
        public static Column? Of(IColumnMapping mapping, int position)
        {
            var converter = mapping.TypeMapping.Converter;
            var stored = converter?.ProviderClrType ?? mapping.Property.ClrType;
            return mapping.Property.PropertyInfo is { } property
                ? new(mapping.Property, position, mapping.Column.Name, property, converter, Nullable.GetUnderlyingType(stored) ?? stored)
                : null;
        }

        public object? Value(object row) => ToStored(Kept.GetValue(row));

        public object? ToStored(object? value) => value is null || Converter is null ? value : Converter.ConvertToProvider(value);

        public void Fill(object row, SqliteDataReader reader)
        {
            if (reader.IsDBNull(Position)) return;
            var stored = Read(reader);
            Kept.SetValue(row, Converter is null ? stored : Converter.ConvertFromProvider(stored));
        }

        object Read(SqliteDataReader reader) =>
            Stored == typeof(string) ? reader.GetString(Position)
            : Stored == typeof(byte[]) ? reader.GetFieldValue<byte[]>(Position)
            : Stored == typeof(int) ? reader.GetInt32(Position)
            : Stored == typeof(long) ? reader.GetInt64(Position)
            : Stored == typeof(bool) ? reader.GetBoolean(Position)
            : Stored == typeof(DateTime) ? reader.GetDateTime(Position)
            : throw new NotSupportedException($"{Name} is read by EF alone.");
    }
}
