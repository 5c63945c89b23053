using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class A_search_of_the_audit_trail
{
    const string Audit = "/admin/api/audit";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_the_newest_first_with_all_that_is_known(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { name = "Other" }, HttpStatusCode.OK);

        var entry = (await host.Admin.GetAsync(Audit, HttpStatusCode.OK))["items"]![0]!.AsObject();

        Assert.Equal(
            $$$"""{"at":"2026-11-23T09:01:00Z","actor":"admin","source":null,"request":"PATCH /admin/api/directories/{{{directory.Id}}}","runId":null,"action":"changed","subject":"directory","subjectId":"{{{directory.Id}}}","name":"Other","directoryId":"{{{directory.Id}}}","tenantId":null,"environment":null,"before":{"name":"Contoso"},"after":{"name":"Other"}}""",
            new JsonObject(entry.Where(p => p.Key != "entryId").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Finds_by_every_filter(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var staging = await host.NewDirectoryAsync(tenants: [new(), new("BETA", "multiTenant")]);
        var production = await host.NewDirectoryAsync("Prod", "production");
        host.Clock.Advance(TimeSpan.FromHours(1));
        var ada = await staging.UserAsync("ada");
        await staging.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        await host.Admin.PostAsync("/api/v1/ACME/accounts", new { email = "Müller@contoso.example", roles = new[] { "admin" } }, HttpStatusCode.Created);
        var run = (string)(await host.RunsAsync(staging)).Single(r => (string)r!["tenantId"]! == "ACME")!["runId"]!;

        Assert.Equal(["created user ada@contoso.example"], await FoundAsync(host, $"subject=user&subjectId={ada}"));
        Assert.Equal(["created account ada@contoso.example"], await FoundAsync(host, $"runId={run}"));
        Assert.Equal(["created account ada@contoso.example"], await FoundAsync(host, "tenantId=ACME&environment=staging&subject=Account"));
        Assert.Equal(["created account Müller@contoso.example"], await FoundAsync(host, "tenantId=ACME&environment=production&subject=account"));
        Assert.Equal(["created configuration BETA", "created tenant BETA"], await FoundAsync(host, "tenantId=BETA"));
        Assert.Equal(["created configuration BETA"], await FoundAsync(host, $"tenantId=BETA&directoryId={staging.Id}"));
        Assert.Equal(["created configuration ACME", "created directory Prod", $"created token …{production.Token[^4..]}"],
            await FoundAsync(host, $"directoryId={production.Id}"));
        Assert.Equal(["created account Müller@contoso.example", "created configuration ACME", "created directory Prod", "created tenant ACME", $"created token …{production.Token[^4..]}"],
            await FoundAsync(host, "environment=production"));
        Assert.Equal(["created user ada@contoso.example"], await FoundAsync(host, "name=ADA&subject=user"));
        Assert.Equal(["created account Müller@contoso.example"], await FoundAsync(host, $"name={Uri.EscapeDataString("Müller")}"));
        Assert.Empty(await FoundAsync(host, "name=a_a%25"));
        Assert.Equal(["changed members IAMAPP_Orgvue_SCIM_user"], await FoundAsync(host, $"actor=TOKEN&action=changed&directoryId={staging.Id}"));
        Assert.Equal(["created account ada@contoso.example"], await FoundAsync(host, "actor=run"));
        Assert.Equal(["created account Müller@contoso.example", "created account ada@contoso.example"], await FoundAsync(host, "from=2026-11-23T10:05:00Z"));
        Assert.Empty(await FoundAsync(host, "from=2026-11-24"));
        Assert.DoesNotContain("created user ada@contoso.example", await FoundAsync(host, "to=2026-11-23T10:59:59%2B01:00"));
        // Five past ten in Greenwich is five past eleven in the evening in Auckland, of the same day, and after midnight on Kiritimati.
        Assert.Empty(await FoundAsync(host, "from=2026-11-24&timeZone=Pacific/Auckland"));
        Assert.Equal(2, (await FoundAsync(host, "from=2026-11-24&timeZone=Pacific/Kiritimati&subject=account")).Count);
        Assert.Empty(await FoundAsync(host, "to=2026-11-23&timeZone=Pacific/Kiritimati&subject=account"));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Goes_on_page_by_page_over_all_parts(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("BETA", "multiTenant")]);
        for (var n = 0; n < 5; n++) await directory.UserAsync($"user{n}");

        foreach (var filter in new[] { "", $"&directoryId={directory.Id}", "&tenantId=ACME" })
        {
            var all = (await host.Admin.GetAsync($"{Audit}?limit=1000{filter}", HttpStatusCode.OK))["items"]!.AsArray().Select(e => (string)e!["entryId"]!).ToList();
            var walked = new List<string>();
            var cursor = "";
            do
            {
                var page = await host.Admin.GetAsync($"{Audit}?limit=2{filter}{cursor}", HttpStatusCode.OK);
                walked.AddRange(page["items"]!.AsArray().Select(e => (string)e!["entryId"]!));
                cursor = (string?)page["nextCursor"] is { } next ? $"&cursor={next}" : null;
            }
            while (cursor is not null);
            Assert.Equal(all, walked);
            Assert.Equal(all.OrderDescending(StringComparer.Ordinal), all);
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Still_finds_a_directory_that_was_deleted(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);

        var found = (await host.Admin.GetAsync($"{Audit}?directoryId={directory.Id}", HttpStatusCode.OK))["items"]!.AsArray();

        Assert.Equal(6, found.Count);
        Assert.All(found, e => Assert.Equal(directory.Id, (string?)e!["directoryId"]));
        Assert.Contains("deleted directory Contoso", await FoundAsync(host, "environment=staging"));
    }

    [Theory]
    [InlineData("subject=person", "subject", "format")]
    [InlineData("action=made", "action", "format")]
    [InlineData("environment=test", "environment", "format")]
    [InlineData("runId=1", "runId", "format")]
    [InlineData("from=yesterday", "from", "format")]
    [InlineData("from=2026-13-01", "from", "format")]
    [InlineData("to=2026-11-01T12:00:00", "to", "format")]
    [InlineData("to=9999-12-31", "to", "format")]
    [InlineData("from=2026-11-02&to=2026-11-01", "to", "range")]
    [InlineData("timeZone=Europe/Berln", "timeZone", "timeZone")]
    [InlineData("timeZone=../../etc/passwd", "timeZone", "timeZone")]
    [InlineData("limit=0", "limit", "paging")]
    [InlineData("cursor=x", "cursor", "paging")]
    public async Task Says_which_field_is_wrong_and_why(string query, string field, string rule)
    {
        await using var host = new Host();

        var problem = await host.Admin.GetAsync($"{Audit}?{query}", HttpStatusCode.BadRequest);

        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal((field, rule), ((string)error["field"]!, (string)error["rule"]!));
    }

    [Theory]
    [InlineData("directoryId=directory_0", "DirectoryNotFound")]
    [InlineData("tenantId=NOBODY", "TenantNotFound")]
    public async Task Says_what_there_is_not(string query, string code)
    {
        await using var host = new Host();

        Assert.Equal(code, (string)(await host.Admin.GetAsync($"{Audit}?{query}", HttpStatusCode.NotFound))["code"]!);
    }

    [Fact]
    public async Task Is_the_administrators()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ClientWith(directory.Token).GetAsync(Audit)).StatusCode);
    }

    static async Task<List<string>> FoundAsync(Host host, string query) =>
        [.. (await host.Admin.GetAsync($"{Audit}?{query}", HttpStatusCode.OK))["items"]!.AsArray()
            .Select(e => $"{e!["action"]} {e["subject"]} {e["name"]}").Order(StringComparer.Ordinal)];
}
