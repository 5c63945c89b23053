using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>
/// Which request comes next. The events before the walk, the directory itself, then its groups, users and memberships, then the events
/// since: what changed during the walk is told by them, and the later statement counts.
/// </summary>
public sealed class PullSteps(
    Pulls pulls, Walk walk, EventStream events, TimeProvider clock, IOptions<PullOptions> options, ILogger<PullSteps> log)
{
    /// <summary>In which a directory's lists are its own and whole.</summary>
    static readonly string[] Whole = ["linked", "active"];

    /// <summary>In which a directory is as good as gone, and its lists are empty or about to be.</summary>
    static readonly string[] Going = ["unlinked", "deleting", "inactive"];

    // By the directory's id there: which organization's events to ask for; null for all.
    readonly ConcurrentDictionary<string, string?> _organizations = new();

    /// <summary>Null when there is nothing more to ask.</summary>
    internal async Task<Step?> NextAsync(Held held, CancellationToken ct)
    {
        if (PullSchedule.IsTornDown(held.Link) && held.Pull.Phase != WorkOsPullPhase.Idle)
        {
            const string torn = "The directory was deleted at WorkOS; it is read again when it is activated there.";
            await pulls.NoteAsync(held.Pull, (pull, _) => End(pull, torn), ct, asked: false);
            return null;
        }
        if (held.Link.RemoteId is null) return FindDirectory(held);
        return held.Pull.Phase switch
        {
            WorkOsPullPhase.Idle => held.Session.CaughtUp ? null : Events(held),
            // The events first: a teardown, or the activation after it, may be among them.
            WorkOsPullPhase.Cursor when held.Pull is { RemoteStart: null, EventCursor: not null } && !held.Session.CaughtUp => Events(held),
            WorkOsPullPhase.Cursor when held.Pull.RemoteStart is null => Begin(held),
            WorkOsPullPhase.Cursor => events.First(held, _organizations.GetValueOrDefault(held.RemoteId)),
            WorkOsPullPhase.Groups => walk.Groups(held),
            WorkOsPullPhase.Users => walk.Users(held),
            WorkOsPullPhase.Memberships => await walk.MembershipsAsync(held, ct) ?? Events(held),
            WorkOsPullPhase.Replay => Events(held),
            WorkOsPullPhase.Sweep => Sweep(held),
            _ => throw new InvalidOperationException($"There is no phase {held.Pull.Phase}."),
        };
    }

    Step Events(Held held) =>
        _organizations.TryGetValue(held.RemoteId, out var organization) ? events.Next(held, organization) : Look(held);

    // Where the key sees one directory alone nobody need say which.
    Step FindDirectory(Held held) => new("/directories?limit=100", async (told, ct) =>
    {
        if (RemotePage.Read(told.Body, null) is not { } page) return Step.Unreadable;
        if (page.Objects is [var only] && page.After is null)
        {
            await pulls.NoteAsync(held.Pull, (_, link) => (link.RemoteId, link.Version) = (only.Id, link.Version + 1), ct);
            return null;
        }
        return new Answer.Useless(page.Objects.Count == 0
            ? "The API key sees no directory."
            : $"The API key sees {page.Objects.Count}{(page.After is null ? "" : " or more")} directories; say which one with directoryId: "
                + string.Join(", ", page.Objects.Take(10).Select(d => $"{d.Id} ({RemotePage.Text(d.Json, "name")})")) + ".");
    });

    // Only to know whose events to ask for; where the directory is gone they say so.
    Step Look(Held held) => new(Listing.Directory(held.RemoteId), async (told, ct) =>
    {
        if (!IsDirectory(told.Body, held.RemoteId)) return Step.Unreadable;
        _organizations[held.RemoteId] = RemotePage.Text(told.Body, "organization_id");
        await pulls.NoteAsync(held.Pull, (_, _) => { }, ct);
        return null;
    }, ct =>
    {
        _organizations[held.RemoteId] = null;
        return pulls.NoteAsync(held.Pull, (_, _) => { }, ct);
    });

    Step Begin(Held held) => new(Listing.Directory(held.RemoteId), async (told, ct) =>
    {
        if (!IsDirectory(told.Body, held.RemoteId)) return Step.Unreadable;
        if (RemotePage.Text(told.Body, "state") is { } state && Going.Contains(state))
            return new Answer.Useless($"The directory is {state} at WorkOS: nothing is read of it, and nobody is removed.");
        _organizations[held.RemoteId] = RemotePage.Text(told.Body, "organization_id");
        var at = told.At ?? clock.GetUtcNow();
        await pulls.NoteAsync(held.Pull, (pull, _) =>
        {
            // To the second, as the answer's date is: what happened within it comes after.
            pull.RemoteStart = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
            if (pull.EventCursor is not null) (pull.Phase, pull.After) = (WorkOsPullPhase.Groups, null);
        }, ct);
        return null;
    });

    /// <summary>
    /// Everything was read to its end: what was not seen is not there. Unless WorkOS itself says that there are more users than that, or
    /// that the directory is not whole: then somebody may only have been left out.
    /// </summary>
    Step Sweep(Held held) => new(Listing.Directory(held.RemoteId), async (told, ct) =>
    {
        if (!IsDirectory(told.Body, held.RemoteId)) return Step.Unreadable;
        var doubt = RemotePage.Text(told.Body, "state") is { } state && !Whole.Contains(state)
            ? $"The directory is {state} at WorkOS: nobody was removed."
            : await walk.LeftAsync(held, ct) is var left && ActiveUsers(told.Body) is { } active && left < active
                ? $"WorkOS speaks of {active} active users and listed {left}: nobody was removed."
                : null;
        await walk.SweepAsync(held, doubt is null, pull => End(pull, doubt), ct);
        log.Pulled(held.Directory, held.Pull.Number, held.Pull.Users, held.Pull.Groups, held.Pull.Memberships, held.Pull.Events,
            held.Pull.Requests + 1, doubt is null);
        return null;
    });

    void End(WorkOsPull pull, string? error)
    {
        (pull.Phase, pull.After, pull.Owner, pull.Error) = (WorkOsPullPhase.Idle, null, null, error);
        (pull.FinishedAt, pull.DueAt) = (clock.GetUtcNow(), clock.GetUtcNow() + options.Value.CatchUpEvery);
    }

    static bool IsDirectory(JsonElement body, string id) => body.ValueKind == JsonValueKind.Object && RemotePage.Text(body, "id") == id;

    static long? ActiveUsers(JsonElement directory) =>
        directory.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("users", out var users) && users.ValueKind == JsonValueKind.Object
        && users.TryGetProperty("active", out var active) && active.ValueKind == JsonValueKind.Number && active.TryGetInt64(out var number)
            ? number
            : null;
}
