using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>
/// Adds events to the transaction of what they tell, one row for each endpoint that wants it. A transaction that is repeated or does not
/// happen takes its rows with it, so nothing is told twice and nothing that did not happen; sending is <see cref="DeliveryWorker"/>'s.
/// </summary>
public static class Outbox
{
    /// <summary>How many endpoints will be told. What is said is made up only where somebody listens.</summary>
    public static async Task<int> AddAsync(
        ScimDb db, TimeProvider clock, string name, int directory, int? tenant, Func<Place, Notice> say, CancellationToken ct)
    {
        var endpoints = await WantedByAsync(db, name, directory, ct);
        if (endpoints.Count == 0 || await PlaceAsync(db, directory, tenant, ct) is not { } place) return 0;
        var (eventId, now, notice) = (NewId.At(clock), clock.GetUtcNow(), say(place));
        foreach (var endpoint in endpoints)
            db.Add(new WebhookDelivery
            {
                EndpointId = endpoint.Id, Id = NewId.At(clock), DirectoryKey = directory, EventId = eventId, Event = name,
                Payload = Body.Of(endpoint.Url, eventId, name, now, notice), CreatedAt = now, DueAt = now,
            });
        return endpoints.Count;
    }

    /// <summary>An endpoint of one directory is never told of another's.</summary>
    static async Task<List<WebhookEndpoint>> WantedByAsync(ScimDb db, string name, int directory, CancellationToken ct) =>
        (await db.WebhookEndpoints.AsNoTracking()
            .Where(e => e.Kind == WebhookKind.Notification && e.Enabled && (e.DirectoryKey == null || e.DirectoryKey == directory)).ToListAsync(ct))
            .FindAll(e => e.Events.Count == 0 || e.Events.Contains(name));

    static async Task<Place?> PlaceAsync(ScimDb db, int directory, int? tenant, CancellationToken ct)
    {
        var found = await db.Directories.Where(d => d.Key == directory).Select(d => new { d.Id, d.Name, d.Environment }).SingleOrDefaultAsync(ct);
        var name = tenant is null ? null : await db.Tenants.Where(t => t.Key == tenant).Select(t => t.TenantId).SingleOrDefaultAsync(ct);
        return found is null ? null : new(found.Id, found.Name, found.Environment, name);
    }
}
