using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.WorkOs;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>A directory that lives at WorkOS, and what WorkOS sends for it.</summary>
static class Linked
{
    public const string Secret = "whsec_0FWAiVGkEfGBqqsJH4aNAGBJ4";

    public static async Task<TestDirectory> LinkedDirectoryAsync(
        this Host host, string? secret = Secret, string? oldSecret = null, Action<WorkOsLink>? edit = null, string name = "Contoso", params TestTenant[] tenants)
    {
        var directory = await host.NewDirectoryAsync(name, tenants: tenants);
        var secrets = host.Services.GetRequiredService<LinkSecrets>();
        var link = new WorkOsLink
        {
            DirectoryKey = directory.Key, Secret = secret is null ? null : secrets.Protect(secret),
            OldSecret = oldSecret is null ? null : secrets.Protect(oldSecret), CreatedAt = host.Clock.GetUtcNow(), UpdatedAt = host.Clock.GetUtcNow(),
        };
        edit?.Invoke(link);
        await host.Store.WriteAsync(db => { db.Add(link); return Task.CompletedTask; }, default);
        return directory;
    }

    public static string Address(this TestDirectory directory) => $"/workos/webhooks/{directory.Id}";

    /// <summary>Sends a body, signed as WorkOS signs at the host's time.</summary>
    public static Task<HttpResponseMessage> SendAsync(this Host host, TestDirectory directory, string body, string secret = Secret) =>
        host.SendAsync(directory, Encoding.UTF8.GetBytes(body), Header(body, host.Clock.GetUtcNow().ToUnixTimeMilliseconds(), secret));

    public static async Task<HttpResponseMessage> SendAsync(this Host host, TestDirectory directory, byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, directory.Address()) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null) request.Headers.TryAddWithoutValidation("WorkOS-Signature", signature);
        return await host.ClientWith(null).SendAsync(request);
    }

    /// <summary>Sends it, and expects that it is taken.</summary>
    public static async Task DeliverAsync(this Host host, TestDirectory directory, string body)
    {
        using var answer = await host.SendAsync(directory, body);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public static string Header(string body, long time, string secret)
    {
        var text = time.ToString(CultureInfo.InvariantCulture);
        var digest = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{text}.{body}"));
        return $"t={text}, v1={Convert.ToHexStringLower(digest)}";
    }

    public static Task<List<WorkOsReceived>> ReceivedAsync(this Host host, TestDirectory directory) => host.Store.ReadAsync(db =>
        db.WorkOsReceived.AsNoTracking().Where(r => r.DirectoryKey == directory.Key).OrderBy(r => r.EventId).ToListAsync());

    public static async Task<IReadOnlyList<WorkOsItem>> ItemsAsync(this Host host, TestDirectory directory) =>
        [.. (await host.Store.ReadAsync(db => db.WorkOsItems.AsNoTracking().Where(i => i.DirectoryKey == directory.Key).ToListAsync()))
            .OrderBy(i => i.Kind).ThenBy(i => i.RemoteId, StringComparer.Ordinal)];

    public static Task<WorkOsLink> LinkAsync(this Host host, TestDirectory directory) =>
        host.Store.ReadAsync(db => db.WorkOsLinks.AsNoTracking().SingleAsync(l => l.DirectoryKey == directory.Key));

    /// <summary>What the directory shows, a line each.</summary>
    public static Task<List<string>> ShownAsync(this Host host, TestDirectory directory) => host.Store.ReadAsync(async db =>
    {
        var users = await db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory.Key).ToListAsync();
        var groups = await db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory.Key).ToListAsync();
        var members = await db.Members.AsNoTracking().Where(m => m.DirectoryKey == directory.Key).ToListAsync();
        var lines = users.Select(u => (u, Json: JsonNode.Parse(u.Document)!)).Select(u => Lines.User(
            u.u.UserName, u.u.Active == true, (string?)u.Json["externalId"], (string?)u.Json["displayName"], u.u.LoginEmail, (string?)u.Json["title"],
            (string?)u.Json["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]?["department"]));
        return lines.Concat(groups.Select(g => Lines.Group(
            g.DisplayName, g.ExternalId, members.Where(m => m.GroupId == g.Id).Select(m => users.Single(u => u.Id == m.MemberId).UserName))))
            .Order(StringComparer.Ordinal).ToList();
    });

    /// <summary>What is logged from now on.</summary>
    public static Heard Listen(this Host host)
    {
        var heard = new Heard();
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
        return heard;
    }
}

/// <summary>How what a directory shows is written down, by whoever says what it should show and by whoever looks.</summary>
static class Lines
{
    public static string User(string userName, bool active, string? externalId, string? displayName, string? email, string? title, string? department) =>
        $"user {userName} ({externalId}): {(active ? "active" : "inactive")}, {displayName}, {email}, {title}, {department}";

    public static string Group(string name, string? externalId, IEnumerable<string> members) =>
        $"group {name} ({externalId}): {string.Join(' ', members.Order(StringComparer.Ordinal))}";
}
