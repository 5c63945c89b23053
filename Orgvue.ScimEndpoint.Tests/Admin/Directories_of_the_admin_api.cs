using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Directories_of_the_admin_api
{
    const string Url = "/admin/api/directories";

    static object Wanted(string prefix = "IMAPP_Orgvue_SCIM_") => new
    {
        name = "Contoso", provider = "Entra", environment = "staging", iamAdministratorEmail = "iam@contoso.example", syncDelay = "00:05:00",
        tenants = new object[]
        {
            new { tenantId = "ACME", mode = "singleTenant", groupPrefix = prefix, domains = Array.Empty<string>() },
            new { tenantId = "MYTENANT", mode = "multiTenant", groupPrefix = prefix },
        },
    };

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_made_with_their_tenants_and_a_token_shown_once(StorageProvider provider)
    {
        await using var host = new Host(provider);

        var made = await host.Admin.PostAsync(Url, Wanted(), HttpStatusCode.Created);

        var id = (string)made["directoryId"]!;
        Assert.Matches("^directory_[0-9A-HJKMNP-TV-Z]{26}$", id);
        Assert.Equal($"http://localhost/scim/v2/{id}", (string)made["scimBaseUrl"]!);
        Assert.StartsWith("ovscim_", (string)made["token"]!, StringComparison.Ordinal);
        Assert.Equal(32, ((string)made["externalKey"]!).Length);
        Assert.Equal("PrefixOverlap", (string)made["warnings"]![0]!["code"]!);

        var shown = await host.Admin.GetAsync($"{Url}/{id}", HttpStatusCode.OK);
        Assert.Equal("entra", (string)shown["provider"]!);
        Assert.Equal("00:05:00", (string)shown["syncDelay"]!);
        Assert.Equal("linked", (string)shown["state"]!);
        Assert.Equal("2026-11-23T09:00:00Z", (string)shown["createdAt"]!);
        Assert.Equal(0, (int)shown["contents"]!["users"]!);
        Assert.Null(shown["contents"]!["window"]);
        Assert.Equal(["ACME", "MYTENANT"], shown["contents"]!["configurations"]!.AsArray().Select(c => (string)c!["tenantId"]!));
        Assert.DoesNotContain((string)made["token"]!, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Admin.GetAsync($"{Url}/{id}/window")).StatusCode);
    }

    [Fact]
    public async Task Take_the_guides_prefix_and_one_mode_when_none_is_given()
    {
        await using var host = new Host();

        var id = (string)(await host.Admin.PostAsync(Url, new { name = "A", tenants = new[] { new { tenantId = "ACME" } } }, HttpStatusCode.Created))["directoryId"]!;

        var configuration = (await host.Admin.GetAsync($"{Url}/{id}", HttpStatusCode.OK))["contents"]!["configurations"]![0]!;
        Assert.Equal("IAMAPP_Orgvue_SCIM_", (string)configuration["groupPrefix"]!);
        Assert.Equal("singleTenant", (string)configuration["mode"]!);
        Assert.Equal("enforce", (string)configuration["domainPolicy"]!);
    }

    [Theory]
    [InlineData("""{}""", "name", "required")]
    [InlineData("""{"name":"  "}""", "name", "required")]
    [InlineData("""{"name":"a","tenants":[{}]}""", "tenants[0].tenantId", "required")]
    [InlineData("""{"name":"a","tenants":[null]}""", "tenants[0].tenantId", "required")]
    [InlineData("""{"name":"a","tenants":[{"tenantId":"acme"}]}""", "tenants[0].tenantId", "M1")]
    [InlineData("""{"name":"a","tenants":[{"tenantId":"A","groupPrefix":"a\u0000b"}]}""", "tenants[0].groupPrefix", "M5")]
    [InlineData("""{"name":"a","tenants":[{"tenantId":"A","domains":["a@b"]}]}""", "tenants[0].domains[0]", "A2")]
    [InlineData("""{"name":"a","syncDelay":"25:00:00"}""", "syncDelay", "format")]
    [InlineData("""{"name":"a","syncDelay":"-00:00:01"}""", "syncDelay", "B1")]
    [InlineData("""{"name":"a","syncDelay":"1.00:00:01"}""", "syncDelay", "B1")]
    [InlineData("""{"name":"a","iamAdministratorEmail":"nobody"}""", "iamAdministratorEmail", "format")]
    [InlineData("""{"name":"a","provider":"lotus"}""", "provider", "json")]
    [InlineData("""{"name":"a","environment":1}""", "environment", "json")]
    [InlineData("""{"name":"a","tenants":{}}""", "tenants", "json")]
    [InlineData("""{"name":"\ud800"}""", "name", "json")]
    [InlineData("""{"name":""", "name", "json")]
    [InlineData("""[1]""", "", "json")]
    [InlineData("""null""", "", "json")]
    [InlineData("", "", "json")]
    public async Task Are_refused_by_field_and_rule(string body, string field, string rule)
    {
        await using var host = new Host();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await host.Admin.PostAsync(Url, content);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await Answers.ReadAsync(Task.FromResult(answer), HttpStatusCode.BadRequest);
        Assert.Equal("InvalidRequest", (string)problem["code"]!);
        Assert.Contains(problem["errors"]!.AsArray(), e => (string)e!["field"]! == field && (string)e["rule"]! == rule);
        Assert.DoesNotContain("Orgvue.ScimEndpoint", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_the_values_that_an_enum_allows()
    {
        await using var host = new Host();

        var problem = await host.Admin.PostAsync(Url, new { name = "a", provider = "lotus" }, HttpStatusCode.BadRequest);

        Assert.Contains("generic, entra, okta, oneLogin, google, jumpCloud, ping, workos", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_a_body_that_is_not_json_by_name()
    {
        await using var host = new Host();
        using var content = new StringContent("<a/>", Encoding.UTF8, "application/xml");

        var problem = await Answers.ReadAsync(host.Admin.PostAsync(Url, content), HttpStatusCode.UnsupportedMediaType);

        Assert.Equal("UnsupportedMediaType", (string)problem["code"]!);
    }

    [Theory]
    [InlineData("GET", "/admin/api/nothing", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("PUT", "/admin/api/directories", HttpStatusCode.MethodNotAllowed, "MethodNotAllowed")]
    [InlineData("GET", "/admin/api/directories/directory_0", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("DELETE", "/admin/api/directories/directory_0", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("POST", "/admin/api/directories/directory_0/sync", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("POST", "/admin/api/directories/directory_0/tokens", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("GET", "/admin/api/directories/directory_0/window", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("GET", "/admin/api/directories/directory_0/runs", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("GET", "/admin/api/directories/directory_0/failures", HttpStatusCode.NotFound, "DirectoryNotFound")]
    [InlineData("GET", "/admin/api/directories?limit=0", HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("GET", "/admin/api/directories?limit=many", HttpStatusCode.BadRequest, "InvalidRequest")]
    [InlineData("GET", "/admin/api/directories?cursor=%F0%9F%92%A9", HttpStatusCode.BadRequest, "InvalidRequest")]
    public async Task Answer_problems(string method, string url, HttpStatusCode status, string code)
    {
        await using var host = new Host();

        using var answer = await host.Admin.SendAsync(new(new(method), url));

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await Answers.ReadAsync(Task.FromResult(answer), status);
        Assert.Equal(code, (string)problem["code"]!);
        Assert.Equal((int)status, (int)problem["status"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Want_the_admin_key(string? key)
    {
        await using var host = new Host();

        var problem = await host.ClientWith(key).GetAsync(Url, HttpStatusCode.Unauthorized);

        Assert.Equal(401, (int)problem["status"]!);
    }

    [Fact]
    public async Task Do_not_open_with_a_directorys_own_token()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        await host.ClientWith(directory.Token).GetAsync(Url, HttpStatusCode.Unauthorized);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Refuse_the_same_prefix_twice_and_make_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var twice = new { name = "A", tenants = new[] { new { tenantId = "A", mode = "multiTenant", groupPrefix = "X_" }, new { tenantId = "B", mode = "singleTenant", groupPrefix = "x_a_" } } };

        var problem = await host.Admin.PostAsync(Url, twice, HttpStatusCode.Conflict);

        Assert.Equal("PrefixConflict", (string)problem["code"]!);
        Assert.Equal("M9", (string)problem["errors"]![0]!["rule"]!);
        Assert.Empty((await host.Admin.GetAsync(Url, HttpStatusCode.OK))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Refuse_a_tenant_that_another_directory_feeds_but_not_its_namesake_elsewhere(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();

        var problem = await host.Admin.PostAsync(Url,
            new { name = "B", environment = "staging", tenants = new[] { new { tenantId = "NEW" }, new { tenantId = "ACME" } } }, HttpStatusCode.Conflict);
        var other = await host.Admin.PostAsync(Url,
            new { name = "B", environment = "staging", tenants = new object[] { new { tenantId = "NEW" }, new { tenantId = "ACME", mode = "multiTenant" } } },
            HttpStatusCode.Conflict);
        await host.NewDirectoryAsync("C", "production");

        Assert.Equal("SingleTenantConflict", (string)problem["code"]!);
        Assert.Equal("TenantConflict", (string)other["code"]!);
        // What was refused left nothing behind: neither the directory nor its new tenant.
        Assert.Equal(2, await host.Store.ReadAsync(db => db.Tenants.CountAsync()));
        Assert.Equal(2, (await host.Admin.GetAsync(Url, HttpStatusCode.OK))["items"]!.AsArray().Count);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_listed_page_by_page(StorageProvider provider)
    {
        await using var host = new Host(provider);
        foreach (var name in "A B C".Split(' ')) await host.Admin.PostAsync(Url, new { name }, HttpStatusCode.Created);

        var first = await host.Admin.GetAsync($"{Url}?limit=2", HttpStatusCode.OK);
        var second = await host.Admin.GetAsync($"{Url}?limit=2&cursor={first["nextCursor"]}", HttpStatusCode.OK);

        Assert.Equal(["A", "B"], first["items"]!.AsArray().Select(d => (string)d!["name"]!));
        Assert.Equal(["C"], second["items"]!.AsArray().Select(d => (string)d!["name"]!));
        Assert.Null(second["nextCursor"]);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Change_what_is_given_and_keep_the_rest(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(syncDelay: "00:01:00");
        host.Clock.Advance(TimeSpan.FromHours(1));

        var shown = await host.Admin.PatchAsync($"{Url}/{directory.Id}",
            new { name = "Fabrikam", provider = "okta", iamAdministratorEmail = "iam@fabrikam.example" }, HttpStatusCode.OK);
        var cleared = await host.Admin.PatchAsync($"{Url}/{directory.Id}", new { syncDelay = (string?)null }, HttpStatusCode.OK);

        Assert.Equal("Fabrikam", (string)shown["name"]!);
        Assert.Equal("okta", (string)shown["provider"]!);
        Assert.Equal("00:01:00", (string)shown["syncDelay"]!);
        Assert.Equal("2026-11-23T10:00:00Z", (string)shown["updatedAt"]!);
        Assert.Null(cleared["syncDelay"]);
        Assert.Equal("iam@fabrikam.example", (string)cleared["iamAdministratorEmail"]!);
        var problem = await host.Admin.PatchAsync($"{Url}/{directory.Id}", new { name = new string('x', 201) }, HttpStatusCode.BadRequest);
        Assert.Equal("length", (string)problem["errors"]![0]!["rule"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Go_with_all_that_is_theirs_and_leave_the_rest(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var gone = await host.NewDirectoryAsync();
        var stays = await host.NewDirectoryAsync("B", tenants: new TestTenant("OTHER"));
        foreach (var directory in new[] { gone, stays }) await Seed.SyncedUserAsync(host, directory, "ada@contoso.example");
        await host.Admin.PostAsync("/api/v1/ACME/accounts", new { email = "hand@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Created);

        await host.Admin.DeleteAsync($"{Url}/{gone.Id}", HttpStatusCode.NoContent);

        await host.Admin.GetAsync($"{Url}/{gone.Id}", HttpStatusCode.NotFound);
        Assert.Equal(["hand@contoso.example"], await EmailsAsync(host, "ACME"));
        Assert.Equal(["ada@contoso.example"], await EmailsAsync(host, "OTHER"));
        Assert.Equal(0, await host.Store.ReadAsync(async db =>
            await db.Users.CountAsync(u => u.DirectoryKey == gone.Key) + await db.UserEmails.CountAsync(u => u.DirectoryKey == gone.Key)
            + await db.Groups.CountAsync(g => g.DirectoryKey == gone.Key) + await db.Members.CountAsync(m => m.DirectoryKey == gone.Key)
            + await db.Tokens.CountAsync(t => t.DirectoryKey == gone.Key) + await db.Changes.CountAsync(c => c.DirectoryKey == gone.Key)
            + await db.Runs.CountAsync(r => r.DirectoryKey == gone.Key) + await db.Leases.CountAsync(l => l.DirectoryKey == gone.Key)
            + await db.Configurations.CountAsync(c => c.DirectoryKey == gone.Key) + await db.Failures.CountAsync(f => f.DirectoryKey == gone.Key)));
        Assert.Equal(2, await host.Store.ReadAsync(db => db.Tenants.CountAsync()));
        // The tenant is free for another directory.
        await host.NewDirectoryAsync("C");
    }

    static async Task<IEnumerable<string>> EmailsAsync(Host host, string tenant) =>
        (await host.Admin.GetAsync($"/api/v1/{tenant}/accounts", HttpStatusCode.OK))["items"]!.AsArray().Select(a => (string)a!["email"]!);
}
