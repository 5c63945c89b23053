using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>What waits to be sent: taken by one node at a time, and written down when it was tried.</summary>
public sealed class Deliveries(Store store, TimeProvider clock, IOptions<NotificationOptions> options, ILogger<Deliveries> log)
{
    /// <summary>Endpoints for which something is due.</summary>
    public Task<List<Guid>> DueAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var believed = Waits.Believed(RetrySchedule.Longest, now);
        // One step into the index of what is due for each of the few endpoints, however much waits or is kept.
        return await db.WebhookEndpoints.Where(e => e.Enabled && (db.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.DueAt != null && d.DueAt <= now)
                || db.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.DueAt != null && d.DueAt > believed)))
            .Select(e => e.Id).ToListAsync(ct);
    });

    /// <summary>
    /// The oldest that is due, now this node's; null when there is none. It comes due again in a while, in case this node dies with it: of
    /// two that take it at once, the row's version lets one.
    /// </summary>
    public Task<Claimed?> ClaimAsync(Guid endpointId, CancellationToken ct) => store.WriteAsync(db => ClaimAsync(db, endpointId, ct), ct);

    async Task<Claimed?> ClaimAsync(ScimDb db, Guid endpointId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var believed = Waits.Believed(RetrySchedule.Longest, now);
        if (await db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(e => e.Id == endpointId && e.Enabled, ct) is not { } endpoint) return null;
        if (await db.WebhookDeliveries.Where(d => d.EndpointId == endpointId && d.DueAt != null && (d.DueAt <= now || d.DueAt > believed))
            .OrderBy(d => d.DueAt).ThenBy(d => d.Id).FirstOrDefaultAsync(ct) is not { } delivery) return null;
        delivery.DueAt = now + options.Value.Timeout + RetrySchedule.ClaimMargin;
        delivery.Attempts++;
        delivery.Version++;
        return new Claimed(endpoint, delivery);
    }

    /// <summary>Writes down what came of it. Nothing is written where the row went to somebody else in the meantime, or is gone.</summary>
    public Task NoteAsync(Claimed claimed, Attempt attempt, CancellationToken ct) => NoteAsync(claimed, attempt, andNext: false, ct);

    /// <summary>The same, and claims the next in the same transaction: what sending costs most is the commit.</summary>
    public Task<Claimed?> NoteAndClaimAsync(Claimed claimed, Attempt attempt, CancellationToken ct) => NoteAsync(claimed, attempt, andNext: true, ct);

    async Task<Claimed?> NoteAsync(Claimed claimed, Attempt attempt, bool andNext, CancellationToken ct)
    {
        var (row, next) = await store.WriteAsync(async db =>
        {
            var row = await NoteAsync(db, claimed, attempt, ct);
            // Before the next is looked for, or what was just sent might be found again.
            if (andNext) await db.SaveChangesAsync(ct);
            return (row, andNext ? await ClaimAsync(db, claimed.Endpoint.Id, ct) : null);
        }, ct);
        if (row is not null) Tell(row);
        return next;
    }

    async Task<WebhookDelivery?> NoteAsync(ScimDb db, Claimed claimed, Attempt attempt, CancellationToken ct)
    {
        var row = await db.WebhookDeliveries.FindAsync([claimed.Delivery.EndpointId, claimed.Delivery.Id], ct);
        if (row is null || row.Version != claimed.Delivery.Version) return null;
        var now = clock.GetUtcNow();
        (row.LastStatus, row.LastError) = (attempt.StatusOrNull, attempt.Error);
        row.Version++;
        if (attempt is Attempt.Delivered) (row.DeliveredAt, row.DueAt) = (now, null);
        else
        {
            row.DueAt = RetrySchedule.Next(row.CreatedAt, options.Value.GiveUpAfter, row.Attempts, now, (attempt as Attempt.Refused)?.RetryAfter);
            if (row.DueAt is null) row.GivenUpAt = now;
        }
        return row;
    }

    void Tell(WebhookDelivery row)
    {
        Metrics.Notified(row.DirectoryKey, row.Event, row.DeliveredAt is not null ? "delivered" : row.GivenUpAt is not null ? "given up" : "failed");
        var status = row.LastStatus is { } answered ? $"status {answered}" : "no answer";
        if (row.GivenUpAt is not null) log.NotificationGivenUp(row.Event, row.EventId, row.EndpointId, row.Attempts, status);
        else if (row is { DeliveredAt: null, Attempts: 1 }) log.NotificationFailed(row.Event, row.EventId, row.EndpointId, status);
    }

    /// <summary>Lets go of what was delivered or given up long ago.</summary>
    public Task TidyAsync(CancellationToken ct) => store.WriteAsync(async db =>
    {
        var before = clock.GetUtcNow() - options.Value.Keep;
        await db.DeleteAsync(db.WebhookDeliveries.Where(d => d.DueAt == null
            && (d.DeliveredAt != null && d.DeliveredAt < before || d.GivenUpAt != null && d.GivenUpAt < before)), ct);
    }, ct);
}

/// <summary>A delivery that this node may send.</summary>
public sealed record Claimed(WebhookEndpoint Endpoint, WebhookDelivery Delivery);
