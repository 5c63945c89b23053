using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// Writes what a context tracks by prepared statements, as EF would: EF makes the text of each statement anew and has SQLite prepare it
/// (docs/adr/0014). What EF alone knows how to order or to map is left to it.
/// </summary>
static class DirectSave
{
    /// <summary>How many rows were written; null where it is left to EF, and nothing was done.</summary>
    public static int? Save(ScimDb db, Statements statements)
    {
        // With what goes, what belongs to it, though it was added only now.
        if (db.ChangeTracker.Entries().Any(e => e.State == EntityState.Deleted)) db.ChangeTracker.CascadeChanges();
        var rows = new List<Row>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (Table.Of(entry.Metadata) is not { } table) return null;
            rows.Add(new(entry, entry.State, table));
        }
        if (rows.Exists(IsLeftToEf) || SeveralTakeUniqueValues(rows)) return null;
        try
        {
            // What goes makes room for what comes; of rows that need each other those that are needed come first and go last.
            foreach (var row in rows.Where(r => r.State == EntityState.Deleted).OrderByDescending(r => r.Table.Depth)) Delete(row, statements);
            foreach (var row in rows.Where(r => r.State == EntityState.Modified)) Update(row, statements);
            foreach (var row in rows.Where(r => r.State == EntityState.Added).OrderBy(r => r.Table.Depth).ThenBy(Place)) Insert(row, statements);
        }
        catch (SqliteException e)
        {
            throw new DbUpdateException("A row could not be written.", e);
        }
        db.ChangeTracker.AcceptAllChanges();
        return rows.Count;
    }

    // Rows that others refer to by a key which the database gives; and one that brings such a key along.
    static bool IsLeftToEf(Row row) =>
        row.Entry.Entity is Directory or Tenant && row.State != EntityState.Modified
        || row.State == EntityState.Added && row.Table.GeneratedKey is { } key && !row.Entry.Property(key.Property).IsTemporary;

    // Which of them must go first, so that the value of one is free for another, EF finds out.
    static bool SeveralTakeUniqueValues(List<Row> rows) => rows
        .Where(r => r.State == EntityState.Modified && r.Table.UniqueColumns.Any(p => r.Entry.Property(p).IsModified))
        .GroupBy(r => r.Table).Any(kind => kind.Skip(1).Any());

    // Keys that the database gives follow the order in which the rows were added, as EF's provisional keys do.
    static long Place(Row row) =>
        row.Table.GeneratedKey is { } key ? Convert.ToInt64(row.Entry.Property(key.Property).CurrentValue, System.Globalization.CultureInfo.InvariantCulture) : 0;

    static void Insert(Row row, Statements statements)
    {
        var columns = row.Table.Inserted;
        var values = new object?[columns.Length];
        for (var i = 0; i < values.Length; i++) values[i] = columns[i].Value(row.Entry.Entity);
        statements.Execute(row.Table.Insert, values);
        if (row.Table.GeneratedKey is not { } key) return;
        var given = row.Entry.Property(key.Property);
        given.CurrentValue = Convert.ChangeType(statements.LastKey, key.Property.ClrType, System.Globalization.CultureInfo.InvariantCulture);
        given.IsTemporary = false;
    }

    static void Update(Row row, Statements statements)
    {
        var changed = row.Table.ColumnsOf(p => row.Entry.Property(p).IsModified).ToList();
        if (changed.Count == 0) return;
        Expect(row, statements.Execute(row.Table.Update(changed), [.. changed.Select(c => c.Value(row.Entry.Entity)), .. Identity(row)]));
    }

    static void Delete(Row row, Statements statements) => Expect(row, statements.Execute(row.Table.Delete, [.. Identity(row)]));

    static IEnumerable<object?> Identity(Row row) => row.Table.Identifying.Select(c => c.ToStored(row.Entry.Property(c.Property).OriginalValue));

    static void Expect(Row row, int written)
    {
        if (written != 1)
            throw new DbUpdateConcurrencyException($"A row of {row.Entry.Metadata.ShortName()} was changed or deleted meanwhile.");
    }

    sealed record Row(EntityEntry Entry, EntityState State, Table Table);
}
