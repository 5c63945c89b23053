using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>The plan under another prefix, mode, domain list or group name, without writing anything.</summary>
public sealed class A_what_if
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_that_the_tables_own_prefix_heals_all_but_two_and_writes_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await GuidesTable.PushedAsync(host, GuidesTable.Default);
        await host.AfterTheDelayAsync();
        var before = await An_explanation.CountsAsync(host);

        var answer = await host.Admin.PostAsync(Url(directory), new
        {
            configurations = new[] { new { tenantId = "ACME", groupPrefix = GuidesTable.Written }, new { tenantId = "MYTENANT", groupPrefix = GuidesTable.Written } },
        }, HttpStatusCode.OK);

        var (acme, mine) = (answer["tenants"]![0]!, answer["tenants"]![1]!);
        Assert.Equal(["testuser1@contoso.example", "testuser2@contoso.example", "testuser3@contoso.example"], Emails(acme["creates"]));
        Assert.Equal(["testuser4@contoso.example"], Emails(mine["creates"]));
        Assert.Equal(4, (int)acme["counts"]!["heal"]!);
        Assert.Equal(["testuser5@contoso.example MissingPlatformRole"], Failing(acme));
        Assert.Equal(["testuser6@contoso.example MissingPlatformRole"], Failing(mine));
        Assert.Equal(3, answer["plan"]!["tenants"]![0]!["creates"]!.AsArray().Count);
        Assert.Equal(before, await An_explanation.CountsAsync(host));
        await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/window", HttpStatusCode.NoContent);
        Assert.Empty(await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_what_a_run_then_does(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada);
        var group = await directory.GroupAsync("IAMAP_Orgvue_SCIM_user", bob);
        await host.AfterTheDelayAsync();

        var answer = await host.Admin.PostAsync(Url(directory), new
        {
            groups = new object[]
            {
                new { displayName = "iamapp_orgvue_scim_USER", newDisplayName = "Everybody" },
                new { id = group, newDisplayName = "IAMAPP_Orgvue_SCIM_admin" },
            },
        }, HttpStatusCode.OK);
        var tenant = answer["tenants"]![0]!;
        await directory.RenameAsync(group, "IAMAPP_Orgvue_SCIM_admin");
        await directory.RenameAsync((await directory.FindGroupAsync("IAMAPP_Orgvue_SCIM_user"))!, "Everybody");
        await host.AfterTheDelayAsync();

        Assert.Equal(["ada@contoso.example"], Emails(tenant["disables"]));
        Assert.Equal(["bob@contoso.example"], Emails(tenant["creates"]));
        Assert.Equal(["bob@contoso.example"], tenant["healed"]!.AsArray().Select(f => (string)f!["userName"]!));
        Assert.Equal(["ada@contoso.example MissingPlatformRole"], Failing(tenant));
        Assert.Equal(["ada:  (inactive)", "bob: admin"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_domains_and_the_guard_and_a_tenant_that_is_fed_no_more(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("EU", "multiTenant")]);
        var users = new List<string>();
        for (var i = 0; i < 3; i++) users.Add(await directory.UserAsync($"user{i}"));
        await directory.RoleAsync("user", [.. users]);
        await host.AfterTheDelayAsync();

        var domains = await SupposeAsync(host, directory, new { tenantId = "ACME", domains = new[] { "fabrikam.example" }, guardAccounts = 2 });
        var off = await SupposeAsync(host, directory, new { tenantId = "EU", enabled = false });
        var same = await SupposeAsync(host, directory, new { tenantId = "ACME", domains = Array.Empty<string>() });

        var acme = domains["tenants"]![0]!;
        Assert.Equal((3, 3), ((int)acme["counts"]!["disable"]!, (int)acme["counts"]!["fail"]!));
        Assert.Contains("more than 2", (string)acme["newlyHeld"]!, StringComparison.Ordinal);
        Assert.Contains("EU: it would be fed no more", (string)off["summary"]!, StringComparison.Ordinal);
        Assert.Equal("Nothing would be different.", (string)same["summary"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_refused_what_would_be_refused_if_it_were_done(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("EU", "multiTenant")]);
        await directory.RoleAsync("user");
        await directory.RoleAsync("admin");

        Assert.Equal("SingleTenantConflict M2", await RefusedAsync(host, directory, HttpStatusCode.Conflict, new { tenantId = "EU", mode = "singleTenant" }));
        Assert.Equal("PrefixConflict M9", await RefusedAsync(host, directory, HttpStatusCode.Conflict, new { tenantId = "ACME", groupPrefix = "IAMAPP_Orgvue_SCIM_EU_" }));
        Assert.Equal("InvalidRequest M5", await RefusedAsync(host, directory, HttpStatusCode.BadRequest, new { tenantId = "ACME", groupPrefix = new string('p', 300) }));
        Assert.Equal("InvalidRequest reference", await RefusedAsync(host, directory, HttpStatusCode.BadRequest, new { tenantId = "MARS" }));
        Assert.Equal("InvalidRequest required", await RefusedAsync(host, directory, HttpStatusCode.BadRequest, new { groupPrefix = "x" }));
        Assert.Equal("InvalidRequest B8", await RefusedAsync(host, directory, HttpStatusCode.BadRequest, new { tenantId = "ACME", guardPercent = 101 }));
        var named = await host.Admin.PostAsync(Url(directory), new { configurations = new[] { new { tenantId = "ACME", groupPrefix = new string('p', 300) } } }, HttpStatusCode.BadRequest);
        Assert.Equal("configurations[0].groupPrefix", (string)named["errors"]![0]!["field"]!);
        var taken = await host.Admin.PostAsync(Url(directory),
            new { groups = new[] { new { displayName = "IAMAPP_Orgvue_SCIM_user", newDisplayName = "IAMAPP_Orgvue_SCIM_ADMIN" } } }, HttpStatusCode.Conflict);
        Assert.Equal("GroupNameTaken", (string)taken["code"]!);
        foreach (object body in new object[]
        {
            new { }, new { groups = new[] { new { newDisplayName = "x" } } }, new { groups = new[] { new { displayName = "Nobody", newDisplayName = "x" } } },
            new { groups = new[] { new { id = "1", newDisplayName = "x" } } }, new { groups = new[] { new { displayName = "IAMAPP_Orgvue_SCIM_user", newDisplayName = " " } } },
            new { configurations = new object?[] { null } }, new { groups = new object?[] { null } },
        })
            await host.Admin.PostAsync(Url(directory), body, HttpStatusCode.BadRequest);
        await host.Admin.PostAsync("/admin/api/directories/directory_0/what-if", new { configurations = new[] { new { tenantId = "ACME" } } }, HttpStatusCode.NotFound);
        await host.Admin.PostAsync(Url(directory) + "?limit=-1", new { configurations = new[] { new { tenantId = "ACME" } } }, HttpStatusCode.BadRequest);
    }

    static string Url(TestDirectory directory) => $"/admin/api/directories/{directory.Id}/what-if";

    static Task<JsonNode> SupposeAsync(Host host, TestDirectory directory, object configuration) =>
        host.Admin.PostAsync(Url(directory), new { configurations = new[] { configuration } }, HttpStatusCode.OK);

    static async Task<string> RefusedAsync(Host host, TestDirectory directory, HttpStatusCode status, object configuration)
    {
        var refused = await host.Admin.PostAsync(Url(directory), new { configurations = new[] { configuration } }, status);
        return $"{refused["code"]} {refused["errors"]![0]!["rule"]}";
    }

    static IEnumerable<string> Emails(JsonNode? list) => list!.AsArray().Select(a => (string)a!["email"]!);

    static IEnumerable<string> Failing(JsonNode tenant) => tenant["newlyFailing"]!.AsArray().Select(f => $"{f!["userName"]} {f["code"]}");
}
