using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs;
using Orgvue.ScimEndpoint.WorkOs.In;
using Orgvue.ScimEndpoint.WorkOs.Pulling;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Directories that live at WorkOS: linked, shown, pulled and unlinked, for the admin API and the command line.</summary>
public sealed class WorkOsDesk(
    Store store, Onboarded directories, LinkSecrets secrets, Pulls pulls, PullRunner runner, Registers registers, IOptions<PullOptions> pulling,
    IOptions<NotificationOptions> network, TimeProvider clock)
{
    internal bool PrivateToo => network.Value.AllowPrivateNetworks;

    public async Task<WorkOsLinkView> GetAsync(string directoryId, string origin, CancellationToken ct) =>
        await ViewAsync(await directories.FindAsync(directoryId, ct), origin, ct);

    /// <summary>Links the directory, or puts another link in the place of the one there is.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<(WorkOsLinkView View, bool Created)> PutAsync(string directoryId, NewWorkOsLink wish, string origin, CancellationToken ct)
    {
        var checks = new Checks();
        var link = wish.Checked(checks, "", PrivateToo);
        checks.Refuse();
        var directory = await directories.FindAsync(directoryId, ct);
        var (created, before) = await store.WriteAsync(async db =>
        {
            var row = await db.WorkOsLinks.FindAsync([directory.Key], ct);
            if (row is null)
            {
                Add(db, directory.Key, link);
                return (true, (WorkOsDeletedUsers?)null);
            }
            var was = (row.RemoteId, row.BaseUrl, row.DeletedUsers);
            link.Fill(row, secrets);
            await ChangedAsync(db, row, was.RemoteId, was.BaseUrl, opensAnew: true, ct);
            return (false, was.DeletedUsers);
        }, ct);
        await ReviewAsync(directory.Key, before, link.DeletedUsers, ct);
        return (await ViewAsync(directory, origin, ct), created);
    }

    public async Task<WorkOsLinkView> EditAsync(string directoryId, WorkOsLinkEdit edit, string origin, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        var (before, after) = await store.WriteAsync(async db =>
        {
            var row = await FindAsync(db, directory, ct);
            var was = (row.RemoteId, row.BaseUrl, row.DeletedUsers);
            edit.Apply(row, secrets, PrivateToo);
            await ChangedAsync(db, row, was.RemoteId, was.BaseUrl, edit.OpensAnew, ct);
            return (was.DeletedUsers, row.DeletedUsers);
        }, ct);
        await ReviewAsync(directory.Key, before, after, ct);
        return await ViewAsync(directory, origin, ct);
    }

    /// <summary>What came from WorkOS stays; what was known of it there is forgotten.</summary>
    public async Task RemoveAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        await store.WriteAsync(async db =>
        {
            db.Remove(await FindAsync(db, directory, ct));
            await ForgetAsync(db, directory.Key, ct);
        }, ct);
    }

    /// <summary>The next secret of the webhooks; the one before is accepted too until it is ended.</summary>
    public async Task<WorkOsLinkView> RotateAsync(string directoryId, NewWorkOsSecret wish, string origin, CancellationToken ct)
    {
        var secret = wish.Checked();
        var directory = await directories.FindAsync(directoryId, ct);
        await store.WriteAsync(async db =>
        {
            var row = await FindAsync(db, directory, ct);
            if (row.OldSecret is not null)
                throw new RefusalException(StatusCodes.Status409Conflict, "RotationUnderWay",
                    "Two secrets are accepted already; end the rotation first (DELETE …/workos/secret/old).");
            (row.OldSecret, row.Secret) = (row.Secret, secrets.Protect(secret));
            Touch(row);
        }, ct);
        return await ViewAsync(directory, origin, ct);
    }

    /// <summary>Ends a rotation: the new secret alone is accepted.</summary>
    public async Task<WorkOsLinkView> EndRotationAsync(string directoryId, string origin, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        await store.WriteAsync(async db =>
        {
            var row = await FindAsync(db, directory, ct);
            if (row.OldSecret is null) return;
            row.OldSecret = null;
            Touch(row);
        }, ct);
        return await ViewAsync(directory, origin, ct);
    }

    /// <summary>Asks for a pull, or joins the one under way.</summary>
    public async Task<WorkOsPullView> PullAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        var link = await store.ReadAsync(db => FindAsync(db, directory, ct));
        if (Closed(directory, link) is var (code, why)) throw new RefusalException(StatusCodes.Status409Conflict, code, why);
        await pulls.AskAsync(directory.Key, ct);
        return await PullViewAsync(directory.Key, ct);
    }

    /// <summary>Reads here and now what is due, for whoever has no server running; where another node is at it, nothing.</summary>
    public async Task<WorkOsPullView> PullHereAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        await runner.RunAsync(directory.Key, ct);
        return await PullViewAsync(directory.Key, ct);
    }

    /// <summary>The row of a link within the creation of its directory.</summary>
    internal void Add(ScimDb db, int directory, CheckedLink link)
    {
        var now = clock.GetUtcNow();
        var row = new WorkOsLink { DirectoryKey = directory, CreatedAt = now, UpdatedAt = now };
        link.Fill(row, secrets);
        db.Add(row);
    }

    internal static async Task ForgetAsync(ScimDb db, int directory, CancellationToken ct)
    {
        // Without its row a pull under way ends at its next page and writes nothing more.
        await db.DeleteAsync(db.WorkOsPulls.Where(p => p.DirectoryKey == directory), ct);
        await db.DeleteAsync(db.WorkOsItems.Where(i => i.DirectoryKey == directory), ct);
        await db.DeleteAsync(db.WorkOsReceived.Where(r => r.DirectoryKey == directory), ct);
    }

    static (string Code, string Why)? Closed(Directory directory, WorkOsLink link) => link switch
    {
        _ when directory.State != DirectoryState.Linked => ("DirectoryUnlinked", "The directory itself is unlinked here; link it first."),
        { Enabled: false } => ("LinkNotEnabled", "The link is not enabled."),
        { ApiKey: null } => ("NoApiKey", "The link has no API key; without one nothing can be pulled."),
        _ when PullSchedule.IsTornDown(link) =>
            ("DirectoryTornDown", "The directory was deleted at WorkOS; nothing is pulled until it is activated there."),
        _ => null,
    };

    async Task ChangedAsync(ScimDb db, WorkOsLink row, string? remoteId, string? baseUrl, bool opensAnew, CancellationToken ct)
    {
        if (!db.ChangeTracker.HasChanges()) return;
        Touch(row);
        var elsewhere = row.RemoteId != remoteId && remoteId is not null || row.BaseUrl != baseUrl;
        // What another directory's events said of its end and beginning is nothing to this one.
        if (elsewhere) (row.TornDownAt, row.TornDownBy, row.ActivatedAt, row.SweptAt) = (null, null, null, null);
        if (await db.WorkOsPulls.FindAsync([row.DirectoryKey], ct) is not { } pull) return;
        if (elsewhere)
        {
            // Whatever is under way stops; the next look begins anew, with another's cursors forgotten.
            (pull.Phase, pull.Node, pull.NodeUntil, pull.EventCursor, pull.RemoteStart) = (WorkOsPullPhase.Idle, null, null, null, null);
            (pull.FinishedAt, pull.After, pull.Owner, pull.Number) = (null, null, null, pull.Number + 1);
        }
        if (elsewhere || opensAnew) (pull.DueAt, pull.FailedAttempts, pull.Error) = (clock.GetUtcNow(), 0, null);
        pull.Version++;
    }

    // Whether users deleted at WorkOS are there follows from it.
    Task ReviewAsync(int directory, WorkOsDeletedUsers? before, WorkOsDeletedUsers after, CancellationToken ct) =>
        before is null || before == after ? Task.CompletedTask : registers.ReviewDeletedAsync(directory, ct);

    void Touch(WorkOsLink row)
    {
        row.UpdatedAt = clock.GetUtcNow();
        row.Version++;
    }

    static async Task<WorkOsLink> FindAsync(ScimDb db, Directory directory, CancellationToken ct) =>
        await db.WorkOsLinks.SingleOrDefaultAsync(l => l.DirectoryKey == directory.Key, ct)
        ?? throw new RefusalException(
            StatusCodes.Status404NotFound, "WorkOsLinkNotFound", $"The directory \"{directory.Id}\" is not linked to WorkOS.");

    Task<WorkOsLinkView> ViewAsync(Directory directory, string origin, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var link = await FindAsync(db, directory, ct);
        return await WorkOsViews.LinkAsync(db, directory, link, secrets, pulling.Value, origin, clock.GetUtcNow(), ct);
    });

    Task<WorkOsPullView> PullViewAsync(int directory, CancellationToken ct) => store.ReadAsync(async db =>
        await WorkOsViews.PullAsync(db, directory, pulling.Value, clock.GetUtcNow(), ct)
        ?? throw new RefusalException(StatusCodes.Status404NotFound, "WorkOsLinkNotFound", "The directory was unlinked meanwhile."));
}
