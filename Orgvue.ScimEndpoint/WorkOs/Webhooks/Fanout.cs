using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Faults;
using Orgvue.ScimEndpoint.WorkOs.Out;

namespace Orgvue.ScimEndpoint.WorkOs.Webhooks;

/// <summary>
/// From events to deliveries: each endpoint has its place in the sequence of events and moves on in the transaction that makes its deliveries.
/// So a crash makes neither too few nor too many, and of two processes at one endpoint the row's version lets one.
/// </summary>
public sealed class Fanout(Store store, SettledEvents settled, TimeProvider clock, Injector faults) : IDeliverySource, IDisposable
{
    /// <summary>Events of one transaction.</summary>
    public const int Batch = 500;

    /// <summary>Batches of one look, for each endpoint: what is ready is sent before all is ready.</summary>
    public const int MostRounds = 10;

    readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Where an endpoint begins that is made or enabled now: it hears nothing of what happened before.</summary>
    public static async Task<long> NowAsync(ScimDb db, CancellationToken ct) => await db.WorkOsEvents.MaxAsync(e => (long?)e.Sequence, ct) ?? 0;

    public async Task AddDueAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var behind = await BehindAsync(ct);
            if (behind.Count == 0) return;
            var through = await settled.ThroughAsync(ct);
            for (var round = 0; behind.Count > 0 && round < MostRounds; round++)
            {
                var still = new List<Guid>();
                foreach (var endpoint in behind)
                    if (await StepAsync(endpoint, through, ct)) still.Add(endpoint);
                behind = still;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    Task<List<Guid>> BehindAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var last = await NowAsync(db, ct);
        return await db.WebhookEndpoints.Where(e => e.Kind == WebhookKind.WorkOs && e.Enabled && e.ConcernedThrough < last)
            .OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(ct);
    });

    /// <summary>Whether there may be more.</summary>
    async Task<bool> StepAsync(Guid endpointId, long through, CancellationToken ct)
    {
        var (more, draws) = await store.WriteAsync(async db =>
        {
            var draws = faults.Draw();
            if (await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == endpointId && e.Enabled, ct) is not { } endpoint) return (false, null);
            var events = await db.WorkOsEvents.AsNoTracking().Where(e => e.Sequence > endpoint.ConcernedThrough && e.Sequence <= through)
                .OrderBy(e => e.Sequence).Take(Batch).ToListAsync(ct);
            if (events.Count == 0) return (false, null);
            endpoint.ConcernedThrough = events[^1].Sequence;
            endpoint.Version++;
            // First of all, since a save in memory is not all or nothing: who comes second must fail before it has added anything.
            await db.SaveChangesAsync(ct);
            db.AddRange(events.Where(e => IsFor(endpoint, e)).SelectMany(e => Of(endpoint, e, draws)));
            return (events.Count == Batch, draws);
        }, ct);
        if (draws is not null) faults.Keep(draws);
        return more;
    }

    static bool IsFor(WebhookEndpoint endpoint, WorkOsEvent e) => endpoint.Events.Contains(e.Event) && WebhookEvents.Sent.Contains(e.Event);

    IEnumerable<WebhookDelivery> Of(WebhookEndpoint endpoint, WorkOsEvent e, DeliveryDraws? draws)
    {
        var delivery = New(endpoint, e);
        switch (draws?.Of(endpoint.Id, e.Id, e.Event) ?? Fate.Untouched)
        {
            case Fate.Dropped dropped:
                (delivery.DeliveredAt, delivery.DueAt, delivery.LastError) = (delivery.CreatedAt, null, dropped.Why);
                break;
            case Fate.Sent sent:
                (delivery.DueAt, delivery.LastError) = (delivery.DueAt + sent.Late, sent.Why);
                if (!sent.Twice) break;
                var again = New(endpoint, e);
                again.LastError = sent.Why;
                yield return again;
                break;
        }
        yield return delivery;
    }

    // Ascending, so that what is due at one instant is sent in the order in which it happened.
    WebhookDelivery New(WebhookEndpoint endpoint, WorkOsEvent e)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            EndpointId = endpoint.Id, Id = AscendingIds.Next(clock), DirectoryKey = e.DirectoryKey, EventId = e.Id, Event = e.Event, Payload = e.Payload,
            CreatedAt = now, DueAt = now,
        };
    }
}
