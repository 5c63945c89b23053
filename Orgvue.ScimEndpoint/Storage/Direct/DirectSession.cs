using System.Data.Common;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>One connection and its prepared statements. Every statement names the directory, and every one that finds many has a limit.</summary>
public sealed class DirectSession : IDisposable, IAsyncDisposable
{
    readonly Dialect _dialect;
    readonly DbConnection _connection;
    readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);
    readonly Places _places;

    internal DirectSession(Dialect dialect, DbConnection connection, Places places) =>
        (_dialect, _connection, _places) = (dialect, connection, places);

    public ValueTask<StoredToken?> TokenAsync(byte[] hash, CancellationToken ct) =>
        FirstAsync(Sql.Token, [hash], row => new StoredToken(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetFieldValue<byte[]>(5),
            InstantOrNull(row, 6), InstantOrNull(row, 7), _dialect.Id(row, 8), row.GetString(9)), ct);

    public async ValueTask<StoredRow?> UserAsync(int directory, Guid id, CancellationToken ct) =>
        await FirstAsync(Sql.User, [directory, _dialect.Of(id)], Row, ct) is { Document: not null } row ? row : null;

    public async ValueTask<StoredRow?> GroupAsync(int directory, Guid id, CancellationToken ct) =>
        await FirstAsync(Sql.Group, [directory, _dialect.Of(id)], Row, ct) is { Document: not null } row ? row : null;

    /// <summary>The first two of those with this value, by their ids: of more than one a page must be made.</summary>
    public ValueTask<List<StoredRow>> FirstTwoAsync(DirectColumn column, int directory, string value, CancellationToken ct) =>
        AllAsync(Sql.With(column), [directory, value], Row, ct);

    /// <summary>The groups of one user, by their ids.</summary>
    public ValueTask<List<StoredReference>> GroupsOfAsync(int directory, Guid user, CancellationToken ct) =>
        GroupsOfAsync(directory, user, user, ct);

    /// <summary>The groups of the users between two ids, both included, by the users' ids and theirs.</summary>
    public ValueTask<List<StoredReference>> GroupsOfAsync(int directory, Guid first, Guid last, CancellationToken ct) =>
        AllAsync(Sql.GroupsOf, [directory, _dialect.Of(first), _dialect.Of(last)],
            row => new StoredReference(_dialect.Id(row, 0), _dialect.Id(row, 1), true, row.GetString(2)), ct);

    /// <summary>At most so many members of a group, behind one of them, by their ids.</summary>
    public ValueTask<List<StoredReference>> MembersOfAsync(int directory, Guid group, Guid after, int most, CancellationToken ct) =>
        AllAsync(Sql.MembersOf, [directory, _dialect.Of(group), _dialect.Of(after), most],
            row => new StoredReference(group, _dialect.Id(row, 0), row.GetString(1) == "Group", row.IsDBNull(2) ? "" : row.GetString(2)), ct);

    public ValueTask<StoredSize> SizeAsync(int directory, CancellationToken ct) =>
        FirstAsync(Sql.Size, [directory], row => new StoredSize(row.GetInt32(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)), ct);

    /// <summary>A page of all users of a directory by their ids, wherever it begins, at the same cost.</summary>
    /// <param name="skip">How many come before it.</param>
    public async ValueTask<List<StoredRow>> UsersAsync(int directory, StoredSize size, int skip, int most, CancellationToken ct)
    {
        var (from, rest) = await _places.NearAsync((directory, false), size.UsersMoved, skip, (after, behind) => IdBehindAsync(Sql.UserIds, directory, after, behind, ct));
        return await AllAsync(Sql.Users, [directory, _dialect.Of(from), most, rest], Row, ct);
    }

    /// <summary>A page of all groups, likewise.</summary>
    public async ValueTask<List<StoredRow>> GroupsAsync(int directory, StoredSize size, int skip, int most, CancellationToken ct)
    {
        var (from, rest) = await _places.NearAsync((directory, true), size.GroupsMoved, skip, (after, behind) => IdBehindAsync(Sql.GroupIds, directory, after, behind, ct));
        return await AllAsync(Sql.Groups, [directory, _dialect.Of(from), most, rest], Row, ct);
    }

    async ValueTask<Guid?> IdBehindAsync(string sql, int directory, Guid after, int behind, CancellationToken ct)
    {
        var found = await AllAsync(sql, [directory, _dialect.Of(after), behind - 1], row => _dialect.Id(row, 0), ct);
        return found.Count == 0 ? null : found[0];
    }

    StoredRow Row(DbDataReader row) =>
        new(_dialect.Id(row, 0), Dialect.Utf8(row, 1), row.GetInt32(2), Dialect.Instant(row, 3), Dialect.Instant(row, 4));

    static DateTimeOffset? InstantOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : Dialect.Instant(row, column);

    async ValueTask<T?> FirstAsync<T>(string sql, object[] values, Func<DbDataReader, T> read, CancellationToken ct)
    {
        var command = await PreparedAsync(sql, values, ct);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? read(rows) : default;
    }

    async ValueTask<List<T>> AllAsync<T>(string sql, object[] values, Func<DbDataReader, T> read, CancellationToken ct)
    {
        var found = new List<T>();
        var command = await PreparedAsync(sql, values, ct);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add(read(rows));
        return found;
    }

    async ValueTask<DbCommand> PreparedAsync(string sql, object[] values, CancellationToken ct)
    {
        if (_prepared.TryGetValue(sql, out var known))
        {
            for (var i = 0; i < values.Length; i++) known.Parameters[i].Value = values[i];
            return known;
        }
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{i}", values[i]);
            command.Parameters.Add(parameter);
        }
        await command.PrepareAsync(ct);
        return _prepared[sql] = command;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _prepared.Values) await command.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

/// <summary>The live token with a hash, and the linked directory that it opens.</summary>
public sealed record StoredToken(
    int DirectoryKey, string DirectoryId, string ExternalKey, string Profile, int SchemasVersion, byte[] Hash, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, Guid Id, string Suffix);
