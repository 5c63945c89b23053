using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>Pages of a directory's resources, filtered and in order (RFC 7644 §3.4.2), by index or by cursor (RFC 9865).</summary>
public sealed class Lists(Store store, References references, Cursors cursors, ScimLimits limits)
{
    public Task<Page> UsersAsync(DirectoryContext directory, Query query, CancellationToken ct) =>
        PageAsync(directory, query, [directory.User], ct);

    public Task<Page> GroupsAsync(DirectoryContext directory, Query query, CancellationToken ct) =>
        PageAsync(directory, query, [directory.Group], ct);

    /// <summary>Users and groups in one list (RFC 7644 §3.4.2.1).</summary>
    public Task<Page> EverythingAsync(DirectoryContext directory, Query query, CancellationToken ct) =>
        PageAsync(directory, query, [directory.User, directory.Group], ct);

    async Task<Page> PageAsync(DirectoryContext directory, Query query, IReadOnlyList<ResourceType> types, CancellationToken ct)
    {
        if (store.Direct is { } direct && types.Count == 1
            && await new DirectLists(direct, limits).PageAsync(directory, query, types[0], ct) is { } page) return page;
        var readings = Read(directory, query, types);
        return await store.ReadAsync(db =>
        {
            var selections = readings.Select(r => SelectionOf(directory, db, r.Type, r.Reading)).ToList();
            var union = new Union(selections, query.SortBy is not null, query.Descending);
            return query.Cursor is null
                ? ByIndexAsync(union, query, ct)
                : ByCursorAsync(union, query, Canonical(directory, readings), ct);
        });
    }

    /// <summary>What all pages of one walk by cursor have in common.</summary>
    static string Canonical(DirectoryContext directory, List<(ResourceType Type, Reading Reading)> readings) =>
        $"{directory.Key}\n{string.Join('\n', readings.Select(r => $"{r.Type.Name}\n{r.Reading.Canonical}"))}";

    List<(ResourceType Type, Reading Reading)> Read(DirectoryContext directory, Query query, IReadOnlyList<ResourceType> types)
    {
        var sorts = query.SortBy is null ? null : SortPath.Parse(query.SortBy, types, directory.Tolerance);
        return [.. types.Select((type, i) => (type, new Reading(
            query.Filter is null ? null : FilterOf(query.Filter, type, types, directory.Tolerance),
            sorts?[i], query.Descending, query.ProjectionOf(type), query.Root)))];
    }

    Filter FilterOf(string text, ResourceType type, IReadOnlyList<ResourceType> types, Tolerance tolerance) =>
        FilterParser.Parse(text, type, [.. types.Where(t => t != type)], limits, tolerance);

    Selection SelectionOf(DirectoryContext directory, ScimDb db, ResourceType type, Reading reading) => type == directory.User
        ? new Selection<DirectoryUser>(new UserTable(store, references, directory), db, reading)
        : new Selection<DirectoryGroup>(new GroupTable(store, references, directory), db, reading);

    static async Task<Page> ByIndexAsync(Union union, Query query, CancellationToken ct)
    {
        var (places, total) = await union.PlacesAsync(null, query.StartIndex - 1, query.Count, counting: true, ct);
        return new(await union.ReadAsync(places, ct), total, query.StartIndex);
    }

    async Task<Page> ByCursorAsync(Union union, Query query, string canonical, CancellationToken ct)
    {
        var start = string.IsNullOrEmpty(query.Cursor)
            ? null
            : await WithKeyAsync(union, await cursors.ReadAsync(query.Cursor, canonical, ct), ct);
        var backwards = start is { Backwards: true };
        // One more than is shown tells whether there is a page behind it.
        var take = query.Count == 0 ? 0 : query.Count + 1;
        var (places, counted) = await union.PlacesAsync(start?.At, 0, take, counting: start is null, ct, backwards);
        // The total is counted once a walk: RFC 9865 §2 would even leave it out.
        var total = start?.Total ?? counted;
        var shown = places.Take(query.Count).ToList();
        if (backwards) shown.Reverse();
        var (next, previous) = Ways(start, shown, places.Count > shown.Count, query.Count, total);
        return new(await union.ReadAsync(shown, ct), total, null, await WrittenAsync(next), await WrittenAsync(previous));

        async Task<string?> WrittenAsync(Position? position) =>
            position is null ? null : await cursors.WriteAsync(position, canonical, ct);
    }

    /// <summary>From where the next page and the previous one are read. Whoever went back can go on, and whoever went on can go back.</summary>
    static (Position? Next, Position? Previous) Ways(Position? start, List<Place> shown, bool more, int count, int total)
    {
        if (count == 0) return (total == 0 ? null : start ?? new(null, total), null);
        // All that was before is gone: what comes next is the first page.
        if (shown.Count == 0) return (start is { Backwards: true } ? new(null, total) : null, null);
        var (next, previous) = (new Position(shown[^1], total), new Position(shown[0], total, Backwards: true));
        return start is { Backwards: true } ? (next, more ? previous : null) : (more ? next : null, start?.At is null ? null : previous);
    }

    static async Task<Position> WithKeyAsync(Union union, Position position, CancellationToken ct)
    {
        if (position is not { HasLongKey: true, At: { } place }) return position;
        var key = await union.KeyOfAsync(place, ct) ?? throw Cursors.Expired("The resource at which the page ended is gone.");
        return position with { At = place with { Hit = place.Hit with { Key = key } } };
    }
}
