using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs;
using Orgvue.ScimEndpoint.WorkOs.Pulling;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>How a directory is linked to WorkOS, and how it stands. Keys and secrets are shown by their ends alone.</summary>
/// <param name="DirectoryId">The directory's id at WorkOS; null until it is told.</param>
/// <param name="BaseUrl">Where the REST API is asked.</param>
/// <param name="ApiKey">The end of the API key; null where there is none.</param>
/// <param name="WebhookSecret">The end of the secret that signs the webhooks; null where there is none.</param>
/// <param name="OldWebhookSecret">While the secret is being rotated, the end of the one before, which is accepted too.</param>
/// <param name="WebhookUrl">What to register at WorkOS as the endpoint of its dsync events.</param>
/// <param name="State">disabled: nothing is taken. tornDown: deleted at WorkOS and not activated since.</param>
/// <param name="Pull">The last pull, or the one under way; null before the first.</param>
public sealed record WorkOsLinkView(
    string? DirectoryId, string BaseUrl, string? ApiKey, string? WebhookSecret, string? OldWebhookSecret, WorkOsDeletedUsers DeletedUsers,
    bool Enabled, string WebhookUrl, WorkOsLinkState State, DateTimeOffset? TornDownAt, DateTimeOffset? ActivatedAt, WorkOsPullView? Pull,
    WorkOsEventCounts Events, WorkOsItemCounts Items, IReadOnlyList<WorkOsProblem> Problems, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

public enum WorkOsLinkState { Enabled, Disabled, TornDown }

/// <summary>A pull: the last one, or the one under way.</summary>
/// <param name="Running">Whether it is under way, be it that it waits.</param>
/// <param name="Phase">What is being read; idle when none is under way.</param>
/// <param name="FinishedAt">When the last complete pull was over.</param>
/// <param name="EstimatedEnd">When the one under way will probably be over; null while it cannot be told.</param>
/// <param name="RetryAt">When it is tried again after an error.</param>
/// <param name="NextPullAt">When everything is read next; null while a pull is under way, or where that is only done on demand.</param>
/// <param name="Error">What keeps it from going on, or, of one that is over, why nobody was removed.</param>
public sealed record WorkOsPullView(
    int Number, bool Running, WorkOsPullPhase Phase, WorkOsPullTrigger Trigger, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? EstimatedEnd, int Users, int Groups, int Memberships, int Events, int Requests, int FailedAttempts, DateTimeOffset? RetryAt,
    DateTimeOffset? NextPullAt, string? Error);

/// <summary>Events that came, by webhook or from the Events API, by what became of them.</summary>
public sealed record WorkOsEventCounts(int Pending, int Merged, int Unknown, int Unread, int Foreign);

/// <summary>What is known of the directory at WorkOS.</summary>
/// <param name="Waiting">What the directory may not show yet.</param>
/// <param name="Problems">What the directory cannot show.</param>
public sealed record WorkOsItemCounts(int Users, int Groups, int Memberships, int Waiting, int Problems);

/// <summary>What the directory cannot show, and why.</summary>
/// <param name="Id">The id at WorkOS.</param>
/// <param name="Name">A user's e-mail or a group's name, as WorkOS has it.</param>
public sealed record WorkOsProblem(WorkOsItemKind Kind, string Id, string? Name, string Reason, DateTimeOffset? RetryAt);

static class WorkOsViews
{
    const int MostProblems = 100;
    const int End = 4;

    public static async Task<WorkOsLinkView> LinkAsync(
        ScimDb db, Directory directory, WorkOsLink link, LinkSecrets secrets, PullOptions options, string origin, DateTimeOffset now,
        CancellationToken ct)
    {
        var key = directory.Key;
        var events = (await db.WorkOsReceived.Where(r => r.DirectoryKey == key).GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Count);
        var items = (await db.WorkOsItems.Where(i => i.DirectoryKey == key && i.Present).GroupBy(i => i.Kind)
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Count);
        var troubled = db.WorkOsItems.Where(i => i.DirectoryKey == key && i.Problem != null);
        var problems = await troubled.AsNoTracking().OrderBy(i => i.Kind).ThenBy(i => i.RemoteId).Take(MostProblems).ToListAsync(ct);
        return new(
            link.RemoteId, link.BaseUrl ?? options.BaseUrl, EndOf(link.ApiKey, secrets), EndOf(link.Secret, secrets), EndOf(link.OldSecret, secrets),
            link.DeletedUsers, link.Enabled, $"{origin.TrimEnd('/')}/workos/webhooks/{directory.Id}",
            !link.Enabled ? WorkOsLinkState.Disabled : PullSchedule.IsTornDown(link) ? WorkOsLinkState.TornDown : WorkOsLinkState.Enabled,
            link.TornDownAt, link.ActivatedAt, await PullAsync(db, key, options, now, ct),
            new(Of(WorkOsReceivedState.Pending), Of(WorkOsReceivedState.Merged), Of(WorkOsReceivedState.Unknown), Of(WorkOsReceivedState.Unread),
                Of(WorkOsReceivedState.Foreign)),
            new(items.GetValueOrDefault(WorkOsItemKind.User), items.GetValueOrDefault(WorkOsItemKind.Group),
                items.GetValueOrDefault(WorkOsItemKind.Membership),
                await db.WorkOsItems.CountAsync(i => i.DirectoryKey == key && i.Dirty, ct), await troubled.CountAsync(ct)),
            [.. problems.Select(i => new WorkOsProblem(i.Kind, i.RemoteId, NameOf(i), i.Problem!, i.RetryAt))], link.CreatedAt, link.UpdatedAt);

        int Of(WorkOsReceivedState state) => events.GetValueOrDefault(state);
    }

    /// <summary>Null before the first pull.</summary>
    public static async Task<WorkOsPullView?> PullAsync(ScimDb db, int directory, PullOptions options, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.WorkOsPulls.AsNoTracking().SingleOrDefaultAsync(p => p.DirectoryKey == directory, ct) is not { } pull) return null;
        var running = pull.Phase != WorkOsPullPhase.Idle;
        var end = running ? await EndAsync(db, pull, options, now, ct) : null;
        return new(
            pull.Number, running, pull.Phase, pull.Trigger, pull.StartedAt, pull.FinishedAt, end, pull.Users, pull.Groups, pull.Memberships,
            pull.Events, pull.Requests, pull.FailedAttempts, pull.FailedAttempts > 0 ? pull.DueAt : null,
            running || options.PullEvery == TimeSpan.Zero ? null : pull.FinishedAt + options.PullEvery, pull.Error);
    }

    static async Task<DateTimeOffset?> EndAsync(ScimDb db, WorkOsPull pull, PullOptions options, DateTimeOffset now, CancellationToken ct)
    {
        var present = db.WorkOsItems.Where(i => i.DirectoryKey == pull.DirectoryKey && i.Present);
        var users = await present.CountAsync(i => i.Kind == WorkOsItemKind.User, ct);
        var groups = await present.CountAsync(i => i.Kind == WorkOsItemKind.Group, ct);
        return PullProgress.Ends(pull, users, groups, await Walk.OwnersLeftAsync(db, pull, ct), options, now);
    }

    static string? EndOf(byte[]? kept, LinkSecrets secrets)
    {
        if (kept is null) return null;
        try
        {
            return "…" + secrets.Open(kept)[^End..];
        }
        catch (CryptographicException)
        {
            return "cannot be read: the keys that encrypted it are not there";
        }
    }

    static string? NameOf(WorkOsItem item)
    {
        if (item.Data is null) return item.Kind == WorkOsItemKind.Membership ? item.RemoteId : null;
        using var data = JsonDocument.Parse(item.Data);
        return item.Kind == WorkOsItemKind.User
            ? RemotePage.Text(data.RootElement, "email") ?? RemotePage.Text(data.RootElement, "username")
            : RemotePage.Text(data.RootElement, "name");
    }
}
