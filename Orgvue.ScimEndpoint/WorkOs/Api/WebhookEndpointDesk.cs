using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Webhook endpoints as WorkOS's API makes, shows, changes and removes them.</summary>
public sealed class WebhookEndpointDesk(Store store, EndpointSecrets secrets, IOptions<NotificationOptions> options, TimeProvider clock)
{
    /// <summary>Every event is written once for each; few enough to be read at once.</summary>
    public const int MostEndpoints = 100;

    const int MostEvents = 100;
    const string Enabled = "enabled";
    const string Disabled = "disabled";

    public Task<IActionResult> ListAsync(ListWish wish, CancellationToken ct)
    {
        var checks = new ParameterChecks();
        var window = wish.Read(checks);
        checks.Refuse();
        return store.SnapshotAsync<IActionResult>(async db =>
        {
            var cursor = await CursorAsync(db, window, ct);
            var ids = Ours(db).Select(e => e.Id);
            var slice = await Slice<Guid>.ReadAsync((rising, beyond, take) => KeyReadings.ReadAsync(ids, rising, beyond, take, ct), window, cursor);
            var rows = await Ours(db).AsNoTracking().Where(e => slice.Keys.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
            return slice.List(window, [.. slice.Keys.Select(id => View(rows[id]))]);
        }, ct);
    }

    public async Task<JsonObject> CreateAsync(NewWebhookEndpoint wish, CancellationToken ct)
    {
        var checks = new ParameterChecks();
        var url = Url(checks, wish.EndpointUrl);
        var events = Events(checks, wish.Events ?? []);
        var enabled = Status(checks, wish.Status) ?? true;
        checks.Refuse();
        var kept = secrets.Make().Kept;
        return await store.WriteAsync(async db =>
        {
            var others = await Ours(db).AsNoTracking().Select(e => e.Url).ToListAsync(ct);
            RefuseDuplicate(others, url);
            if (others.Count >= MostEndpoints) checks.Add("endpoint_url", "too_many_endpoints", $"There are {MostEndpoints} webhook endpoints already; delete one first.");
            checks.Refuse();
            var now = clock.GetUtcNow();
            var row = new WebhookEndpoint
            {
                Id = AscendingIds.Next(clock), Kind = WebhookKind.WorkOs, Url = url, Secret = kept, Events = events, Enabled = enabled,
                ConcernedThrough = await Fanout.NowAsync(db, ct), CreatedAt = now, UpdatedAt = now,
            };
            db.Add(row);
            return View(row);
        }, ct);
    }

    public async Task<JsonObject> EditAsync(string id, WebhookEndpointEdit edit, CancellationToken ct)
    {
        var checks = new ParameterChecks();
        var url = edit.EndpointUrl is null ? null : Url(checks, edit.EndpointUrl);
        var events = edit.Events is null ? null : Events(checks, edit.Events);
        var enabled = Status(checks, edit.Status);
        return await store.WriteAsync(async db =>
        {
            var row = await FindAsync(db, id, ct);
            checks.Refuse();
            if (url is not null && url != row.Url) RefuseDuplicate(await Ours(db).AsNoTracking().Where(e => e.Id != row.Id).Select(e => e.Url).ToListAsync(ct), url);
            var (before, was) = ((row.Url, string.Join(' ', row.Events), row.Enabled), row.Enabled);
            (row.Url, row.Events, row.Enabled) = (url ?? row.Url, events ?? row.Events, enabled ?? row.Enabled);
            if (before == (row.Url, string.Join(' ', row.Events), row.Enabled)) return View(row);
            // What happened while it was disabled is not told.
            if (row.Enabled && !was) row.ConcernedThrough = await Fanout.NowAsync(db, ct);
            row.UpdatedAt = clock.GetUtcNow();
            row.Version++;
            return View(row);
        }, ct);
    }

    /// <summary>What waits for it goes with it.</summary>
    public Task RemoveAsync(string id, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var row = await FindAsync(db, id, ct);
        await db.DeleteAsync(db.WebhookDeliveries.Where(d => d.EndpointId == row.Id), ct);
        db.Remove(row);
    }, ct);

    /// <summary>As WorkOS writes it, the secret included: whoever has the API key may make and change endpoints anyway.</summary>
    public JsonObject View(WebhookEndpoint row) => new()
    {
        ["object"] = "webhook_endpoint",
        ["id"] = WireId.Of(WireId.Endpoint, row.Id),
        ["endpoint_url"] = row.Url,
        ["secret"] = SecretOf(row),
        ["status"] = row.Enabled ? Enabled : Disabled,
        ["events"] = new JsonArray([.. row.Events.Select(e => (JsonNode?)e)]),
        ["created_at"] = WireTime.Text(row.CreatedAt),
        ["updated_at"] = WireTime.Text(row.UpdatedAt),
    };

    static IQueryable<WebhookEndpoint> Ours(ScimDb db) => db.WebhookEndpoints.Where(e => e.Kind == WebhookKind.WorkOs);

    static async Task<WebhookEndpoint> FindAsync(ScimDb db, string id, CancellationToken ct) =>
        (WireId.TryParse(WireId.Endpoint, id, out var key) ? await Ours(db).SingleOrDefaultAsync(e => e.Id == key, ct) : null)
        ?? throw Refuse.NotFound("Webhook Endpoint", id);

    // A page may end with an endpoint that is deleted before the next one is asked for.
    static async Task<Guid?> CursorAsync(ScimDb db, Window window, CancellationToken ct)
    {
        if (window.Cursor is not { } cursor) return null;
        if (!WireId.TryParse(WireId.Endpoint, cursor, out var id)) throw Refuse.UnknownCursor(window.Field, cursor);
        var text = id.ToString();
        return await Ours(db).AnyAsync(e => e.Id == id, ct)
            || await db.Audit.AnyAsync(a => a.DirectoryKey == 0 && a.Subject == AuditSubject.WebhookEndpoint && a.SubjectId == text, ct)
                ? id
                : throw Refuse.UnknownCursor(window.Field, cursor);
    }

    // Empty where the keys that encrypted it are gone: the others are shown all the same.
    string SecretOf(WebhookEndpoint row)
    {
        try
        {
            return secrets.Open(row.Secret);
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    string Url(ParameterChecks checks, string? value)
    {
        var url = value?.Trim() ?? "";
        if (url.Length == 0) checks.Add("endpoint_url", "required", "Give the URL of the receiver.");
        else if (url.Length > EndpointUrl.MaxLength) checks.Add("endpoint_url", "length", $"Has {url.Length} characters; {EndpointUrl.MaxLength} are allowed.");
        else if (url.Any(char.IsControl)) checks.Add("endpoint_url", "format", "Holds a control character.");
        else if (EndpointUrl.WrongWith(url, options.Value.AllowPrivateNetworks) is (var rule, var message)) checks.Add("endpoint_url", rule, message);
        return url;
    }

    static List<string> Events(ParameterChecks checks, IReadOnlyList<string?> events)
    {
        if (events.Count == 0) checks.Add("events", "required", "Name the events that it is told of.");
        if (events.Count > MostEvents) checks.Add("events", "length", $"Has {events.Count} names; {MostEvents} are allowed.");
        for (var i = 0; i < Math.Min(events.Count, MostEvents); i++)
            if (!WebhookEvents.IsKnown(events[i])) checks.Add($"events[{i}]", "format", $"Is no event; those that are sent are {string.Join(", ", WebhookEvents.Sent)}.");
        return [.. events.OfType<string>().Distinct()];
    }

    static bool? Status(ParameterChecks checks, string? status)
    {
        if (status is not (null or Enabled or Disabled)) checks.Add("status", "format", $"Expected {Enabled} or {Disabled}.");
        return status is null ? null : status == Enabled;
    }

    static void RefuseDuplicate(List<string> others, string url)
    {
        if (others.Contains(url)) throw new RefusalException(StatusCodes.Status409Conflict, "duplicate_endpoint", "There is a webhook endpoint with that URL already.");
    }
}
