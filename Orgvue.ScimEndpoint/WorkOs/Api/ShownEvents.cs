using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>What happened, oldest first, byte for byte as the webhooks send it.</summary>
public sealed class ShownEvents(Store store, SettledEvents settled)
{
    /// <summary>
    /// Events stand in the order in which they were written, and a clock can be set back between two of them: a range is looked for a little
    /// beyond its ends.
    /// </summary>
    static readonly TimeSpan ClockMayHaveMoved = TimeSpan.FromHours(1);

    internal async Task<IActionResult> ListAsync(EventsAsked asked, CancellationToken ct)
    {
        var through = await settled.ThroughAsync(ct);
        return await store.ReadAsync(db => PageAsync(db, asked, through, ct));
    }

    static async Task<IActionResult> PageAsync(ScimDb db, EventsAsked asked, long through, CancellationToken ct)
    {
        var events = db.WorkOsEvents.AsNoTracking();
        if (through < long.MaxValue) events = events.Where(e => e.Sequence <= through);
        if (asked.After is { } after)
        {
            var sequence = await SequenceAsync(db, after, ct) ?? throw Refuse.UnknownCursor("after", after);
            events = events.Where(e => e.Sequence > sequence);
        }
        if (asked.OrganizationId is { } organization)
        {
            var key = WireId.DirectoryOf(organization) is { } directory ? await ShownDirectories.KeyOfAsync(db, directory, ct) ?? 0 : 0;
            events = events.Where(e => e.DirectoryKey == key);
        }
        if (asked.Names.Count > 0) events = events.Where(e => asked.Names.Contains(e.Event));
        events = await WithinAsync(db, events, asked, ct);
        var page = await events.OrderBy(e => e.Sequence).Take(asked.Limit + 1).Select(e => new { e.Id, e.Payload }).ToListAsync(ct);
        var shown = page.Take(asked.Limit).ToList();
        var next = page.Count > shown.Count ? $"\"{WireId.Of(WireId.Event, shown[^1].Id)}\"" : "null";
        // The stored texts are exact already.
        return new WireJson($$$"""{"object":"list","data":[{{{string.Join(',', shown.Select(e => e.Payload))}}}],"list_metadata":{"after":{{{next}}}}}""");
    }

    // An event that has been let go is as unknown as one that never was: whoever stopped there has missed something and must hear of it.
    static async Task<long?> SequenceAsync(ScimDb db, string after, CancellationToken ct) =>
        WireId.TryParse(WireId.Event, after, out var id)
            ? await db.WorkOsEvents.Where(e => e.Id == id).Select(e => (long?)e.Sequence).SingleOrDefaultAsync(ct)
            : null;

    // The ends of the range are looked up by time; between them events are read in their order.
    static async Task<IQueryable<WorkOsEvent>> WithinAsync(ScimDb db, IQueryable<WorkOsEvent> events, EventsAsked asked, CancellationToken ct)
    {
        if (asked.From is { } from)
        {
            var early = Shifted(from, -ClockMayHaveMoved);
            var first = await db.WorkOsEvents.Where(e => e.CreatedAt >= early).OrderBy(e => e.CreatedAt).ThenBy(e => e.Sequence)
                .Select(e => (long?)e.Sequence).FirstOrDefaultAsync(ct) ?? long.MaxValue;
            events = events.Where(e => e.Sequence >= first && e.CreatedAt >= from);
        }
        if (asked.To is { } to)
        {
            var late = Shifted(to, ClockMayHaveMoved);
            var last = await db.WorkOsEvents.Where(e => e.CreatedAt <= late).OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Sequence)
                .Select(e => (long?)e.Sequence).FirstOrDefaultAsync(ct) ?? 0;
            events = events.Where(e => e.Sequence <= last && e.CreatedAt <= to);
        }
        return events;
    }

    static DateTimeOffset Shifted(DateTimeOffset instant, TimeSpan by) =>
        new(Math.Clamp(instant.Ticks + by.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
