using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>
/// WorkOS's Events API: the same events that the webhooks bring, in their order. Read after a walk, and between two, so that a webhook that
/// was lost is missed no longer than that.
/// </summary>
public sealed class EventStream(Store store, Pulls pulls, Registers registers, TimeProvider clock, ILogger<EventStream> log)
{
    const int Limit = 100;

    /// <summary>
    /// Where the events are before the walk: one page from a little before it begins is enough, for what is read twice is no news.
    /// </summary>
    internal Step First(Held held, string? organization) => new(
        Listing.Events(Limit, organization, null, From(held)),
        async (told, ct) =>
        {
            if (RemotePage.Read(told.Body, null) is not { } page) return Step.Unreadable;
            await pulls.NoteAsync(held.Pull, (pull, _) =>
            {
                // What came within the second in which the walk began is read again after it.
                pull.EventCursor = page.Objects.TakeWhile(e => CreatedAt(e) < held.RemoteStart).LastOrDefault()?.Id;
                (pull.Phase, pull.After) = (WorkOsPullPhase.Groups, null);
            }, ct);
            return null;
        });

    /// <summary>The next page of what came since.</summary>
    internal Step Next(Held held, string? organization) => new(
        Listing.Events(Limit, organization, held.Pull.EventCursor, From(held)),
        async (told, ct) =>
        {
            if (RemotePage.Read(told.Body, held.Pull.EventCursor) is not { } page) return Step.Unreadable;
            var own = page.Objects.Where(e => DirectoryOf(e) == held.RemoteId).DistinctBy(e => e.Id).ToList();
            await store.TogetherAsync(async () =>
            {
                await TakeAsync(held.Directory, own, ct);
                await pulls.NoteAsync(held.Pull, (pull, _) => Note(pull, page, own.Count), ct);
            }, ct);
            if (page.After is null) held.Session.CaughtUp = true;
            return null;
        },
        held.Pull.EventCursor is null ? null : ct => pulls.NoteAsync(held.Pull, (pull, _) => pull.EventCursor = null, ct),
        HasCursor: held.Pull.EventCursor is not null);

    void Note(WorkOsPull pull, RemotePage page, int own)
    {
        if (page.Objects.Count > 0) pull.EventCursor = page.Objects[^1].Id;
        if (pull.Phase != WorkOsPullPhase.Idle) pull.Events += own;
        if (page.After is not null) return;
        if (pull.Phase is WorkOsPullPhase.Replay) pull.Phase = WorkOsPullPhase.Sweep;
        if (pull.Phase is WorkOsPullPhase.Idle) pull.DueAt = pulls.NextLook;
    }

    // What a webhook brought already is no news; what it brings after this is none either.
    async Task TakeAsync(int directory, List<RemoteObject> events, CancellationToken ct)
    {
        if (events.Count == 0) return;
        var ids = events.Select(e => e.Id).ToArray();
        var known = await store.ReadAsync(db => db.WorkOsReceived.AsNoTracking()
            .Where(r => r.DirectoryKey == directory && ids.Contains(r.EventId)).Select(r => r.EventId).ToHashSetAsync(ct));
        var news = events.Where(e => !known.Contains(e.Id)).Select(e => (Raw: e, Read: Read(directory, e))).ToList();
        await registers.FoldAsync(directory, [.. news.SelectMany(e => e.Read?.Statements ?? [])], null, ct);
        await store.WriteAsync(db =>
        {
            db.AddRange(news.Select(e => new WorkOsReceived
            {
                DirectoryKey = directory, EventId = e.Raw.Id, Event = TypeOf(e.Raw) ?? "", Body = e.Raw.Json.GetRawText(),
                CreatedAt = CreatedAt(e.Raw) ?? clock.GetUtcNow(), ReceivedAt = clock.GetUtcNow(),
                State = e.Read?.Kind switch
                {
                    EventKind.Known => WorkOsReceivedState.Merged,
                    EventKind.Unread => WorkOsReceivedState.Unread,
                    _ => WorkOsReceivedState.Unknown,
                },
            }));
            return Task.CompletedTask;
        }, ct);
    }

    // One that cannot be read must not keep all later ones from being read.
    Event? Read(int directory, RemoteObject of)
    {
        try
        {
            return Event.Read(of.Json);
        }
        catch (UnreadableException e)
        {
            log.EventUnreadable(directory, of.Id, e.Message);
            return null;
        }
    }

    static DateTimeOffset From(Held held) => (held.Pull.RemoteStart ?? DateTimeOffset.UnixEpoch) - PullSchedule.EventMargin;

    static DateTimeOffset? CreatedAt(RemoteObject of) =>
        Wire.WireTime.TryRead(RemotePage.Text(of.Json, "created_at"), out var at) ? at : null;

    /// <summary>Of which directory an event tells; of its own, its id.</summary>
    static string? DirectoryOf(RemoteObject of) =>
        of.Json.TryGetProperty("data", out var data) && data.ValueKind == System.Text.Json.JsonValueKind.Object
            ? RemotePage.Text(data, "directory_id") ?? (TypeOf(of) is "dsync.activated" or "dsync.deleted" ? RemotePage.Text(data, "id") : null)
            : null;

    static string? TypeOf(RemoteObject of) => RemotePage.Text(of.Json, "event");
}
