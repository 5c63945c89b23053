using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Tokens, their hashes, passwords, the keys of webhooks and the addresses that are as good as keys.</summary>
public sealed class What_the_audit_trail_keeps_to_itself
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_all_that_is_secret(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var second = (string)(await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { }, HttpStatusCode.Created))["token"]!;
        await directory.Scim.PostAsync("Users", new
        {
            schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "ada@contoso.example", password = "t0p-s3cret",
        }, HttpStatusCode.Created);
        var key = RandomNumberGenerator.GetBytes(32);
        var endpoint = new WebhookEndpoint { Id = NewId.At(host.Clock), Url = "https://hooks.example/services/T0/B0/zUl8nq", Secret = key };
        await host.Store.WriteAsync(db => { db.Add(endpoint); return Task.CompletedTask; }, default);
        await host.Store.WriteAsync(async db => (await db.WebhookEndpoints.FindAsync(endpoint.Id))!.Url = "https://hooks.example/services/T0/B0/other1", default);
        await host.Store.WriteAsync(async db => (await db.WebhookEndpoints.FindAsync(endpoint.Id))!.Secret = RandomNumberGenerator.GetBytes(32), default);
        await host.Store.WriteAsync(async db => db.Remove((await db.WebhookEndpoints.FindAsync(endpoint.Id))!), default);
        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);

        var entries = await host.EntriesAsync();
        var text = string.Join('\n', entries.Select(e => $"{e.Actor} {e.Source} {e.Request} {e.SubjectId} {e.Name} {e.Before} {e.After}"));

        Assert.Equal(["Created", "Changed", "Changed", "Deleted"],
            entries.Where(e => e.Subject == AuditSubject.WebhookEndpoint).Select(e => e.Action.ToString()));
        Assert.Contains("hooks.example", text, StringComparison.Ordinal);
        string[] secrets =
        [
            Host.AdminKey, "t0p-s3cret", "zUl8nq", "other1", .. new[] { directory.Token, second }.SelectMany(t => new[]
            {
                t, t[..^4], Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(t))), Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(t))),
            }),
            Convert.ToHexString(key), Convert.ToBase64String(key),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }
}
