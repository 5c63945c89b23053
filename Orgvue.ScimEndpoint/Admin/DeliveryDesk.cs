using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What was and is to be sent to a webhook.</summary>
public sealed class DeliveryDesk(Store store, TimeProvider clock)
{
    /// <summary>Newest first.</summary>
    public Task<Page<DeliveryView>> ListAsync(string webhookId, string? state, Paging paging, CancellationToken ct)
    {
        DeliveryState? shown = state is null ? null : EnumNames.Parse<DeliveryState>(state) ?? throw new RefusalException(
            StatusCodes.Status400BadRequest, "InvalidRequest", $"state: Expected one of {EnumNames.Allowed<DeliveryState>()}.",
            new FieldError("state", "format", $"Expected one of {EnumNames.Allowed<DeliveryState>()}."));
        return store.ReadAsync(async db =>
        {
            var webhook = await WebhookDesk.FindAsync(db, webhookId, ct);
            var all = db.WebhookDeliveries.AsNoTracking().Where(d => d.EndpointId == webhook.Id);
            all = shown switch
            {
                DeliveryState.Pending => all.Where(d => d.DueAt != null),
                DeliveryState.Delivered => all.Where(d => d.DeliveredAt != null),
                DeliveryState.GivenUp => all.Where(d => d.GivenUpAt != null),
                _ => all,
            };
            if (paging.After is { } before) all = all.Where(d => d.Id.CompareTo(before) < 0);
            var rows = await all.OrderByDescending(d => d.Id).Take(paging.Take).ToListAsync(ct);
            var keys = rows.Select(d => d.DirectoryKey).Distinct().ToList();
            var names = await db.Directories.Where(d => keys.Contains(d.Key)).ToDictionaryAsync(d => d.Key, d => d.Id, ct);
            return paging.Page(rows, d => d.Id, d => DeliveryView.Of(d, webhook.Kind, names.GetValueOrDefault(d.DirectoryKey)));
        });
    }

    /// <summary>Has it tried now, once more where its time was over or where an injected fault had it dropped.</summary>
    public Task<DeliveryView> RetryAsync(string webhookId, string deliveryId, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var webhook = await WebhookDesk.FindAsync(db, webhookId, ct);
        var row = (Guid.TryParse(deliveryId, out var id) ? await db.WebhookDeliveries.FindAsync([webhook.Id, id], ct) : null)
            ?? throw RefusalException.NotFound("Delivery", deliveryId);
        if (row is { DeliveredAt: not null, Attempts: > 0 })
            throw new RefusalException(StatusCodes.Status409Conflict, "AlreadyDelivered", "The receiver has taken it; it is not sent twice.");
        (row.DueAt, row.GivenUpAt, row.DeliveredAt) = (clock.GetUtcNow(), null, null);
        row.Version++;
        return DeliveryView.Of(row, webhook.Kind, await db.Directories.Where(d => d.Key == row.DirectoryKey).Select(d => d.Id).SingleOrDefaultAsync(ct));
    }, ct);
}
