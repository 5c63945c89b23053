using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What can be done to the groups of a directory, whoever asks. The members of a group are never loaded to change one.</summary>
public sealed class Groups(
    Store store, ChangeLog changes, Memberships memberships, References references, TimeProvider clock, ScimLimits limits)
{
    const int MembersAtOnce = 2000;

    public Task<Resource> CreateAsync(DirectoryContext directory, JsonObject body, CancellationToken ct)
    {
        var document = Read(directory, body);
        IReadOnlyList<MemberStep> members = [new MemberStep.Add(MembersOf(body, directory.Tolerance))];
        return store.WriteAsync(directory.Key, async db =>
        {
            var now = Instant.Now(clock);
            var row = new DirectoryGroup
            {
                DirectoryKey = directory.Key, Id = NewId.At(clock), DisplayName = "", DisplayNameKey = "", Document = "", CreatedAt = now, UpdatedAt = now,
            };
            Fill(row, document);
            await RefuseTakenNameAsync(db, row, ct);
            if (directory.Profile.IsWorkOs) await TakeIdentityAsync(db, row, document, ct);
            await UniqueValues.KeepAsync(db, directory, directory.Group, row.Id, null, document, ct);
            db.Add(row);
            changes.Group(db, directory.Key, ChangeKind.GroupCreated, row.Id);
            await memberships.ApplyAsync(db, directory.Key, row.Id, members, directory.Profile.IsWorkOs, ct);
            await db.SaveChangesAsync(ct);
            return Resource.Of(directory.Group, row, await references.MembersOfAsync(db, directory.Key, row.Id, ct));
        }, ct);
    }

    /// <summary>The group without its members.</summary>
    public async Task<Resource> GetAsync(DirectoryContext directory, string id, CancellationToken ct)
    {
        var key = Ids.Required("Group", id);
        return await (store.Direct is { } direct
            ? direct.ReadAsync(async session => await session.GroupAsync(directory.Key, key, ct) is { } row
                ? Resource.Of(directory.Group, row, null)
                : null, ct)
            : new(store.ReadAsync(async db =>
                await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.DirectoryKey == directory.Key && g.Id == key, ct) is { } row
                    ? Resource.Of(directory.Group, row, null)
                    : null)))
            ?? throw Ids.NotFound("Group", id);
    }

    /// <summary>
    /// The members of a group, some at a time, so that a hundred thousand are never held at once. Between two parts nothing is kept open: a
    /// client that reads slowly hinders nobody, and may see a member that came meanwhile.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<Reference>> MembersOfAsync(
        DirectoryContext directory, Guid group, [EnumeratorCancellation] CancellationToken ct)
    {
        if (store.Direct is not { } direct)
        {
            yield return await store.ReadAsync(db => references.MembersOfAsync(db, directory.Key, group, ct));
            yield break;
        }
        var after = Guid.Empty;
        while (true)
        {
            var (from, most) = (after, MembersAtOnce);
            var part = await direct.ReadAsync(session => session.MembersOfAsync(directory.Key, group, from, most, ct), ct);
            yield return part.ConvertAll(Reference.Of);
            if (part.Count < most) yield break;
            after = part[^1].Id;
        }
    }

    /// <summary>Members that the body does not name are removed, all of them where it names none (RFC 7644 §3.5.1).</summary>
    public Task<Resource> ReplaceAsync(
        DirectoryContext directory, string id, JsonObject body, IReadOnlyCollection<int>? ifMatch, CancellationToken ct)
    {
        var document = Read(directory, body);
        IReadOnlyList<MemberStep> members = [new MemberStep.ReplaceAll(MembersOf(body, directory.Tolerance))];
        return ChangeAsync(directory, id, ifMatch,
            (_, before) => Replacement.Of(directory.Group, before, document), members, withMembers: true, ct);
    }

    /// <param name="withMembers">Whether the answer shows the group's members; most clients do not want them.</param>
    public Task<Resource> PatchAsync(
        DirectoryContext directory, string id, IReadOnlyList<PatchOperation> operations, IReadOnlyCollection<int>? ifMatch, bool withMembers,
        CancellationToken ct)
    {
        var (members, rest) = MemberChanges.Split(directory.Group, operations, directory.Tolerance, limits);
        return ChangeAsync(directory, id, ifMatch,
            // Most say nothing but who comes and who goes.
            (row, before) => rest.Count == 0
                ? before
                : Patch.Apply(directory.Group, before, row.Id.ToString(), rest, directory.Tolerance, limits).Document,
            members, withMembers, ct);
    }

    public Task DeleteAsync(DirectoryContext directory, string id, IReadOnlyCollection<int>? ifMatch, CancellationToken ct) => store.WriteAsync(directory.Key, async db =>
    {
        var row = await FindAsync(db, directory.Key, id, ct);
        Ids.CheckVersion(ifMatch, row.Version);
        await memberships.DropAsync(db, row, ct);
        await Memberships.ForgetAsync(db, directory.Key, row.Id, Instant.Now(clock), ct);
        await UniqueValues.ReleaseAsync(db, directory, row.Id, ct);
        db.Remove(row);
        changes.Group(db, directory.Key, ChangeKind.GroupDeleted, row.Id);
    }, ct);

    Task<Resource> ChangeAsync(
        DirectoryContext directory, string id, IReadOnlyCollection<int>? ifMatch, Func<DirectoryGroup, JsonObject, JsonObject> change,
        IReadOnlyList<MemberStep> members, bool withMembers, CancellationToken ct) => store.WriteAsync(directory.Key, async db =>
        {
            var row = await FindAsync(db, directory.Key, id, ct);
            Ids.CheckVersion(ifMatch, row.Version);
            var before = Resource.Parse(row.Document);
            var document = change(row, before);
            var changed = !ReferenceEquals(document, before) && !JsonNode.DeepEquals(document, before);
            if (changed)
            {
                var (nameBefore, keyBefore) = (row.DisplayName, row.DisplayNameKey);
                Fill(row, document);
                if (row.DisplayNameKey != keyBefore) await RefuseTakenNameAsync(db, row, ct);
                await UniqueValues.KeepAsync(db, directory, directory.Group, row.Id, before, document, ct);
                if (row.DisplayName != nameBefore) changes.Group(db, directory.Key, ChangeKind.GroupRenamed, row.Id);
            }
            changed |= await memberships.ApplyAsync(db, directory.Key, row.Id, members, directory.Profile.IsWorkOs, ct);
            if (changed)
            {
                row.Version++;
                row.UpdatedAt = Instant.Now(clock);
                await db.SaveChangesAsync(ct);
            }
            return Resource.Of(directory.Group, row, withMembers ? await references.MembersOfAsync(db, directory.Key, row.Id, ct) : null);
        }, ct);

    JsonObject Read(DirectoryContext directory, JsonObject body)
    {
        var document = ResourceBody.Read(directory.Group, body, directory.Tolerance, limits);
        if (directory.Profile.IsWorkOs) WorkOsRules.CheckBody(body);
        return document;
    }

    // WorkOS: "group identity = externalId else displayName, sticky through renames": the identity is taken once and never written again.
    static async Task TakeIdentityAsync(ScimDb db, DirectoryGroup row, JsonObject document, CancellationToken ct)
    {
        var identity = WorkOsRules.GroupIdentity(document);
        if (await db.UniqueValues.AnyAsync(
                v => v.DirectoryKey == row.DirectoryKey && v.Attribute == WorkOsRules.GroupIdentityName && v.ValueKey == identity, ct))
            throw new ScimException(ScimTypes.Uniqueness,
                "Another group of this directory was made with this identity: its externalId or, without one, its displayName.");
        db.Add(new UniqueValue { DirectoryKey = row.DirectoryKey, Attribute = WorkOsRules.GroupIdentityName, ValueKey = identity, ResourceId = row.Id });
    }

    IReadOnlyList<Member> MembersOf(JsonObject body, Tolerance tolerance) =>
        MemberChanges.Read(body.FirstOrDefault(p => p.Key.Equals("members", StringComparison.OrdinalIgnoreCase)).Value, tolerance, limits);

    static void Fill(DirectoryGroup row, JsonObject document)
    {
        row.Document = DocumentText.Of(document);
        row.DisplayName = LoginEmail.Text(document, "displayName")!;
        row.DisplayNameKey = Fold.Key(row.DisplayName);
        row.ExternalId = LoginEmail.Text(document, "externalId");
    }

    static async Task<DirectoryGroup> FindAsync(ScimDb db, int directory, string id, CancellationToken ct)
    {
        var key = Ids.Required("Group", id);
        return await db.GroupAsync(directory, key, ct) ?? throw Ids.NotFound("Group", id);
    }

    // Not the RFC's rule but the identity providers': Entra's validator asks for 409, and Okta and Entra find groups by this name.
    static async Task RefuseTakenNameAsync(ScimDb db, DirectoryGroup row, CancellationToken ct)
    {
        if (await db.HasOtherGroupAsync(row.DirectoryKey, row.DisplayNameKey, row.Id, ct))
            throw new ScimException(ScimTypes.Uniqueness, "displayName: another group of this directory has this displayName (compared ignoring case).");
    }
}
