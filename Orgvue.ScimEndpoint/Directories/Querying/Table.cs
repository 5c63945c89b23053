using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>The resources of one type in a directory as a list sees them: rows, columns, and references kept beside the document.</summary>
abstract class Table<T>(Store store) where T : class
{
    public abstract ResourceType Type { get; }

    /// <summary>The name of the attribute that is kept as rows of its own: groups or members.</summary>
    public abstract string References { get; }

    public abstract Expression<Func<T, Guid>> Id { get; }

    public abstract IQueryable<T> Rows(ScimDb db);

    public abstract FilterQuery<T> Columns(ScimDb db);

    /// <summary>The column that sorts by this path; null when there is none, or none that the database sorts by code points.</summary>
    public abstract SortColumn<T>? Sorts(string path, bool byCodePoint);

    public abstract Guid IdOf(T row);

    protected abstract Resource Shown(T row, IReadOnlyList<Reference>? references);

    protected abstract Task<ILookup<Guid, Reference>> ReferencesAsync(ScimDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>The rows as resources. On a context of its own, for rows may still be streaming from the caller's.</summary>
    public async Task<List<Resource>> ResourcesAsync(IReadOnlyCollection<T> rows, bool withReferences, CancellationToken ct)
    {
        var found = withReferences && rows.Count > 0
            ? await store.ReadAsync(db => ReferencesAsync(db, [.. rows.Select(IdOf)], ct))
            : null;
        return [.. rows.Select(row => Shown(row, found is null ? null : [.. found[IdOf(row)]]))];
    }
}

sealed class UserTable(Store store, References references, DirectoryContext directory) : Table<DirectoryUser>(store)
{
    public override ResourceType Type => directory.User;
    public override string References => "groups";
    public override Expression<Func<DirectoryUser, Guid>> Id => u => u.Id;

    public override IQueryable<DirectoryUser> Rows(ScimDb db) => db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory.Key);

    public override FilterQuery<DirectoryUser> Columns(ScimDb db) => new UserQuery(db, directory.Key, db.Database.IsRelational());

    public override SortColumn<DirectoryUser>? Sorts(string path, bool byCodePoint) => path switch
    {
        "meta.created" => new InstantColumn<DirectoryUser>(u => u.CreatedAt, Id),
        "meta.lastModified" => new InstantColumn<DirectoryUser>(u => u.UpdatedAt, Id),
        _ when !byCodePoint => null,
        "userName" => new TextColumn<DirectoryUser>(u => u.UserNameKey, Id, nullable: false),
        "displayName" => new TextColumn<DirectoryUser>(u => u.DisplayNameKey, Id, nullable: true),
        "externalId" => new TextColumn<DirectoryUser>(u => u.ExternalId, Id, nullable: true),
        "active" => new TextColumn<DirectoryUser>(u => u.Active == null ? null : u.Active.Value ? "1" : "0", Id, nullable: true,
            text => new(text == "1" ? 1 : 0, null), key => key.Number == 1 ? "1" : "0"),
        _ => null,
    };

    public override Guid IdOf(DirectoryUser row) => row.Id;

    protected override Resource Shown(DirectoryUser row, IReadOnlyList<Reference>? references) =>
        Resource.Of(directory.User, row, references);

    protected override Task<ILookup<Guid, Reference>> ReferencesAsync(ScimDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        references.GroupsOfAsync(db, directory.Key, ids, ct);
}

sealed class GroupTable(Store store, References references, DirectoryContext directory) : Table<DirectoryGroup>(store)
{
    public override ResourceType Type => directory.Group;
    public override string References => "members";
    public override Expression<Func<DirectoryGroup, Guid>> Id => g => g.Id;

    public override IQueryable<DirectoryGroup> Rows(ScimDb db) => db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory.Key);

    public override FilterQuery<DirectoryGroup> Columns(ScimDb db) => new GroupQuery(db, directory.Key, db.Database.IsRelational());

    public override SortColumn<DirectoryGroup>? Sorts(string path, bool byCodePoint) => path switch
    {
        "meta.created" => new InstantColumn<DirectoryGroup>(g => g.CreatedAt, Id),
        "meta.lastModified" => new InstantColumn<DirectoryGroup>(g => g.UpdatedAt, Id),
        _ when !byCodePoint => null,
        "displayName" => new TextColumn<DirectoryGroup>(g => g.DisplayNameKey, Id, nullable: false),
        "externalId" => new TextColumn<DirectoryGroup>(g => g.ExternalId, Id, nullable: true),
        _ => null,
    };

    public override Guid IdOf(DirectoryGroup row) => row.Id;

    protected override Resource Shown(DirectoryGroup row, IReadOnlyList<Reference>? references) =>
        Resource.Of(directory.Group, row, references);

    protected override Task<ILookup<Guid, Reference>> ReferencesAsync(ScimDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        references.MembersOfAsync(db, directory.Key, ids, ct);
}
