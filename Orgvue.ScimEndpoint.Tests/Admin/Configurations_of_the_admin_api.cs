using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Configurations_of_the_admin_api
{
    const string Url = "/admin/api/configurations";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_made_shown_changed_and_removed_each_time_opening_a_window(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        var made = await host.Admin.PostAsync(Url, new
        {
            directoryId = directory.Id, tenantId = "EU", mode = "MULTITENANT", groupPrefix = "EU_", domains = new[] { " Contoso.Example", "contoso.example" },
            domainPolicy = "warn", onMissingPlatformRole = "keep", inactiveUserHandling = "remove",
        }, HttpStatusCode.Created);
        var url = $"{Url}/{made["configurationId"]}";
        Assert.Equal("EU_EU_", (string)made["effectivePrefix"]!);
        Assert.Equal("""["contoso.example"]""", made["domains"]!.ToJsonString());
        Assert.Equal(("warn", "keep", "remove", true), ((string)made["domainPolicy"]!, (string)made["onMissingPlatformRole"]!,
            (string)made["inactiveUserHandling"]!, (bool)made["enabled"]!));
        Assert.Equal(1, await PendingAsync(host, directory));

        var same = await host.Admin.PatchAsync(url, new { groupPrefix = "EU_", enabled = true, domains = new[] { "CONTOSO.example" } }, HttpStatusCode.OK);
        Assert.Equal("EU_", (string)same["groupPrefix"]!);
        Assert.Equal(1, await PendingAsync(host, directory));

        var changed = await host.Admin.PatchAsync(url, new { groupPrefix = "", enabled = false }, HttpStatusCode.OK);
        Assert.Equal(("EU_", false), ((string)changed["effectivePrefix"]!, (bool)changed["enabled"]!));
        Assert.Equal("warn", (string)(await host.Admin.GetAsync(url, HttpStatusCode.OK))["domainPolicy"]!);
        Assert.Equal(2, await PendingAsync(host, directory));

        await host.Admin.DeleteAsync(url, HttpStatusCode.NoContent);
        await host.Admin.GetAsync(url, HttpStatusCode.NotFound);
        Assert.Equal(3, await PendingAsync(host, directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keep_rule_M9(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var one = await host.NewDirectoryAsync(tenants: new TestTenant("ACME", "singleTenant", "X_EU_"));
        var other = await host.NewDirectoryAsync("B", tenants: new TestTenant("OTHER"));

        var prefix = await host.Admin.PostAsync(Url, new { directoryId = one.Id, tenantId = "EU", mode = "multiTenant", groupPrefix = "x_" }, HttpStatusCode.Conflict);
        var tenant = await host.Admin.PostAsync(Url, new { directoryId = other.Id, tenantId = "ACME", mode = "multiTenant" }, HttpStatusCode.Conflict);
        var twice = await host.Admin.PostAsync(Url, new { directoryId = one.Id, tenantId = "ACME", enabled = false }, HttpStatusCode.Conflict);
        var waiting = await host.Admin.PostAsync(Url,
            new { directoryId = other.Id, tenantId = "ACME", mode = "multiTenant", enabled = false }, HttpStatusCode.Created);
        var enabled = await host.Admin.PatchAsync($"{Url}/{waiting["configurationId"]}", new { enabled = true }, HttpStatusCode.Conflict);

        Assert.Equal("PrefixConflict", (string)prefix["code"]!);
        Assert.Equal("TenantConflict", (string)tenant["code"]!);
        Assert.Equal("TenantConflict", (string)twice["code"]!);
        Assert.Equal("TenantConflict", (string)enabled["code"]!);
        Assert.False(await host.Store.ReadAsync(db => db.Tenants.AnyAsync(t => t.TenantId == "EU")));
        Assert.Equal("fixed", (string)(await host.Admin.PatchAsync($"{Url}/{waiting["configurationId"]}", new { tenantId = "NEW" },
            HttpStatusCode.BadRequest))["errors"]![0]!["rule"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_listed_for_all_or_for_one_directory(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var one = await host.NewDirectoryAsync(tenants: [new(), new("EU", "multiTenant")]);
        await host.NewDirectoryAsync("B", tenants: new TestTenant("OTHER"));

        var first = await host.Admin.GetAsync($"{Url}?limit=2", HttpStatusCode.OK);
        var second = await host.Admin.GetAsync($"{Url}?limit=2&cursor={first["nextCursor"]}", HttpStatusCode.OK);
        var its = await host.Admin.GetAsync($"{Url}?directoryId={one.Id}", HttpStatusCode.OK);

        Assert.Equal(["ACME", "EU", "OTHER"],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(c => (string)c!["tenantId"]!).Order());
        Assert.Equal(["ACME", "EU"], its["items"]!.AsArray().Select(c => (string)c!["tenantId"]!).Order());
    }

    [Theory]
    [InlineData("{}", "directoryId", "required")]
    [InlineData("""{"directoryId":"directory_0","tenantId":"EU"}""", "directoryId", "reference")]
    [InlineData("""{"directoryId":"directory_0","tenantId":"1"}""", "tenantId", "M1")]
    [InlineData("""{"directoryId":"directory_0","tenantId":"EU","mode":"both"}""", "mode", "json")]
    [InlineData("""{"directoryId":"directory_0","tenantId":"EU","domains":["-"]}""", "domains[0]", "A2")]
    [InlineData("""{"directoryId":"directory_0","tenantId":"EU","enabled":"yes"}""", "enabled", "json")]
    public async Task Are_refused_by_field_and_rule(string body, string field, string rule)
    {
        await using var host = new Host();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var problem = await Answers.ReadAsync(host.Admin.PostAsync(Url, content), HttpStatusCode.BadRequest);

        Assert.Contains(problem["errors"]!.AsArray(), e => (string)e!["field"]! == field && (string)e["rule"]! == rule);
    }

    [Fact]
    public async Task That_are_not_there_answer_404()
    {
        await using var host = new Host();

        foreach (var id in new[] { "x", "019ab000-0000-7000-8000-000000000000" })
        {
            Assert.Equal("ConfigurationNotFound", (string)(await host.Admin.GetAsync($"{Url}/{id}", HttpStatusCode.NotFound))["code"]!);
            await host.Admin.DeleteAsync($"{Url}/{id}", HttpStatusCode.NotFound);
            await host.Admin.PatchAsync($"{Url}/{id}", new { enabled = false }, HttpStatusCode.NotFound);
        }
    }

    static async Task<int> PendingAsync(Host host, TestDirectory directory) => await host.Store.ReadAsync(db => db.Changes.CountAsync(
        c => c.DirectoryKey == directory.Key && c.Kind == ChangeKind.ConfigurationChanged && c.OpensWindow));
}
