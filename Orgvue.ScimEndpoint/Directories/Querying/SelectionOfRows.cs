using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>What columns can decide and order, the database does; the rest is matched, and sorted, on rows as they stream by.</summary>
sealed class Selection<T> : Selection where T : class
{
    const int Chunk = 500;

    readonly Table<T> _table;
    readonly ScimDb _db;
    readonly Reading _reading;
    readonly FilterQuery<T>.Condition? _condition;
    readonly IdColumn<T> _ids;

    /// <summary>Rows that came with a slice, so that they need not be read again.</summary>
    readonly Dictionary<Guid, T> _read = [];

    public Selection(Table<T> table, ScimDb db, Reading reading)
    {
        (_table, _db, _reading) = (table, db, reading);
        _condition = reading.Filter is null ? null : table.Columns(db).Of(reading.Filter);
        _ids = new(table.Id, isKey: reading.Sort is not null);
    }

    public override ResourceType Type => _table.Type;

    /// <summary>Whether what the database finds is what the filter means.</summary>
    bool IsDecided => _reading.Filter is null || _condition is { Exact: true };

    IQueryable<T> Found => _condition is null ? _table.Rows(_db) : _table.Rows(_db).Where(_condition.Where);

    public override Task<Slice> SliceAsync(Window window, bool counting, CancellationToken ct)
    {
        var order = _reading.IsById ? _ids : _table.Sorts(_reading.Sort!.Text, _db.Database.IsRelational());
        var descending = _reading.Descending != window.Backwards;
        if (IsDecided && order is not null) return QueriedAsync(order, window, descending, counting, ct);
        return _reading.IsById ? StreamedAsync(window, descending, counting, ct) : SortedAsync(window, descending, ct);
    }

    async Task<Slice> QueriedAsync(SortColumn<T> order, Window window, bool descending, bool counting, CancellationToken ct)
    {
        int? total = counting ? await Found.CountAsync(ct) : null;
        if (window.Take == 0 || window.Skip >= total) return new([], total);
        // Asked for an order, SQLite may walk the whole directory in it rather than take the filter's index; what fits one page needs none.
        var fits = window is { After: null, Skip: 0 } && total <= window.Take;
        var rows = window.After is { } after ? Found.Where(order.After(after.Key, after.Id, descending)) : Found;
        if (!fits) rows = order.Ordered(rows, descending);
        if (window.Skip > 0) rows = rows.Skip(window.Skip);
        // Where all fit, what came since they were counted need not.
        rows = rows.Take(window.Take);

        // The documents of rows that are skipped, or only put in order, stay unread.
        var hits = ReferenceEquals(order, _ids) && window.Skip == 0
            ? (await rows.ToListAsync(ct)).ConvertAll(Keep)
            : await order.HitsAsync(rows, ct);
        if (fits) hits.Sort(InOrder(descending));
        return new(hits, total);
    }

    async Task<Slice> StreamedAsync(Window window, bool descending, bool counting, CancellationToken ct)
    {
        var (matches, hits) = (0, new List<Hit>());
        if (window.Take == 0 && !counting) return new(hits, null);
        await foreach (var (row, _) in MatchesAsync(window.After, descending, ct))
        {
            if (++matches > window.Skip && hits.Count < window.Take) hits.Add(Keep(row));
            if (!counting && hits.Count == window.Take) break;
        }
        return new(hits, counting ? matches : null);
    }

    async Task<Slice> SortedAsync(Window window, bool descending, CancellationToken ct)
    {
        var all = new List<Hit>();
        await foreach (var (row, shown) in MatchesAsync(null, descending: false, ct)) all.Add(new(_reading.Sort!.KeyOf(shown), _table.IdOf(row)));
        var order = InOrder(descending);
        all.Sort(order);
        var behind = window.After is { } after ? all.Where(hit => order(hit, after) > 0) : all;
        return new([.. behind.Skip(window.Skip).Take(window.Take)], all.Count);
    }

    /// <summary>All that match behind one of them, by their ids. They are read so many at a time: no query is without a bound.</summary>
    async IAsyncEnumerable<(T Row, JsonObject Shown)> MatchesAsync(Hit? after, bool descending, [EnumeratorCancellation] CancellationToken ct)
    {
        var withReferences = _reading.Needs(_table.References);
        List<T> batch;
        do
        {
            var rows = after is null ? Found : Found.Where(_ids.After(after.Key, after.Id, descending));
            batch = await _ids.Ordered(rows, descending).Take(Chunk).ToListAsync(ct);
            var resources = await _table.ResourcesAsync(batch, withReferences, ct);
            foreach (var (row, resource) in batch.Zip(resources))
            {
                var shown = Representation.Of(resource, _reading.Root);
                if (IsDecided || FilterMatch.Matches(_reading.Filter!, Type, shown)) yield return (row, shown);
            }
            if (batch.Count > 0) after = _ids.HitOf(_table.IdOf(batch[^1]));
        }
        while (batch.Count == Chunk);
    }

    public override async Task<IReadOnlyList<Resource>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        foreach (var missing in ids.Where(id => !_read.ContainsKey(id)).Chunk(Chunk))
            foreach (var row in await _table.Rows(_db).Where(_table.Id.Where(id => missing.Contains(id))).ToListAsync(ct)) Keep(row);
        return await _table.ResourcesAsync(
            [.. ids.Where(_read.ContainsKey).Select(id => _read[id])], _reading.Projection.Returns(_table.References), ct);
    }

    public override async Task<SortKey?> KeyOfAsync(Guid id, CancellationToken ct)
    {
        var rows = await _table.Rows(_db).Where(_table.Id.Where(other => other == id)).ToListAsync(ct);
        var resources = await _table.ResourcesAsync(rows, _reading.Needs(_table.References), ct);
        return resources is [var resource] ? _reading.Sort?.KeyOf(Representation.Of(resource, _reading.Root)) : null;
    }

    static Comparison<Hit> InOrder(bool descending) => descending ? (left, right) => Hit.Compare(right, left) : Hit.Compare;

    Hit Keep(T row)
    {
        var id = _table.IdOf(row);
        _read[id] = row;
        return _ids.HitOf(id);
    }
}
