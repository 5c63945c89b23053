using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What can be done to the users of a directory, whoever asks.</summary>
public sealed class Users(Store store, ChangeLog changes, References references, TimeProvider clock, ScimLimits limits)
{
    public Task<Resource> CreateAsync(int directory, JsonObject body, Tolerance tolerance, CancellationToken ct)
    {
        var document = ResourceBody.Read(BuiltIn.User, body, tolerance, limits);
        return store.WriteAsync(async db =>
        {
            var now = Instant.Now(clock);
            var row = new DirectoryUser
            {
                DirectoryKey = directory, Id = NewId.At(clock), UserName = "", UserNameKey = "", Document = "", CreatedAt = now, UpdatedAt = now,
            };
            UserRow.Fill(row, document);
            await RefuseTakenNameAsync(db, row, ct);
            db.Add(row);
            changes.User(db, directory, ChangeKind.UserCreated, row.Id);
            return Resource.Of(row, []);
        }, ct);
    }

    public Task<Resource> GetAsync(int directory, string id, bool withGroups, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var key = Ids.Required("User", id);
        var row = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.DirectoryKey == directory && u.Id == key, ct)
            ?? throw Ids.NotFound("User", id);
        return Resource.Of(row, withGroups ? await references.GroupsOfAsync(db, directory, key, ct) : null);
    });

    public Task<Page> ListAsync(int directory, Query query, Tolerance tolerance, CancellationToken ct) => store.ReadAsync(db =>
        Listing.PageAsync(
            db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory), rows => rows.OrderBy(u => u.Id), BuiltIn.User, new UserQuery(db, directory),
            query, "groups", limits, tolerance, u => u.Id, Resource.Of,
            ids => store.ReadAsync(other => references.GroupsOfAsync(other, directory, ids, ct)), ct));

    public async Task<Resource> ReplaceAsync(
        int directory, string id, JsonObject body, IReadOnlyCollection<int>? ifMatch, Tolerance tolerance, CancellationToken ct)
    {
        var document = ResourceBody.Read(BuiltIn.User, body, tolerance, limits);
        return await ChangeAsync(directory, id, ifMatch, row =>
        {
            var replaced = document.DeepClone().AsObject();
            // A PUT that says nothing of "active" must not let a deactivated user back in.
            if (!replaced.ContainsKey("active") && row.Active is { } active) replaced["active"] = active;
            Immutables.Check(BuiltIn.User, Resource.Parse(row.Document), replaced);
            return replaced;
        }, ct);
    }

    public Task<Resource> PatchAsync(
        int directory, string id, IReadOnlyList<PatchOperation> operations, IReadOnlyCollection<int>? ifMatch, Tolerance tolerance,
        CancellationToken ct) =>
        ChangeAsync(directory, id, ifMatch,
            row => Patch.Apply(BuiltIn.User, Resource.Parse(row.Document), row.Id.ToString(), operations, tolerance, limits).Document, ct);

    public Task DeleteAsync(int directory, string id, IReadOnlyCollection<int>? ifMatch, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var row = await FindAsync(db, directory, id, ct);
        Ids.CheckVersion(ifMatch, row.Version);
        await Memberships.ForgetAsync(db, directory, row.Id, Instant.Now(clock), ct);
        db.Remove(row);
        changes.User(db, directory, ChangeKind.UserDeleted, row.Id, row.LoginEmailKey);
    }, ct);

    // A write that changes nothing keeps lastModified and opens no window (rule B2).
    Task<Resource> ChangeAsync(
        int directory, string id, IReadOnlyCollection<int>? ifMatch, Func<DirectoryUser, JsonObject> change, CancellationToken ct) =>
        store.WriteAsync(async db =>
        {
            var row = await FindAsync(db, directory, id, ct);
            Ids.CheckVersion(ifMatch, row.Version);
            var document = change(row);
            if (!JsonNode.DeepEquals(document, Resource.Parse(row.Document)))
            {
                var (nameBefore, emailBefore) = (row.UserNameKey, row.LoginEmailKey);
                UserRow.Fill(row, document);
                if (row.UserNameKey != nameBefore) await RefuseTakenNameAsync(db, row, ct);
                row.Version++;
                row.UpdatedAt = Instant.Now(clock);
                changes.User(db, directory, ChangeKind.UserChanged, row.Id, row.LoginEmailKey == emailBefore ? null : emailBefore);
            }
            return Resource.Of(row, await references.GroupsOfAsync(db, directory, row.Id, ct));
        }, ct);

    static async Task<DirectoryUser> FindAsync(ScimDb db, int directory, string id, CancellationToken ct)
    {
        var key = Ids.Required("User", id);
        return await db.Users.Include(u => u.Emails).SingleOrDefaultAsync(u => u.DirectoryKey == directory && u.Id == key, ct)
            ?? throw Ids.NotFound("User", id);
    }

    static async Task RefuseTakenNameAsync(ScimDb db, DirectoryUser row, CancellationToken ct)
    {
        if (await db.Users.AnyAsync(u => u.DirectoryKey == row.DirectoryKey && u.UserNameKey == row.UserNameKey && u.Id != row.Id, ct))
            throw new ScimException(ScimTypes.Uniqueness, "userName: another user of this directory has this userName (compared ignoring case).");
    }
}
