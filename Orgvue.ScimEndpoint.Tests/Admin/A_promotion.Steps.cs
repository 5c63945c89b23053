using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed partial class A_promotion
{
    static async Task<TestDirectory> StagingAsync(Host host)
    {
        var directory = await host.NewDirectoryAsync(syncDelay: "00:02:00", tenants: [new(Domains: ["contoso.example"]), new("BETA", "multiTenant")]);
        var configuration = (await host.Admin.GetAsync("/admin/api/configurations", HttpStatusCode.OK))["items"]!.AsArray().Single(c => (string)c!["tenantId"]! == "ACME")!;
        await host.Admin.PatchAsync($"/admin/api/configurations/{configuration["configurationId"]}", new
        {
            domainPolicy = "warn", onMissingPlatformRole = "keep", inactiveUserHandling = "remove", protectedAccounts = new[] { "iam@contoso.example" },
            guardAccounts = 7, guardPercent = 8, holdOnLastAdmin = true,
        }, HttpStatusCode.OK);
        Assert.True((await host.Admin.PutAsJsonAsync($"/admin/api/directories/{directory.Id}/schemas/urn:example:Badge", new
        {
            resourceType = "User",
            definition = new { id = "urn:example:Badge", name = "Badge", attributes = new[] { new { name = "number", type = "string" } } },
        })).IsSuccessStatusCode);
        return directory;
    }

    static Task<JsonNode> ExportAsync(Host host, string directory) => host.Admin.GetAsync($"/admin/api/directories/{directory}/export", HttpStatusCode.OK);

    static Task<JsonNode> ImportAsync(Host host, JsonNode document, string? directoryId = null, string? environment = null) =>
        host.Admin.PostAsync("/admin/api/import", new { document, directoryId, environment }, HttpStatusCode.OK);

    static async Task<JsonNode> ApplyAsync(Host host, JsonNode document, string? diffHash = null, string? directoryId = null) =>
        await host.Admin.PostAsync("/admin/api/import", new
        {
            document, directoryId, dryRun = false, diffHash = diffHash ?? (string)(await ImportAsync(host, document, directoryId))["diffHash"]!,
        }, HttpStatusCode.OK);

    static string Carried(JsonNode document) => $"{document["directory"]!.ToJsonString()} {document["schemas"]!.ToJsonString()} {document["tenants"]!.ToJsonString()}";

    /// <summary>Rules §5: directory, configuration and tenant share one environment.</summary>
    static async Task ShareOneEnvironmentAsync(Host host)
    {
        var pairs = await host.Store.ReadAsync(db => db.Configurations
            .Join(db.Directories, c => c.DirectoryKey, d => d.Key, (c, d) => new { Of = d.Environment, And = c.Tenant!.Environment }).ToListAsync());
        Assert.NotEmpty(pairs);
        Assert.All(pairs, p => Assert.Equal(p.Of, p.And));
    }
}
