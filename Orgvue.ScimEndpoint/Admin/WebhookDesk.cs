using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Webhooks: made, changed, tried and removed, for the admin API and the command line.</summary>
public sealed class WebhookDesk(
    Store store, Onboarded directories, EndpointSecrets secrets, DeliverySender sender, IOptions<NotificationOptions> options, TimeProvider clock)
{
    /// <summary>Every event is written once for each.</summary>
    const int MostWebhooks = 100;

    bool PrivateToo => options.Value.AllowPrivateNetworks;

    public async Task<WebhookMade> CreateAsync(NewWebhook wish, CancellationToken ct)
    {
        var checks = new Checks();
        var (url, events) = (WebhookChecks.Url(checks, wish.Url, PrivateToo), WebhookChecks.Events(checks, wish.Events));
        checks.Refuse();
        int? directory = wish.DirectoryId is { } id ? (await directories.FindAsync(id, ct)).Key : null;
        var (secret, kept) = secrets.Make();
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            if (await db.WebhookEndpoints.CountAsync(e => e.Kind == WebhookKind.Notification, ct) >= MostWebhooks)
                throw new RefusalException(StatusCodes.Status409Conflict, "TooManyWebhooks", $"There are {MostWebhooks} webhooks already; remove one first.");
            var row = new WebhookEndpoint
            {
                Id = NewId.At(clock), DirectoryKey = directory, Url = url, Secret = kept, Events = events, Enabled = wish.Enabled ?? true,
                CreatedAt = now, UpdatedAt = now,
            };
            db.Add(row);
            return WebhookMade.Of(row, wish.DirectoryId, secret);
        }, ct);
    }

    public Task<Page<WebhookView>> ListAsync(Paging paging, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var all = db.WebhookEndpoints.AsNoTracking();
        if (paging.After is { } after) all = all.Where(e => e.Id.CompareTo(after) > 0);
        var rows = await all.OrderBy(e => e.Id).Take(paging.Take).ToListAsync(ct);
        var shown = new Dictionary<Guid, WebhookView>();
        foreach (var row in rows) shown[row.Id] = await ViewAsync(db, row, ct);
        return paging.Page(rows, e => e.Id, e => shown[e.Id]);
    });

    public Task<WebhookView> GetAsync(string webhookId, CancellationToken ct) =>
        store.ReadAsync(async db => await ViewAsync(db, await FindAsync(db, webhookId, ct), ct));

    public Task<WebhookView> EditAsync(string webhookId, WebhookEdit edit, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var row = await FindAsync(db, webhookId, ct);
        var was = row.Enabled;
        if (edit.Apply(row, PrivateToo)) Touch(row);
        if (row.Enabled && !was) row.ConcernedThrough = await Fanout.NowAsync(db, ct);
        return await ViewAsync(db, row, ct);
    }, ct);

    /// <summary>A new secret in the place of the old one, at once: what a receiver refuses meanwhile is sent again.</summary>
    public Task<WebhookMade> RotateAsync(string webhookId, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var row = await FindAsync(db, webhookId, ct);
        var (secret, kept) = secrets.Make();
        row.Secret = kept;
        Touch(row);
        return WebhookMade.Of(row, await DirectoryAsync(db, row.DirectoryKey, ct), secret);
    }, ct);

    /// <summary>What waits for it goes with it.</summary>
    public Task RemoveAsync(string webhookId, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var row = await FindAsync(db, webhookId, ct);
        await db.DeleteAsync(db.WebhookDeliveries.Where(d => d.EndpointId == row.Id), ct);
        db.Remove(row);
    }, ct);

    /// <summary>Sends a test now, once, whether or not the webhook is enabled.</summary>
    public async Task<WebhookTest> TestAsync(string webhookId, CancellationToken ct)
    {
        var row = await store.ReadAsync(db => FindAsync(db, webhookId, ct));
        var eventId = NewId.At(clock);
        var body = row.Kind == WebhookKind.WorkOs
            ? TestEvent.Payload(eventId, clock.GetUtcNow())
            : Body.Of(row.Url, eventId, EventName.Test, clock.GetUtcNow(), Notices.Test(row.Id));
        var started = clock.GetTimestamp();
        return WebhookTest.Of(await sender.SendAsync(row, eventId, EventName.Test, body, ct), clock.GetElapsedTime(started));
    }

    internal static async Task<WebhookEndpoint> FindAsync(ScimDb db, string webhookId, CancellationToken ct) =>
        (Guid.TryParse(webhookId, out var id) ? await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == id, ct) : null)
        ?? throw RefusalException.NotFound("Webhook", webhookId);

    void Touch(WebhookEndpoint row)
    {
        row.UpdatedAt = clock.GetUtcNow();
        row.Version++;
    }

    static async Task<WebhookView> ViewAsync(ScimDb db, WebhookEndpoint row, CancellationToken ct) => WebhookView.Of(
        row, await DirectoryAsync(db, row.DirectoryKey, ct), await db.WebhookDeliveries.CountAsync(d => d.EndpointId == row.Id && d.DueAt != null, ct));

    static async Task<string?> DirectoryAsync(ScimDb db, int? key, CancellationToken ct) =>
        key is null ? null : await db.Directories.Where(d => d.Key == key).Select(d => d.Id).SingleOrDefaultAsync(ct);
}
