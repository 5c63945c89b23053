using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>Webhooks of a server under test, and what a receiver makes of what it gets.</summary>
static class Hooks
{
    public const string Api = "/admin/api/webhooks";

    /// <summary>A server that may send to this machine.</summary>
    public static Host Server(StorageProvider provider = StorageProvider.InMemory) => new(provider, ("Notifications:AllowPrivateNetworks", "true"));

    public static async Task<(string Id, string Secret)> HookAsync(this Host host, string url, string? directory = null, params string[] events)
    {
        var made = await host.Admin.PostAsync(Api, new { url, directoryId = directory, events }, HttpStatusCode.Created);
        return ((string)made["webhookId"]!, (string)made["secret"]!);
    }

    /// <summary>One look of the worker, and what it started.</summary>
    public static Task SendDueAsync(this Host host) => host.Services.GetRequiredService<DeliveryWorker>().SendDueAsync(CancellationToken.None);

    public static Task<List<WebhookDelivery>> DeliveriesAsync(this Host host) =>
        host.Store.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    public static async Task<JsonArray> ShownAsync(this Host host, string webhook, string query = "") =>
        (await host.Admin.GetAsync($"{Api}/{webhook}/deliveries{query}", HttpStatusCode.OK))["items"]!.AsArray();

    public static JsonNode Json(this Received received) => JsonNode.Parse(received.Body)!;

    /// <summary>
    /// Checks a signature as a receiver would, with nothing of the server's: HMAC by its definition (RFC 2104) over SHA-256 alone.
    /// </summary>
    public static bool IsSignedWith(this Received received, string secret, DateTimeOffset now, string header = "Orgvue-Signature")
    {
        var parts = received.Headers[header].Split(", ").Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts["t"], System.Globalization.CultureInfo.InvariantCulture));
        byte[] message = [.. Encoding.ASCII.GetBytes(parts["t"] + "."), .. received.Body];
        var key = Encoding.UTF8.GetBytes(secret);
        if (key.Length > 64) key = SHA256.HashData(key);
        Array.Resize(ref key, 64);
        byte[] inner = SHA256.HashData([.. key.Select(b => (byte)(b ^ 0x36)), .. message]);
        byte[] outer = SHA256.HashData([.. key.Select(b => (byte)(b ^ 0x5c)), .. inner]);
        return age.Duration() <= TimeSpan.FromMinutes(3) && Convert.ToHexStringLower(outer) == parts["v1"];
    }
}
