using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage.Direct;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>The pages that identity providers ask for all day: one resource by its name or externalId, and all of them one page after the other.</summary>
sealed class DirectLists(DirectReads direct, ScimLimits limits)
{
    /// <summary>The page; null where the query is of another kind, or finds more than one by a value that is usually unique.</summary>
    public async ValueTask<Page?> PageAsync(DirectoryContext directory, Query query, ResourceType type, CancellationToken ct)
    {
        if (query.Cursor is not null || query.SortBy is not null) return null;
        var isUsers = type == directory.User;
        var shown = query.ProjectionOf(type).Returns(isUsers ? "groups" : "members");
        // Members of whole pages of groups are read with EF.
        if (shown && !isUsers) return null;
        if (query.Filter is null) return await direct.ReadAsync(session => AllAsync(session, directory, query, type, shown, ct), ct);
        if (query is not { StartIndex: 1, Count: > 0 } || Looked(FilterParser.Parse(query.Filter, type, [], limits, directory.Tolerance), isUsers) is not { } looked)
            return null;
        return await direct.ReadAsync(session => FoundAsync(session, directory, query, type, shown, looked, ct), ct);
    }

    static (DirectColumn Column, string Value)? Looked(Filter filter, bool isUsers) =>
        filter is not Filter.Compare { Op: CompareOp.Eq, Value: FilterValue.Text { Content: var text } } compare ? null
        : (isUsers, compare.Path.Text) switch
        {
            (true, "userName") => (DirectColumn.UserName, Fold.Key(text)),
            (true, "externalId") => (DirectColumn.UserExternalId, text),
            (false, "displayName") => (DirectColumn.GroupDisplayName, Fold.Key(text)),
            (false, "externalId") => (DirectColumn.GroupExternalId, text),
            _ => null,
        };

    static async ValueTask<Page?> FoundAsync(
        DirectSession session, DirectoryContext directory, Query query, ResourceType type, bool withReferences,
        (DirectColumn Column, string Value) looked, CancellationToken ct)
    {
        var rows = await session.FirstTwoAsync(looked.Column, directory.Key, looked.Value, ct);
        if (rows.Count > 1) return null;
        return new(await ResourcesAsync(session, directory, type, rows, withReferences, ct), rows.Count, query.StartIndex);
    }

    static async ValueTask<Page?> AllAsync(
        DirectSession session, DirectoryContext directory, Query query, ResourceType type, bool withReferences, CancellationToken ct)
    {
        var size = await session.SizeAsync(directory.Key, ct);
        var (total, skip) = (type == directory.User ? size.Users : size.Groups, query.StartIndex - 1);
        if (query.Count == 0 || skip >= total) return new([], total, query.StartIndex);
        var rows = type == directory.User
            ? await session.UsersAsync(directory.Key, size, skip, query.Count, ct)
            : await session.GroupsAsync(directory.Key, size, skip, query.Count, ct);
        return new(await ResourcesAsync(session, directory, type, rows, withReferences, ct), total, query.StartIndex);
    }

    static async ValueTask<IReadOnlyList<Resource>> ResourcesAsync(
        DirectSession session, DirectoryContext directory, ResourceType type, List<StoredRow> rows, bool withReferences, CancellationToken ct)
    {
        if (rows.Count == 0) return [];
        if (!withReferences) return rows.ConvertAll(row => Resource.Of(type, row, null));
        // What lies between the first and the last of a page is the page, or a few ids more.
        var references = await session.GroupsOfAsync(directory.Key, rows[0].Id, rows[^1].Id, ct);
        if (references.Count == 0) return rows.ConvertAll(row => Resource.Of(type, row, []));
        var found = references.ToLookup(r => r.Of, Reference.Of);
        return rows.ConvertAll(row => Resource.Of(type, row, [.. found[row.Id]]));
    }
}
