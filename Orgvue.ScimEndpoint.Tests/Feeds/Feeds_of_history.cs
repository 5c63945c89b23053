using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Feeds;

public sealed class Feeds_of_history
{
    static async Task<Host> FilledAsync(StorageProvider provider)
    {
        var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("admin", ada);
        await directory.RoleAsync("Sales", ada);
        await host.AfterTheDelayAsync();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Admin.PostAsync("/api/v1/ACME/accounts", new { email = "eve@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Created);
        return host;
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_flat_rows(StorageProvider provider)
    {
        await using var host = await FilledAsync(provider);

        var roles = await RowsAsync(host, "AccountRoles?$orderby=Email,RoleKey");
        var run = Assert.Single(await RowsAsync(host, "SyncRuns"))!;
        var change = (await RowsAsync(host, "Changes?$filter=Subject eq 'Account'&$orderby=At desc"))[0]!;

        Assert.Equal(["ada@contoso.example Sales False", "ada@contoso.example admin True", "eve@contoso.example user True"],
            roles.Select(r => $"{r!["Email"]} {r["Role"]} {(bool)r["IsPlatformRole"]!}"));
        Assert.Equal(("ACME", "Staging", "Completed", "Window", 1), ((string)run["TenantId"]!, (string)run["Environment"]!, (string)run["Status"]!,
            (string)run["Trigger"]!, (int)run["Created"]!));
        Assert.Equal(("2026-11-24T09:05:00Z", "admin", "Created", "eve@contoso.example", "ACME", "Staging"), ((string)change["At"]!, (string)change["Actor"]!,
            (string)change["Action"]!, (string)change["Name"]!, (string)change["TenantId"]!, (string)change["Environment"]!));
        Assert.Contains("eve@contoso.example", (string)change["After"]!, StringComparison.Ordinal);
        Assert.All(roles.Append(run).Append(change).SelectMany(r => r!.AsObject()), p => Assert.False(p.Value is JsonArray or JsonObject));
    }

    [Theory]
    [InlineData("AccountRoles?$filter=RoleKey eq 'admin'", 1)]
    [InlineData("AccountRoles?$filter=IsPlatformRole eq false and TenantId eq 'ACME'", 1)]
    [InlineData("AccountRoles?$filter=startswith(Role,'S')&$select=Email,Role", 1)]
    [InlineData("AccountRoles?$filter=Environment eq 'Production'", 0)]
    [InlineData("SyncRuns?$filter=Status eq 'Completed' and StartedAt gt 2026-11-23T00:00:00Z&$orderby=StartedAt desc", 1)]
    [InlineData("SyncRuns?$filter=Trigger eq 'SyncNow'", 0)]
    [InlineData("Changes?$filter=Subject eq 'User' and Action eq 'Created'", 1)]
    [InlineData("Changes?$filter=RunId ne null&$orderby=At desc,Name", 1)]
    [InlineData("Changes?$filter=Actor eq 'admin' and At ge 2026-11-24T00:00:00Z", 1)]
    [InlineData("Changes?$filter=DirectoryId ne null and Environment eq 'Staging'", 8)]
    [InlineData("Changes?$filter=contains(After,'eve@')&$select=Name,Before,After", 1)]
    public async Task Answer_the_query_on_every_storage(string query, int rows)
    {
        foreach (var provider in new[] { StorageProvider.Sqlite, StorageProvider.InMemory })
        {
            await using var host = await FilledAsync(provider);

            Assert.Equal(rows, (await RowsAsync(host, query)).Count);
            var (feed, rest) = (query.Split('?')[0], query.Split('?')[1].Split('&')[0]);
            Assert.Equal(rows.ToString(System.Globalization.CultureInfo.InvariantCulture), await host.Admin.GetStringAsync($"/odata/{feed}/$count?{rest}"));
        }
    }

    static async Task<JsonArray> RowsAsync(Host host, string query) => (await host.Admin.GetAsync($"/odata/{query}", HttpStatusCode.OK))["value"]!.AsArray();
}
