using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>A filtered page. What columns can decide, the database decides; the rest is matched on rows as they stream by.</summary>
static class Listing
{
    const int Chunk = 200;

    /// <param name="ordered">Puts rows in the order of their ids.</param>
    /// <param name="load">Must use a context of its own: the rows are still streaming from theirs.</param>
    /// <param name="references">The name of the attribute that is kept as rows beside the document: groups or members.</param>
    public static async Task<Page> PageAsync<T>(
        IQueryable<T> rows, Func<IQueryable<T>, IQueryable<T>> ordered, ResourceType type, FilterQuery<T> columns, Query query, string references, ScimLimits limits, Tolerance tolerance,
        Func<T, Guid> id, Func<T, IReadOnlyList<Reference>?, Resource> resource,
        Func<IReadOnlyCollection<Guid>, Task<ILookup<Guid, Reference>>> load, CancellationToken ct)
    {
        var filter = query.Filter is null ? null : FilterParser.Parse(query.Filter, type, limits, tolerance);
        var condition = filter is null ? null : columns.Of(filter);
        if (condition is not null) rows = rows.Where(condition.Where);
        var withReferences = query.Projection.Returns(references);

        if (filter is null || condition is { Exact: true })
        {
            var total = await rows.CountAsync(ct);
            return new(await WithReferencesAsync(await RowsAsync(total), withReferences), total, query.StartIndex);
        }

        var needsReferences = filter.ToString().Contains(references, StringComparison.OrdinalIgnoreCase);
        var (matches, shown) = (0, new List<T>());
        var batch = new List<T>(Chunk);
        await foreach (var row in ordered(rows).AsAsyncEnumerable().WithCancellation(ct))
        {
            batch.Add(row);
            if (batch.Count == Chunk) await MatchAsync();
        }
        await MatchAsync();
        return new(await WithReferencesAsync(shown, withReferences), matches, query.StartIndex);

        async Task<List<T>> RowsAsync(int total)
        {
            if (query.Count == 0 || query.StartIndex > total) return [];
            // Asked for an order, SQLite may walk the whole directory in it rather than take the filter's index; what fits one page needs none.
            return query.StartIndex == 1 && total <= query.Count
                ? [.. (await rows.ToListAsync(ct)).OrderBy(id)]
                : await ordered(rows).Skip(query.StartIndex - 1).Take(query.Count).ToListAsync(ct);
        }

        async Task MatchAsync()
        {
            foreach (var candidate in await WithReferencesAsync(batch, needsReferences))
                if (FilterMatch.Matches(filter, type, Representation.Of(candidate, "")) && ++matches >= query.StartIndex && shown.Count < query.Count)
                    shown.Add(batch.Find(row => id(row) == candidate.Id)!);
            batch.Clear();
        }

        async Task<List<Resource>> WithReferencesAsync(List<T> of, bool wanted)
        {
            var found = wanted && of.Count > 0 ? await load([.. of.Select(id)]) : null;
            return [.. of.Select(row => resource(row, found is null ? null : [.. found[id(row)]]))];
        }
    }
}
