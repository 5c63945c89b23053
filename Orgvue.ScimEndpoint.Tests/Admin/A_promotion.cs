using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Storage;
using Orgvue.ScimEndpoint.Tests.Traffic;

namespace Orgvue.ScimEndpoint.Tests.Admin;

/// <summary>From staging to production: what was tried there is carried here, seen before it is done.</summary>
public sealed partial class A_promotion
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Carries_every_setting_and_nobody_and_nothing_secret(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await StagingAsync(host);
        var ada = await directory.UserAsync("ada");

        var document = await ExportAsync(host, directory.Id);

        Assert.Equal("""{"name":"Contoso","provider":"generic","profile":"tolerant","syncDelay":"00:02:00"}""", document["directory"]!.ToJsonString());
        Assert.Equal(("orgvue-scim-directory", 1, "staging"), ((string)document["kind"]!, (int)document["version"]!, (string)document["exportedFrom"]!));
        Assert.Equal(
            """{"tenantId":"ACME","mode":"singleTenant","groupPrefix":"IAMAPP_Orgvue_SCIM_","domains":["contoso.example"],"domainPolicy":"warn","onMissingPlatformRole":"keep","inactiveUserHandling":"remove","protectedAccounts":["iam@contoso.example"],"guardAccounts":7,"guardPercent":8,"holdOnLastAdmin":true,"enabled":true}""",
            document["tenants"]![0]!.ToJsonString());
        Assert.Equal("urn:example:Badge", (string)document["schemas"]![0]!["definition"]!["id"]!);
        var configuration = (await host.Admin.GetAsync("/admin/api/configurations", HttpStatusCode.OK))["items"]![0]!["configurationId"]!;
        Assert.All([directory.Id, directory.Token, directory.Token[^4..], ada, "ada@", (string)configuration!],
            secret => Assert.DoesNotContain(secret, document.ToJsonString(), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A setting that is added to the model must be carried, or be named here.</summary>
    [Fact]
    public void Knows_every_setting_of_a_configuration()
    {
        string[] ofThisDirectory = ["DirectoryKey", "Id", "TenantKey", "Tenant", "CreatedAt", "UpdatedAt", "Version"];

        Assert.Equal(typeof(IamSyncConfiguration).GetProperties().Select(p => p.Name).Except(ofThisDirectory).Append("TenantId").Order(),
            typeof(PromotedTenant).GetProperties().Select(p => p.Name).Order());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_seen_first_then_done_and_done_again_changes_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var document = await ExportAsync(host, (await StagingAsync(host)).Id);
        var before = await Sent.DumpAsync(host);

        var seen = await ImportAsync(host, document);
        Assert.Equal(before, await Sent.DumpAsync(host));
        var told = new List<AuditEntry>();
        JsonNode done = null!;
        told.AddRange(await host.ToldAsync(async () => done = await ApplyAsync(host, document, (string)seen["diffHash"]!)));
        var id = (string)done["directoryId"]!;
        var after = await Sent.DumpAsync(host);
        var again = await ImportAsync(host, document);
        var repeated = await ApplyAsync(host, document, (string)seen["diffHash"]!);

        Assert.Equal((true, false, "production"), ((bool)seen["newDirectory"]!, (bool)seen["applied"]!, (string)seen["environment"]!));
        Assert.Null(seen["directoryId"]);
        Assert.Contains(seen["changes"]!.AsArray(), c => (string)c!["setting"]! == "tenants[ACME].guardPercent" && (string)c["change"]! == "added" && (int)c["to"]! == 8);
        Assert.Contains("NoToken", seen["warnings"]!.AsArray().Select(w => (string)w!["code"]!));
        Assert.Empty(seen["conflicts"]!.AsArray());
        Assert.True((bool)done["applied"]!);
        Assert.Equal(Carried(document), Carried(await ExportAsync(host, id)));
        Assert.Equal("production", (string)(await host.Admin.GetAsync($"/admin/api/directories/{id}", HttpStatusCode.OK))["environment"]!);
        Assert.Empty((await host.Admin.GetAsync($"/admin/api/directories/{id}/tokens", HttpStatusCode.OK))["items"]!.AsArray());
        Assert.Equal("2026-11-23T09:02:00Z", (string)(await host.Admin.GetAsync($"/admin/api/directories/{id}/window", HttpStatusCode.OK))["dueAt"]!);
        Assert.Equal(["Created Configuration ACME", "Created Configuration BETA", "Created Directory Contoso", "Created Schema urn:example:Badge", "Created Tenant ACME", "Created Tenant BETA"],
            Trail.Words(told));
        Assert.All(told, e => Assert.Equal(("admin", "POST /admin/api/import"), (e.Actor, e.Request)));
        Assert.Equal((0, false, id), (again["changes"]!.AsArray().Count, (bool)again["newDirectory"]!, (string)again["directoryId"]!));
        Assert.Equal(seen["changes"]!.AsArray().Count, again["unchanged"]!.AsArray().Count);
        Assert.False((bool)repeated["applied"]!);
        Assert.Equal(after, await Sent.DumpAsync(host));
        await ShareOneEnvironmentAsync(host);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_setting_by_setting_what_differs_and_does_just_that(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var staging = await StagingAsync(host);
        var production = (string)(await ApplyAsync(host, await ExportAsync(host, staging.Id)))["directoryId"]!;
        await host.AfterTheDelayAsync();
        var configurations = (await host.Admin.GetAsync($"/admin/api/configurations?directoryId={staging.Id}", HttpStatusCode.OK))["items"]!.AsArray()
            .ToDictionary(c => (string)c!["tenantId"]!, c => (string)c!["configurationId"]!);
        await host.Admin.PatchAsync($"/admin/api/configurations/{configurations["ACME"]}", new { guardPercent = 30, domains = Array.Empty<string>() }, HttpStatusCode.OK);
        await host.Admin.DeleteAsync($"/admin/api/configurations/{configurations["BETA"]}", HttpStatusCode.NoContent);
        await host.Admin.DeleteAsync($"/admin/api/directories/{staging.Id}/schemas/urn:example:Badge", HttpStatusCode.NoContent);
        var document = await ExportAsync(host, staging.Id);

        var seen = await ImportAsync(host, document, production);
        var done = await host.ToldAsync(async () => await ApplyAsync(host, document, (string)seen["diffHash"]!, production));

        Assert.Equal(
            ["changed tenants[ACME].domains [\"contoso.example\"] → []", "changed tenants[ACME].guardPercent 8 → 30", "removed schemas[urn:example:Badge]"],
            seen["changes"]!.AsArray().Where(c => !((string)c!["setting"]!).StartsWith("tenants[BETA]", StringComparison.Ordinal)).Select(c => (string)c!["change"]! == "removed"
                ? $"removed {c["setting"]}" : $"{c["change"]} {c["setting"]} {c["from"]!.ToJsonString()} → {c["to"]!.ToJsonString()}").Order(StringComparer.Ordinal));
        Assert.Equal(11, seen["changes"]!.AsArray().Count(c => ((string)c!["setting"]!).StartsWith("tenants[BETA].", StringComparison.Ordinal) && (string)c["change"]! == "removed"));
        Assert.Contains("ConfigurationRemoved", seen["warnings"]!.AsArray().Select(w => (string)w!["code"]!));
        Assert.Equal(["Changed Configuration ACME", "Deleted Configuration BETA", "Deleted Schema urn:example:Badge"], Trail.Words(done));
        Assert.Equal(Carried(document), Carried(await ExportAsync(host, production)));
        await host.Admin.GetAsync($"/admin/api/directories/{production}/window", HttpStatusCode.OK);
        await ShareOneEnvironmentAsync(host);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_not_done_when_it_is_not_what_was_seen(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var staging = await StagingAsync(host);
        var production = (string)(await ApplyAsync(host, await ExportAsync(host, staging.Id)))["directoryId"]!;
        await host.Admin.PatchAsync($"/admin/api/directories/{staging.Id}", new { syncDelay = "00:10:00" }, HttpStatusCode.OK);
        var document = await ExportAsync(host, staging.Id);
        var seen = await ImportAsync(host, document, production);
        await host.Admin.PatchAsync($"/admin/api/directories/{production}", new { syncDelay = "00:07:00" }, HttpStatusCode.OK);
        var before = await Sent.DumpAsync(host);

        var stale = await host.Admin.PostAsync("/admin/api/import", new { document, directoryId = production, dryRun = false, diffHash = (string)seen["diffHash"]! }, HttpStatusCode.Conflict);
        var unseen = await host.Admin.PostAsync("/admin/api/import", new { document, directoryId = production, dryRun = false }, HttpStatusCode.BadRequest);

        Assert.Equal("DiffChanged", (string)stale["code"]!);
        Assert.Equal("diffHash", (string)unseen["errors"]![0]!["field"]!);
        Assert.Equal(before, await Sent.DumpAsync(host));
        // The hash that it names is the one to be looked at.
        var now = await ImportAsync(host, document, production);
        Assert.Contains((string)now["diffHash"]!, (string)stale["detail"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Names_what_stands_against_it_and_changes_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var document = await ExportAsync(host, (await StagingAsync(host)).Id);
        await host.NewDirectoryAsync("Elsewhere", "production", tenants: new TestTenant("BETA"));
        var before = await Sent.DumpAsync(host);
        var twice = document.DeepClone();
        (twice["tenants"]![0]!["mode"], twice["tenants"]![0]!["groupPrefix"]) = ("multiTenant", "P_B_");
        (twice["tenants"]![1]!["mode"], twice["tenants"]![1]!["groupPrefix"]) = ("singleTenant", "P_B_ACME_");

        var taken = await ImportAsync(host, document);
        var refused = await host.Admin.PostAsync("/admin/api/import", new { document, dryRun = false, diffHash = (string)taken["diffHash"]! }, HttpStatusCode.Conflict);
        var same = await ImportAsync(host, twice, environment: "staging", directoryId: null);

        Assert.Equal("TenantConflict tenants[BETA] M9", Assert.Single(taken["conflicts"]!.AsArray().Select(c => $"{c!["code"]} {c["setting"]} {c["rule"]}")));
        Assert.Equal(("TenantConflict", "tenants[BETA]"), ((string)refused["code"]!, (string)refused["errors"]![0]!["field"]!));
        Assert.Contains("PrefixConflict M9", same["conflicts"]!.AsArray().Select(c => $"{c!["code"]} {c["rule"]}"));
        Assert.Equal(before, await Sent.DumpAsync(host));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Stays_in_the_environment_of_the_directory_that_is_named(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var staging = await StagingAsync(host);
        var document = await ExportAsync(host, staging.Id);

        var crossed = await host.Admin.PostAsync("/admin/api/import", new { document, environment = "production", directoryId = staging.Id }, HttpStatusCode.Conflict);
        var own = await ImportAsync(host, document, staging.Id);
        await host.NewDirectoryAsync("Twin", "production", tenants: new TestTenant("TWIN1"));
        await host.NewDirectoryAsync("Twin", "production", tenants: new TestTenant("TWIN2"));
        document["directory"]!["name"] = "Twin";
        var ambiguous = await host.Admin.PostAsync("/admin/api/import", new { document }, HttpStatusCode.Conflict);
        var missing = await host.Admin.PostAsync("/admin/api/import", new { document, directoryId = "directory_0" }, HttpStatusCode.NotFound);

        Assert.Equal(("EnvironmentConflict", "environment"), ((string)crossed["code"]!, (string)crossed["errors"]![0]!["field"]!));
        Assert.Equal(("staging", 0), ((string)own["environment"]!, own["changes"]!.AsArray().Count));
        Assert.Equal("AmbiguousDirectory", (string)ambiguous["code"]!);
        Assert.Equal("DirectoryNotFound", (string)missing["code"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Gives_way_to_values_that_are_stored(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var staging = await StagingAsync(host);
        var production = (string)(await ApplyAsync(host, await ExportAsync(host, staging.Id)))["directoryId"]!;
        var token = (string)(await host.Admin.PostAsync($"/admin/api/directories/{production}/tokens", new { }, HttpStatusCode.Created))["token"]!;
        using var scim = host.ClientWith(token);
        await scim.PostAsync($"/scim/v2/{production}/Users", new Dictionary<string, object>
        {
            ["schemas"] = new[] { "urn:ietf:params:scim:schemas:core:2.0:User", "urn:example:Badge" }, ["userName"] = "ada@contoso.example",
            ["urn:example:Badge"] = new { number = "seven" },
        }, HttpStatusCode.Created);
        var document = await ExportAsync(host, staging.Id);
        document["schemas"]![0]!["definition"]!["attributes"]![0]!["type"] = "integer";
        document["schemas"]![0]!["definition"]!["attributes"]![0]!.AsObject().Remove("caseExact");
        document["schemas"]![0]!["definition"]!["attributes"]![0]!.AsObject().Remove("uniqueness");

        var seen = await ImportAsync(host, document, production);

        Assert.Equal("schemas[urn:example:Badge]", (string)Assert.Single(seen["conflicts"]!.AsArray())!["setting"]!);
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { "", "document", "required" },
        { """{}""", "document.kind", "format" },
        { """{"kind":"orgvue-scim-directory"}""", "document.version", "format" },
        { """{"kind":"orgvue-scim-directory","version":2,"novelty":true}""", "document.version", "version" },
        { """{"kind":"orgvue-scim-directory","version":"1"}""", "document.version", "format" },
        { """{"kind":"orgvue-scim-directory","version":1,"version":1}""", "document", "json" },
        { """{"kind":"orgvue-scim-directory","version":1,"directory":{"name":"\ud800"}}""", "document", "json" },
        { """{"kind":"orgvue-scim-directory","version":1,"token":"x"}""", "document.token", "unknown" },
        { """{"kind":"orgvue-scim-directory","version":1,"directory":{"externalKey":"x"}}""", "document.directory.externalKey", "unknown" },
        { """{"kind":"orgvue-scim-directory","version":1,"tenants":[{"configurationId":"x"}]}""", "document.tenants[0].configurationId", "unknown" },
        { """{"kind":"orgvue-scim-directory","version":1,"directory":{"provider":"lotus"}}""", "document.directory.provider", "format" },
        { """{"kind":"orgvue-scim-directory","version":1,"tenants":{}}""", "document.tenants", "format" },
        { """{"kind":"orgvue-scim-directory","version":1,"tenants":[{"guardAccounts":"many"}]}""", "document.tenants[0].guardAccounts", "format" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task Reads_nothing_that_it_does_not_understand(string document, string field, string rule)
    {
        await using var host = new Host();
        var before = await Sent.DumpAsync(host);

        var answer = await Answers.ReadAsync(host.Admin.PostAsync("/admin/api/import", new StringContent(
            document.Length == 0 ? "{}" : $$"""{"document":{{document}}}""", System.Text.Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest);

        var error = Assert.Single(answer["errors"]!.AsArray())!;
        Assert.Equal((field, rule), ((string)error["field"]!, (string)error["rule"]!));
        Assert.Equal(before, await Sent.DumpAsync(host));
    }

    /// <summary>The same holds where a schema is put by itself.</summary>
    [Theory]
    [InlineData("""{"id":"urn:example:B","name":"B","name":"C","attributes":[]}""")]
    [InlineData("""{"id":"urn:example:B","name":"\ud800","attributes":[]}""")]
    public async Task Has_schemas_that_can_be_read(string definition)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var answer = await Answers.ReadAsync(host.Admin.PutAsync($"/admin/api/directories/{directory.Id}/schemas/urn:example:B", new StringContent(
            $$"""{"resourceType":"User","definition":{{definition}}}""", System.Text.Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest);

        Assert.Equal(("definition", "json"), ((string)answer["errors"]![0]!["field"]!, (string)answer["errors"]![0]!["rule"]!));
    }

    [Theory]
    [InlineData("directory.name", "required", "")]
    [InlineData("directory.syncDelay", "B1", "2.00:00:00")]
    [InlineData("tenants[0].groupPrefix", "M5", "long")]
    [InlineData("tenants[0].tenantId", "M1", "acme")]
    [InlineData("tenants[1].tenantId", "M9", "ACME")]
    [InlineData("tenants[0].guardPercent", "B8", 101)]
    [InlineData("tenants[0].enabled", "required", null)]
    [InlineData("tenants[0].domains[0]", "A2", "@contoso.example")]
    [InlineData("tenants[0].protectedAccounts[0]", "format", "nobody")]
    [InlineData("schemas[0].resourceType", "required", "Role")]
    [InlineData("schemas[0].definition.id", "SchemaIsBuiltIn", "urn:ietf:params:scim:schemas:core:2.0:User")]
    public async Task Keeps_the_rules_of_every_setting(string setting, string rule, object? value)
    {
        await using var host = new Host();
        var document = await ExportAsync(host, (await StagingAsync(host)).Id);
        var path = setting.Replace("]", "", StringComparison.Ordinal).Split('.', '[');
        var at = path[..^1].Aggregate(document, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        var wrong = value is "long" ? JsonValue.Create(new string('P', 300)) : value is null ? null : JsonValue.Create(value);
        if (int.TryParse(path[^1], out var last)) at[last] = wrong;
        else at[path[^1]] = wrong;

        var answer = await host.Admin.PostAsync("/admin/api/import", new { document }, HttpStatusCode.BadRequest);

        Assert.Contains(answer["errors"]!.AsArray(), e => (string)e!["field"]! == $"document.{setting}" && (string)e["rule"]! == rule);
    }
}
