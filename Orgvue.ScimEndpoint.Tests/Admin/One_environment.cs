using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

/// <summary>Rules §5: directory, configuration and tenant share one environment, whatever is asked of the admin API.</summary>
public sealed class One_environment
{
    static readonly string[] Environments = ["staging", "production"];
    static readonly string[] Tenants = ["ACME", "BETA", "GAMMA"];

    static readonly Gen<(int Kind, int A, int B)[]> Requests = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9], Gen.Int[0, 9]).Array[5, 25];

    [Fact]
    public Task Is_shared_by_a_directory_its_configurations_and_their_tenants() => Requests.SampleAsync(HoldsAsync, iter: 10, threads: 1);

    static async Task HoldsAsync((int Kind, int A, int B)[] requests)
    {
        await using var host = new Host(StorageProvider.InMemory);
        foreach (var (kind, a, b) in requests)
        {
            await SendAsync(host, kind, a, b);
            Assert.All(await host.Store.ReadAsync(db => db.Configurations
                .Join(db.Directories, c => c.DirectoryKey, d => d.Key, (c, d) => new { Of = d.Environment, And = c.Tenant!.Environment }).ToListAsync()),
                pair => Assert.Equal(pair.Of, pair.And));
        }
    }

    // Many are refused; none may end in a server's failure.
    static async Task SendAsync(Host host, int kind, int a, int b)
    {
        var directories = await host.Store.ReadAsync(db => db.Directories.OrderBy(d => d.Key).Select(d => d.Id).ToListAsync());
        var directory = directories.Count == 0 ? "none" : directories[a % directories.Count];
        var (environment, tenant) = (Environments[b % 2], Tenants[(a + b) % 3]);
        using var answer = kind switch
        {
            0 => await host.Admin.PostAsJsonAsync("/admin/api/directories", new { name = $"D{a % 3}", environment, tenants = new[] { new { tenantId = tenant } } }),
            1 => await host.Admin.PostAsJsonAsync("/admin/api/configurations", new { directoryId = directory, tenantId = tenant, mode = "multiTenant", enabled = b % 3 > 0 }),
            2 => await host.Admin.PatchAsJsonAsync($"/admin/api/directories/{directory}", new { name = $"D{b % 3}", environment }),
            3 => await host.Admin.DeleteAsync($"/admin/api/directories/{directory}"),
            _ => await ImportAsync(host, directory, environment, b > 6 && directories.Count > 0 ? directories[b % directories.Count] : null),
        };
        Assert.InRange((int)answer.StatusCode, 200, 499);
    }

    static async Task<HttpResponseMessage> ImportAsync(Host host, string from, string environment, string? to)
    {
        using var exported = await host.Admin.GetAsync($"/admin/api/directories/{from}/export");
        var document = JsonNode.Parse(await exported.Content.ReadAsStringAsync());
        var named = to is null ? environment : null;
        using var seen = await host.Admin.PostAsJsonAsync("/admin/api/import", new { document, environment = named, directoryId = to });
        var hash = (string?)JsonNode.Parse(await seen.Content.ReadAsStringAsync())!["diffHash"];
        return await host.Admin.PostAsJsonAsync("/admin/api/import", new { document, environment = named, directoryId = to, dryRun = false, diffHash = hash });
    }
}
