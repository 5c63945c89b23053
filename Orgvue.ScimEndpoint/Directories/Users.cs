using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Storage.Direct;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What can be done to the users of a directory, whoever asks.</summary>
public sealed class Users(Store store, ChangeLog changes, References references, TimeProvider clock, ScimLimits limits)
{
    public Task<Resource> CreateAsync(DirectoryContext directory, JsonObject body, CancellationToken ct)
    {
        var document = Read(directory, body);
        return store.WriteAsync(directory.Key, async db =>
        {
            var now = Instant.Now(clock);
            var row = new DirectoryUser
            {
                DirectoryKey = directory.Key, Id = NewId.At(clock), UserName = "", UserNameKey = "", Document = "", CreatedAt = now, UpdatedAt = now,
            };
            UserRow.Fill(row, document);
            await RefuseTakenNameAsync(db, row, ct);
            if (directory.Profile.IsWorkOs) await RefuseTakenEmailAsync(db, row, ct);
            await UniqueValues.KeepAsync(db, directory, directory.User, row.Id, null, document, ct);
            db.Add(row);
            changes.User(db, directory.Key, ChangeKind.UserCreated, row.Id);
            return Resource.Of(directory.User, row, []);
        }, ct);
    }

    public async Task<Resource> GetAsync(DirectoryContext directory, string id, bool withGroups, CancellationToken ct)
    {
        var key = Ids.Required("User", id);
        return await (store.Direct is { } direct
            ? direct.ReadAsync(async session => await session.UserAsync(directory.Key, key, withGroups, ct) is { } found
                ? Resource.Of(directory.User, found.Row, withGroups ? Shown(found.Groups) : null)
                : null, ct)
            : new(store.ReadAsync(async db =>
                await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.DirectoryKey == directory.Key && u.Id == key, ct) is { } row
                    ? Resource.Of(directory.User, row, withGroups ? await references.GroupsOfAsync(db, directory.Key, key, ct) : null)
                    : null)))
            ?? throw Ids.NotFound("User", id);
    }

    static List<Reference> Shown(List<StoredReference> groups) => groups.Count == 0 ? [] : groups.ConvertAll(Reference.Of);

    public async Task<Resource> ReplaceAsync(
        DirectoryContext directory, string id, JsonObject body, IReadOnlyCollection<int>? ifMatch, CancellationToken ct)
    {
        var document = Read(directory, body);
        return await ChangeAsync(directory, id, ifMatch, (row, before) =>
        {
            var replaced = document.DeepClone().AsObject();
            // A PUT that says nothing of "active" must not let a deactivated user back in.
            if (!replaced.ContainsKey("active") && row.Active is { } active) replaced["active"] = active;
            return Replacement.Of(directory.User, before, replaced);
        }, ct);
    }

    public Task<Resource> PatchAsync(
        DirectoryContext directory, string id, IReadOnlyList<PatchOperation> operations, IReadOnlyCollection<int>? ifMatch, CancellationToken ct) =>
        ChangeAsync(directory, id, ifMatch,
            (row, before) => Patch.Apply(directory.User, before, row.Id.ToString(), operations, directory.Tolerance, limits).Document, ct);

    public Task DeleteAsync(DirectoryContext directory, string id, IReadOnlyCollection<int>? ifMatch, CancellationToken ct) => store.WriteAsync(directory.Key, async db =>
    {
        var row = await FindAsync(db, directory.Key, id, ct);
        Ids.CheckVersion(ifMatch, row.Version);
        await Memberships.ForgetAsync(db, directory.Key, row.Id, Instant.Now(clock), ct);
        await UniqueValues.ReleaseAsync(db, directory, row.Id, ct);
        db.Remove(row);
        changes.User(db, directory.Key, ChangeKind.UserDeleted, row.Id, row.LoginEmailKey);
    }, ct);

    // A write that changes nothing keeps lastModified and opens no window (rule B2).
    Task<Resource> ChangeAsync(
        DirectoryContext directory, string id, IReadOnlyCollection<int>? ifMatch, Func<DirectoryUser, JsonObject, JsonObject> change, CancellationToken ct) =>
        store.WriteAsync(directory.Key, async db =>
        {
            var row = await FindAsync(db, directory.Key, id, ct);
            Ids.CheckVersion(ifMatch, row.Version);
            var before = Resource.Parse(row.Document);
            var document = change(row, before);
            if (directory.Profile.IsWorkOs) document = WorkOsRules.WithEmail(document);
            if (!JsonNode.DeepEquals(document, before))
            {
                var (nameBefore, emailBefore) = (row.UserNameKey, row.LoginEmailKey);
                UserRow.Fill(row, document);
                if (row.UserNameKey != nameBefore) await RefuseTakenNameAsync(db, row, ct);
                if (directory.Profile.IsWorkOs) await RefuseTakenEmailAsync(db, row, ct);
                await UniqueValues.KeepAsync(db, directory, directory.User, row.Id, before, document, ct);
                row.Version++;
                row.UpdatedAt = Instant.Now(clock);
                changes.User(db, directory.Key, ChangeKind.UserChanged, row.Id, row.LoginEmailKey == emailBefore ? null : emailBefore);
            }
            return Resource.Of(directory.User, row, await references.GroupsOfAsync(db, directory.Key, row.Id, ct));
        }, ct);

    JsonObject Read(DirectoryContext directory, JsonObject body)
    {
        var document = ResourceBody.Read(directory.User, body, directory.Tolerance, limits);
        if (!directory.Profile.IsWorkOs) return document;
        WorkOsRules.CheckBody(body);
        return WorkOsRules.WithEmail(document);
    }

    static async Task<DirectoryUser> FindAsync(ScimDb db, int directory, string id, CancellationToken ct)
    {
        var key = Ids.Required("User", id);
        return await db.UserAsync(directory, key, ct) ?? throw Ids.NotFound("User", id);
    }

    static async Task RefuseTakenNameAsync(ScimDb db, DirectoryUser row, CancellationToken ct)
    {
        if (await db.HasOtherUserAsync(row.DirectoryKey, row.UserNameKey, row.Id, ct))
            throw new ScimException(ScimTypes.Uniqueness, "userName: another user of this directory has this userName (compared ignoring case).");
    }

    // WorkOS: "two active users with one e-mail → 409".
    static async Task RefuseTakenEmailAsync(ScimDb db, DirectoryUser row, CancellationToken ct)
    {
        if (row.Active != false && row.LoginEmailKey is { } key && await db.Users.AnyAsync(
                u => u.DirectoryKey == row.DirectoryKey && u.LoginEmailKey == key && u.Id != row.Id && u.Active != false, ct))
            throw new ScimException(ScimTypes.Uniqueness, "emails: another active user of this directory has this e-mail (compared ignoring case).");
    }
}
