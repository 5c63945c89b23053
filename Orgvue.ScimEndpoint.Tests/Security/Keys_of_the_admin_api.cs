using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>A key has a name, a role and perhaps an end; what it may do, its role says.</summary>
public sealed class Keys_of_the_admin_api
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task May_do_what_their_roles_may(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        using var reader = host.ClientWith((string)(await MadeAsync(host, "Rita", "reader"))["key"]!);
        using var operates = host.ClientWith((string)(await MadeAsync(host, "Otto", "operator"))["key"]!);
        using var administers = host.ClientWith((string)(await MadeAsync(host, "Anna", "administrator"))["key"]!);

        foreach (var (path, method, body, roles) in new (string, HttpMethod, object?, string)[]
        {
            ("/admin/api/directories", HttpMethod.Get, null, "roa"),
            ($"/admin/api/directories/{directory.Id}/preview", HttpMethod.Get, null, "roa"),
            ("/odata/Accounts", HttpMethod.Get, null, "roa"),
            ("/api/v1/ACME/accounts?environment=staging", HttpMethod.Get, null, "roa"),
            ($"/admin/api/directories/{directory.Id}/sync", HttpMethod.Post, null, "oa"),
            ("/api/v1/ACME/accounts?environment=staging", HttpMethod.Post, new { email = "by@hand.example", roles = new[] { "user" } }, "oa"),
            ($"/admin/api/directories/{directory.Id}/tokens", HttpMethod.Post, null, "a"),
            ($"/admin/api/directories/{directory.Id}", HttpMethod.Patch, new { name = "Renamed" }, "a"),
            ("/admin/api/keys", HttpMethod.Get, null, "a"),
            ("/admin/api/keys", HttpMethod.Post, new { name = "Another", role = "administrator" }, "a"),
        })
            foreach (var (client, role) in new[] { (reader, 'r'), (operates, 'o'), (administers, 'a') })
            {
                using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
                using var answer = await client.SendAsync(request);
                if (roles.Contains(role)) Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict, $"{role} {method} {path}: {answer.StatusCode}");
                else Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{role} {method} {path}: {answer.StatusCode}");
            }
    }

    [Fact]
    public async Task Open_nothing_when_they_are_over_and_are_never_shown_again()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var made = await MadeAsync(host, "Otto", "operator", "01:00:00");
        var (id, key) = ((string)made["keyId"]!, (string)made["key"]!);
        using var client = host.ClientWith(key);
        Assert.StartsWith("ovkey_", key, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/admin/api/directories")).StatusCode);

        var list = await host.Admin.GetStringAsync("/admin/api/keys");
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(list)!["items"]![0]!["lastUsedAt"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ClientWith(key[..^1]).GetAsync("/admin/api/directories")).StatusCode);
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/admin/api/directories")).StatusCode);

        var other = await MadeAsync(host, "Rita", "reader");
        using var reads = host.ClientWith((string)other["key"]!);
        Assert.Equal(HttpStatusCode.OK, (await reads.GetAsync("/admin/api/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Admin.DeleteAsync($"/admin/api/keys/{other["keyId"]}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await reads.GetAsync("/admin/api/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Admin.DeleteAsync($"/admin/api/keys/{NewId.At(TimeProvider.System)}")).StatusCode);
        Assert.NotEqual(id, (string)other["keyId"]!);
    }

    [Fact]
    public async Task Are_named_in_the_audit_trail()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        using var client = host.ClientWith((string)(await MadeAsync(host, "Anna", "administrator"))["key"]!);

        await client.PatchAsJsonAsync($"/admin/api/directories/{directory.Id}", new { name = "Renamed" });

        var trail = await host.Store.ReadAsync(db => db.Audit.OrderBy(a => a.Id).ToListAsync());
        Assert.Equal("Anna", Assert.Single(trail, a => a.Subject == AuditSubject.Directory && a.Action == AuditAction.Changed).Actor);
        Assert.Equal("Anna", Assert.Single(trail, a => a.Subject == AuditSubject.ApiKey).Name);
    }

    [Theory]
    [InlineData("""{"role":"reader"}""", "name")]
    [InlineData("""{"name":" ","role":"reader"}""", "name")]
    [InlineData("""{"name":"Rita"}""", "role")]
    [InlineData("""{"name":"Rita","role":"reader","validFor":"soon"}""", "validFor")]
    public async Task Are_refused_where_what_is_wanted_is_unclear(string wish, string field)
    {
        await using var host = new Host();

        using var answer = await host.Admin.PostAsync("/admin/api/keys", new StringContent(wish, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Who may do what, in one list: an action that is added shows up here.</summary>
    [Fact]
    public async Task Are_asked_of_every_action()
    {
        await using var host = new Host();
        var actions = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
                && (action.ControllerTypeInfo.IsSubclassOf(typeof(AdminApi)) || e.RoutePattern.RawText!.StartsWith("api/v1/", StringComparison.Ordinal)))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Method: m, e.RoutePattern.RawText, Role: e.Metadata.GetMetadata<NeedsAttribute>()?.Role)))
            .ToList();

        // No GET is closed to readers but those of keys and of people, and what is not a GET is open to them only where it changes nothing.
        Assert.Equal(["admin/api/administrators", "admin/api/keys"], actions.Where(a => a is { Method: "GET", Role: not (null or ApiRole.Reader) }).Select(a => a.RawText));
        Assert.Equal(["admin/api/directories/{directoryId}/what-if", "admin/api/sign-out"], actions.Where(a => a.Method != "GET" && a.Role == ApiRole.Reader).Select(a => a.RawText));
        Assert.Equal(
        [
            "DELETE api/v1/{tenantId}/accounts/{accountId}", "PATCH api/v1/{tenantId}/accounts/{accountId}",
            "POST admin/api/directories/{directoryId}/failures/rerun", "POST admin/api/directories/{directoryId}/hold",
            "POST admin/api/directories/{directoryId}/requests/{requestId}/send", "POST admin/api/directories/{directoryId}/sync",
            "POST admin/api/directories/{directoryId}/workos/pull", "POST admin/api/runs/{runId}/discard", "POST admin/api/runs/{runId}/release",
            "POST admin/api/webhooks/{webhookId}/deliveries/{deliveryId}/retry", "POST admin/api/webhooks/{webhookId}/test", "POST api/v1/{tenantId}/accounts",
        ], actions.Where(a => a.Role == ApiRole.Operator).Select(a => $"{a.Method} {a.RawText}").Order(StringComparer.Ordinal));
    }

    static async Task<JsonNode> MadeAsync(Host host, string name, string role, string? validFor = null)
    {
        using var answer = await host.Admin.PostAsJsonAsync("/admin/api/keys", new { name, role, validFor });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!;
    }
}
