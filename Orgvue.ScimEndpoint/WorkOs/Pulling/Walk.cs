using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>The lists of a directory: its groups, its users, and who is in which group.</summary>
public sealed class Walk(Store store, Pulls pulls, Registers registers, IOptions<PullOptions> options)
{
    int Limit => options.Value.PullPageSize;

    internal Step Groups(Held held) => new(
        Listing.OldestFirst("/directory_groups", Limit, held.Pull.After, ("directory", held.RemoteId)),
        (told, ct) => FoldAsync(held, told, group => [Objects.ListedGroup(group.Json, held.RemoteStart)], (pull, page) =>
        {
            pull.Groups += page.Objects.Count;
            pull.After = page.After;
            if (page.After is null) pull.Phase = WorkOsPullPhase.Users;
        }, ct),
        held.Pull.After is null ? null : Again(held, pull => (pull.After, pull.Groups) = (null, 0)),
        HasCursor: held.Pull.After is not null);

    internal Step Users(Held held) => new(
        Listing.OldestFirst("/directory_users", Limit, held.Pull.After, ("directory", held.RemoteId)),
        (told, ct) =>
        {
            var shown = 0;
            return FoldAsync(held, told, user =>
            {
                var groups = GroupsOf(user.Json);
                shown += groups.Count;
                return
                [
                    Objects.ListedUser(user.Json, held.RemoteStart),
                    .. groups.Select(g => Objects.ListedMembership(g, user.Id, held.RemoteStart)),
                ];
            }, (pull, page) =>
            {
                pull.Users += page.Objects.Count;
                pull.Memberships += shown;
                pull.After = page.After;
                if (page.After is null) (pull.Phase, pull.Owner) = (WorkOsPullPhase.Memberships, null);
            }, ct);
        },
        held.Pull.After is null ? null : Again(held, pull => (pull.After, pull.Users, pull.Memberships) = (null, 0, 0)),
        HasCursor: held.Pull.After is not null);

    /// <summary>Null when all memberships are known; the pull is in its next phase then.</summary>
    internal async Task<Step?> MembershipsAsync(Held held, CancellationToken ct)
    {
        var last = held.Pull.Owner is { } kept ? Owner.Parse(kept) : await ChooseAsync(held, ct);
        var owner = held.Pull.After is not null ? last : await store.ReadAsync(db => NextAsync(db, held.Pull, last, ct));
        if (owner is not null) return Memberships(held, owner);
        await pulls.NoteAsync(
            held.Pull, (pull, _) => (pull.Phase, pull.After, pull.Owner) = (WorkOsPullPhase.Replay, null, null), ct, asked: false);
        return null;
    }

    Step Memberships(Held held, Owner owner) => new(
        owner.IsUser
            ? Listing.OldestFirst("/directory_groups", Limit, held.Pull.After, ("directory", held.RemoteId), ("user", owner.Id))
            : Listing.OldestFirst("/directory_users", Limit, held.Pull.After, ("directory", held.RemoteId), ("group", owner.Id)),
        (told, ct) => FoldAsync(held, told, of => owner.IsUser
            ? [Objects.ListedGroup(of.Json, held.RemoteStart), Objects.ListedMembership(of.Id, owner.Id, held.RemoteStart)]
            : [Objects.ListedUser(of.Json, held.RemoteStart), Objects.ListedMembership(owner.Id, of.Id, held.RemoteStart)],
            (pull, page) =>
            {
                pull.Memberships += page.Objects.Count;
                (pull.Owner, pull.After) = (owner.ToString(), page.After);
            }, ct),
        // With a cursor it may be the cursor: once more from the beginning. Without one it is gone, and the events say so.
        held.Pull.After is { Length: > 0 }
            ? Again(held, pull => pull.After = "")
            : ct => StandByAsync(held, owner, ct),
        HasCursor: held.Pull.After is { Length: > 0 });

    /// <summary>Whose memberships are still to be read; null where the pull has not come to that.</summary>
    public static async Task<int?> OwnersLeftAsync(ScimDb db, WorkOsPull pull, CancellationToken ct) =>
        pull is { Phase: WorkOsPullPhase.Memberships, Owner: { } owner } ? await After(db, pull, Owner.Parse(owner)).CountAsync(ct) : null;

    /// <summary>How many users the pull leaves.</summary>
    internal Task<int> LeftAsync(Held held, CancellationToken ct) => store.ReadAsync(db => db.WorkOsItems.CountAsync(i =>
        i.DirectoryKey == held.Directory && i.Kind == WorkOsItemKind.User && i.Present && i.At >= held.RemoteStart, ct));

    /// <summary>Ends the pull, and with it whatever it did not see, unless that is in doubt.</summary>
    internal Task SweepAsync(Held held, bool whole, Action<WorkOsPull> end, CancellationToken ct) => store.TogetherAsync(async () =>
    {
        if (whole) await KeepForRehiresAsync(held, ct);
        if (whole) await registers.SweepAsync(held.Directory, held.Pull.Number, held.RemoteStart, ct);
        await pulls.NoteAsync(held.Pull, (pull, _) => end(pull), ct);
    }, ct);

    async Task<Answer?> FoldAsync(
        Held held, Answer.Told told, Func<RemoteObject, IEnumerable<Statement>> read, Action<WorkOsPull, RemotePage> note,
        CancellationToken ct)
    {
        if (RemotePage.Read(told.Body, held.Pull.After) is not { } page) return Step.Unreadable;
        // Nobody is let in who is another directory's.
        if (page.Objects.Any(o => RemotePage.Text(o.Json, "directory_id") is { } of && of != held.RemoteId))
            return new Answer.Useless("WorkOS answered with objects of another directory.");
        List<Statement> statements;
        try
        {
            statements = [.. page.Objects.SelectMany(read)];
        }
        catch (UnreadableException e)
        {
            return new Answer.Later($"The answer is not what WorkOS answers to this request: {e.Message}", null);
        }
        await store.TogetherAsync(async () =>
        {
            await registers.FoldAsync(held.Directory, statements, held.Pull.Number, ct);
            await pulls.NoteAsync(held.Pull, (pull, _) => note(pull, page), ct);
        }, ct);
        return null;
    }

    Func<CancellationToken, Task> Again(Held held, Action<WorkOsPull> from) => ct => pulls.NoteAsync(held.Pull, (pull, _) => from(pull), ct);

    // What is known of whose list could not be read stays as it is until the events, or the next pull, say otherwise.
    Task StandByAsync(Held held, Owner owner, CancellationToken ct) => store.TogetherAsync(async () =>
    {
        await AffirmAsync(held, (_, members) => members.Where(m => owner.IsUser ? m.UserId == owner.Id : m.GroupId == owner.Id), ct);
        await pulls.NoteAsync(held.Pull, (pull, _) => (pull.Owner, pull.After) = (owner.ToString(), null), ct);
    }, ct);

    // Who is deleted at WorkOS is in no list of members, and a rehire need not repeat the memberships: those of a user who stays,
    // deactivated, stay with him.
    Task KeepForRehiresAsync(Held held, CancellationToken ct) => held.Link.DeletedUsers == WorkOsDeletedUsers.Remove
        ? Task.CompletedTask
        : AffirmAsync(held, (db, members) => members.Where(m => m.SeenInPull != held.Pull.Number && db.WorkOsItems.Any(u =>
            u.DirectoryKey == held.Directory && u.Kind == WorkOsItemKind.User && u.RemoteId == m.UserId && u.SeenInPull != held.Pull.Number
            && (!u.Present || u.At < held.RemoteStart))), ct);

    async Task AffirmAsync(Held held, Func<ScimDb, IQueryable<WorkOsItem>, IQueryable<WorkOsItem>> which, CancellationToken ct)
    {
        var known = await store.ReadAsync(db => which(db, db.WorkOsItems.AsNoTracking()
                .Where(i => i.DirectoryKey == held.Directory && i.Kind == WorkOsItemKind.Membership && i.Present))
            .Select(i => new { i.GroupId, i.UserId }).ToListAsync(ct));
        await registers.FoldAsync(held.Directory,
            [.. known.Select(m => Objects.ListedMembership(m.GroupId!, m.UserId!, held.RemoteStart))], held.Pull.Number, ct);
    }

    /// <summary>Group by group or user by user, whichever is fewer calls. A user who was shown with groups was shown with all of them.</summary>
    Task<Owner> ChooseAsync(Held held, CancellationToken ct) => store.ReadAsync(async db => new Owner(
        IsUser: await Untold(db, held.Pull).CountAsync(ct) < await Seen(db, held.Pull, WorkOsItemKind.Group).CountAsync(ct), Id: ""));

    static async Task<Owner?> NextAsync(ScimDb db, WorkOsPull pull, Owner last, CancellationToken ct)
    {
        var id = await After(db, pull, last).OrderBy(i => i.RemoteId).Select(i => i.RemoteId).FirstOrDefaultAsync(ct);
        return id is null ? null : last with { Id = id };
    }

    static IQueryable<WorkOsItem> After(ScimDb db, WorkOsPull pull, Owner last) =>
        (last.IsUser ? Untold(db, pull) : Seen(db, pull, WorkOsItemKind.Group)).Where(i => string.Compare(i.RemoteId, last.Id) > 0);

    static IQueryable<WorkOsItem> Seen(ScimDb db, WorkOsPull pull, WorkOsItemKind kind) => db.WorkOsItems.AsNoTracking()
        .Where(i => i.DirectoryKey == pull.DirectoryKey && i.Kind == kind && i.SeenInPull == pull.Number);

    // An empty list of groups may be none at all.
    static IQueryable<WorkOsItem> Untold(ScimDb db, WorkOsPull pull) => Seen(db, pull, WorkOsItemKind.User).Where(u =>
        !db.WorkOsItems.Any(m => m.DirectoryKey == pull.DirectoryKey && m.UserId == u.RemoteId && m.SeenInPull == pull.Number));

    static List<string> GroupsOf(JsonElement user) => user.TryGetProperty("groups", out var groups) && groups.ValueKind == JsonValueKind.Array
        ? [.. groups.EnumerateArray().Where(g => g.ValueKind == JsonValueKind.Object).Select(g => RemotePage.Text(g, "id"))
            .OfType<string>().Distinct()]
        : [];

    /// <summary>Whose memberships are read, or were read last.</summary>
    sealed record Owner(bool IsUser, string Id)
    {
        const string User = "user ", Group = "group ";

        public static Owner Parse(string text) =>
            text.StartsWith(User, StringComparison.Ordinal) ? new(true, text[User.Length..]) : new(false, text[Group.Length..]);

        public override string ToString() => (IsUser ? User : Group) + Id;
    }
}
