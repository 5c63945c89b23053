using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>The calls by which a directory shows users, or groups: those that every transport uses.</summary>
abstract class Shown(WorkOsItemKind kind)
{
    public WorkOsItemKind Kind => kind;

    /// <summary>Whom the directory has already and nothing claims: pushed before WorkOS told of it.</summary>
    /// <param name="taken">Those that were claimed just now, of which the registers do not tell yet.</param>
    public abstract Task<Guid?> UnclaimedAsync(
        ScimDb db, int directory, string? externalId, string name, IReadOnlyCollection<Guid> taken, CancellationToken ct);

    public abstract Task<Guid> CreateAsync(DirectoryContext directory, JsonElement data, string name, bool present, CancellationToken ct);

    public abstract Task ChangeAsync(DirectoryContext directory, Guid id, JsonElement data, string name, bool present, CancellationToken ct);

    public abstract Task DeleteAsync(DirectoryContext directory, Guid id, CancellationToken ct);

    /// <summary>The memberships that have to be looked at when this one comes.</summary>
    public abstract IQueryable<WorkOsItem> MembershipsOf(IQueryable<WorkOsItem> items, string remoteId);
}

sealed class ShownUsers(Users users) : Shown(WorkOsItemKind.User)
{
    public override async Task<Guid?> UnclaimedAsync(
        ScimDb db, int directory, string? externalId, string name, IReadOnlyCollection<Guid> taken, CancellationToken ct)
    {
        var key = Fold.Key(name);
        var free = db.Users.Where(u => u.DirectoryKey == directory && !taken.Contains(u.Id)
            && !db.WorkOsItems.Any(i => i.DirectoryKey == directory && i.LocalId == u.Id));
        var same = free.Where(u => u.ExternalId == externalId).OrderBy(u => u.Id).Select(u => (Guid?)u.Id);
        return (externalId is null ? null : await same.FirstOrDefaultAsync(ct))
            ?? await free.Where(u => u.UserNameKey == key).Select(u => (Guid?)u.Id).FirstOrDefaultAsync(ct);
    }

    public override async Task<Guid> CreateAsync(DirectoryContext directory, JsonElement data, string name, bool present, CancellationToken ct) =>
        (await users.CreateAsync(directory, Body(data, name, present), ct)).Id;

    public override Task ChangeAsync(DirectoryContext directory, Guid id, JsonElement data, string name, bool present, CancellationToken ct) =>
        users.ReplaceAsync(directory, id.ToString(), Body(data, name, present), null, ct);

    public override Task DeleteAsync(DirectoryContext directory, Guid id, CancellationToken ct) =>
        users.DeleteAsync(directory, id.ToString(), null, ct);

    public override IQueryable<WorkOsItem> MembershipsOf(IQueryable<WorkOsItem> items, string remoteId) =>
        items.Where(i => i.UserId == remoteId && i.Kind == WorkOsItemKind.Membership);

    static JsonObject Body(JsonElement data, string name, bool present) => ScimObjects.User(data, name, present && ScimObjects.IsActive(data));
}

sealed class ShownGroups(Groups groups) : Shown(WorkOsItemKind.Group)
{
    public override async Task<Guid?> UnclaimedAsync(
        ScimDb db, int directory, string? externalId, string name, IReadOnlyCollection<Guid> taken, CancellationToken ct)
    {
        var key = Fold.Key(name);
        var free = db.Groups.Where(g => g.DirectoryKey == directory && !taken.Contains(g.Id)
            && !db.WorkOsItems.Any(i => i.DirectoryKey == directory && i.LocalId == g.Id));
        var same = free.Where(g => g.ExternalId == externalId).OrderBy(g => g.Id).Select(g => (Guid?)g.Id);
        return (externalId is null ? null : await same.FirstOrDefaultAsync(ct))
            ?? await free.Where(g => g.DisplayNameKey == key).Select(g => (Guid?)g.Id).FirstOrDefaultAsync(ct);
    }

    public override async Task<Guid> CreateAsync(DirectoryContext directory, JsonElement data, string name, bool present, CancellationToken ct) =>
        (await groups.CreateAsync(directory, ScimObjects.Group(data, name), ct)).Id;

    // Not replaced as a whole: a PUT that names no members takes them all out.
    public override Task ChangeAsync(DirectoryContext directory, Guid id, JsonElement data, string name, bool present, CancellationToken ct)
    {
        var body = ScimObjects.Group(data, name);
        body.Remove("schemas");
        return groups.PatchAsync(directory, id.ToString(), [new(PatchOp.Replace, null, body, true, 0)], null, withMembers: false, ct);
    }

    public override Task DeleteAsync(DirectoryContext directory, Guid id, CancellationToken ct) =>
        groups.DeleteAsync(directory, id.ToString(), null, ct);

    public override IQueryable<WorkOsItem> MembershipsOf(IQueryable<WorkOsItem> items, string remoteId) =>
        items.Where(i => i.GroupId == remoteId && i.Kind == WorkOsItemKind.Membership);
}
