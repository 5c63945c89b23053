namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>What can be read by hand, on one connection. Every statement names the directory, and every one that may find many has a limit.</summary>
public sealed class DirectSession : IAsyncDisposable
{
    readonly DirectStatements _run;
    readonly Places _places;

    internal DirectSession(DirectStatements run, Places places) => (_run, _places) = (run, places);

    /// <summary>The token that is not revoked and has this hash, with the linked directory that it opens.</summary>
    public async ValueTask<StoredToken?> TokenAsync(byte[] hash, CancellationToken ct) =>
        await _run.AllAsync(Sql.Token, [hash], TokenOf, ct) is [var token] ? token : null;

    /// <summary>A user and, if wanted, its groups by their ids.</summary>
    public async ValueTask<(StoredRow Row, List<StoredReference> Groups)?> UserAsync(int directory, Guid id, bool withGroups, CancellationToken ct)
    {
        if (!withGroups) return await _run.AllAsync(Sql.User, [directory, id], RowOf, ct) is [var only] ? (only, []) : null;
        StoredRow? row = null;
        // One statement for both: the document is read of the first row alone.
        var groups = await _run.AllAsync(Sql.UserWithGroups, [directory, id], found =>
        {
            row ??= RowOf(found);
            return found.IsNull(5) ? default : new StoredReference(id, found.Id(5), true, found.Text(6));
        }, ct);
        if (row is null) return null;
        if (groups is [{ Display: null }]) groups.Clear();
        return (row.Value, groups);
    }

    public async ValueTask<StoredRow?> GroupAsync(int directory, Guid id, CancellationToken ct) =>
        await _run.AllAsync(Sql.Group, [directory, id], RowOf, ct) is [var row] ? row : null;

    /// <summary>The first two of those with this value, by their ids: of more than one a page must be made.</summary>
    public ValueTask<List<StoredRow>> FirstTwoAsync(DirectColumn column, int directory, string value, CancellationToken ct) =>
        _run.AllAsync(Sql.With(column), [directory, value], RowOf, ct);

    /// <summary>The groups of the users between two ids, both included, by the users' ids and theirs.</summary>
    public ValueTask<List<StoredReference>> GroupsOfAsync(int directory, Guid first, Guid last, CancellationToken ct) =>
        _run.AllAsync(Sql.GroupsOf, [directory, first, last], row => new StoredReference(row.Id(0), row.Id(1), true, row.Text(2)), ct);

    /// <summary>At most so many members of a group, behind one of them, by their ids.</summary>
    public ValueTask<List<StoredReference>> MembersOfAsync(int directory, Guid group, Guid after, int most, CancellationToken ct) =>
        _run.AllAsync(Sql.MembersOf, [directory, group, after, most],
            row => new StoredReference(group, row.Id(0), row.Flag(1), row.IsNull(2) ? "" : row.Text(2)), ct);

    public async ValueTask<StoredSize> SizeAsync(int directory, CancellationToken ct) =>
        await _run.AllAsync(Sql.Size, [directory], row => new StoredSize(row.Int(0), row.Int(1), row.Long(2), row.Long(3)), ct) is [var size]
            ? size
            : default;

    /// <summary>A page of all users of a directory by their ids, wherever it begins, at the same cost.</summary>
    /// <param name="skip">How many come before it.</param>
    public async ValueTask<List<StoredRow>> UsersAsync(int directory, StoredSize size, int skip, int most, CancellationToken ct)
    {
        var (from, rest) = await _places.NearAsync(
            (directory, false), size.UsersMoved, skip, (after, behind) => IdBehindAsync(Sql.UserIds, directory, after, behind, ct));
        return await _run.AllAsync(Sql.Users, [directory, from, most, rest], RowOf, ct);
    }

    /// <summary>A page of all groups, likewise.</summary>
    public async ValueTask<List<StoredRow>> GroupsAsync(int directory, StoredSize size, int skip, int most, CancellationToken ct)
    {
        var (from, rest) = await _places.NearAsync(
            (directory, true), size.GroupsMoved, skip, (after, behind) => IdBehindAsync(Sql.GroupIds, directory, after, behind, ct));
        return await _run.AllAsync(Sql.Groups, [directory, from, most, rest], RowOf, ct);
    }

    async ValueTask<Guid?> IdBehindAsync(string sql, int directory, Guid after, int behind, CancellationToken ct) =>
        await _run.AllAsync(sql, [directory, after, behind - 1], row => row.Id(0), ct) is [var id] ? id : null;

    static StoredRow RowOf(IDirectRow row) => new(row.Id(0), row.Bytes(1), row.Int(2), row.Instant(3), row.Instant(4));

    static StoredToken TokenOf(IDirectRow row) => new(
        row.Int(0), row.Text(1), row.Text(2), row.Text(3), row.Int(4), row.Bytes(5), row.IsNull(6) ? null : row.Instant(6),
        row.IsNull(7) ? null : row.Instant(7), row.Id(8), row.Text(9), row.Flag(10), row.IsNull(11) ? null : row.Text(11));

    public ValueTask DisposeAsync() => _run.DisposeAsync();
}
