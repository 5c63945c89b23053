using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Webhooks;

/// <summary>Endpoints of WorkOS's kind under test, events for them, and what a receiver makes of what it gets.</summary>
static class Endpoints
{
    public const string Faults = "/admin/api/workos/faults";

    public static Host Server(StorageProvider provider = StorageProvider.InMemory, bool development = false) =>
        new(provider, ("Notifications:AllowPrivateNetworks", "true"), ("environment", development ? "Development" : "Testing"));

    /// <summary>Without names: every event that is sent.</summary>
    public static async Task<(Guid Id, string Secret)> EndpointAsync(this Host host, string url, params string[] events)
    {
        var (secret, kept) = host.Services.GetRequiredService<EndpointSecrets>().Make();
        var id = await host.Store.AddEndpointAsync(host.Clock, url, kept, events);
        return (id, secret);
    }

    public static Task<Guid> AddEndpointAsync(this Store store, TimeProvider clock, string url, byte[] secret, params string[] events) => store.WriteAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var row = new WebhookEndpoint
        {
            Id = NewId.At(clock), Kind = WebhookKind.WorkOs, Url = url, Secret = secret, Events = [.. events.Length == 0 ? WebhookEvents.Sent : events],
            CreatedAt = now, UpdatedAt = now, ConcernedThrough = await Fanout.NowAsync(db, default),
        };
        db.Add(row);
        return row.Id;
    }, default);

    /// <summary>An event as the server writes it, without anything that it tells of having happened.</summary>
    public static async Task<WorkOsEvent> HappenAsync(this Host host, string name, int directory = 1, string user = "Zoë 😀 \"z\"\u2028\u0001") =>
        (await host.Store.HappenAsync(host.Clock, 1, name, directory, user))[0];

    public static Task<List<WorkOsEvent>> HappenAsync(
        this Store store, TimeProvider clock, int times, string name = "dsync.user.updated", int directory = 1, string user = "Zoë") => store.WriteAsync(db =>
    {
        var rows = Enumerable.Range(0, times).Select(n =>
        {
            var (id, now) = (NewId.At(clock), clock.GetUtcNow());
            return new WorkOsEvent
            {
                Id = id, DirectoryKey = directory, Event = name, CreatedAt = now,
                Payload = ExactJson.Text(new JsonObject
                {
                    ["object"] = "event", ["id"] = WireId.Of(WireId.Event, id), ["event"] = name,
                    ["data"] = new JsonObject { ["first_name"] = user, ["number"] = n }, ["created_at"] = WireTime.Text(now),
                }),
            };
        }).ToList();
        // One save each: their sequence is their order.
        return SaveAsync(db, rows);
    }, default);

    static async Task<List<WorkOsEvent>> SaveAsync(ScimDb db, List<WorkOsEvent> rows)
    {
        foreach (var row in rows)
        {
            db.Add(row);
            if (rows.Count < 50) await db.SaveChangesAsync();
        }
        return rows;
    }

    public static Task<WebhookEndpoint> RowAsync(this Host host, Guid endpoint) =>
        host.Store.ReadAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == endpoint));

    /// <summary>The number that an event carries, read from what was or is to be sent.</summary>
    public static int Number(this WebhookDelivery delivery) => (int)JsonNode.Parse(delivery.Payload)!["data"]!["number"]!;

    /// <summary>Moves the clock in steps until this long has passed, looking at each.</summary>
    public static async Task PassAsync(this Host host, TimeSpan time, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            host.Clock.Advance(step);
            await host.SendDueAsync();
        }
    }

    public static Task<JsonNode> FaultAsync(this Host host, object wish) =>
        Answers.ReadAsync(host.Admin.PutAsync(Faults, System.Net.Http.Json.JsonContent.Create(wish)), HttpStatusCode.OK);
}
