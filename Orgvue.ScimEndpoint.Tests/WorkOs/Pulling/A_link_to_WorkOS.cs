using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class A_link_to_WorkOS
{
    const string ApiKey = "sk_live_0123456789abcdef", Secret = "whsec_0123456789abcdef", Next = "whsec_next_6789abcwxyz";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_made_shown_changed_and_removed(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await host.Admin.GetAsync(directory.Link(), HttpStatusCode.NotFound);

        var made = await PutAsync(host, directory, new { directoryId = "directory_01", apiKey = ApiKey, webhookSecret = Secret, deletedUsers = "remove" }, HttpStatusCode.Created);
        Assert.Equal(("directory_01", "https://api.workos.com", "…cdef", "…cdef", "remove", true, "enabled"), (
            (string)made["directoryId"]!, (string)made["baseUrl"]!, (string)made["apiKey"]!, (string)made["webhookSecret"]!, (string)made["deletedUsers"]!,
            (bool)made["enabled"]!, (string)made["state"]!));
        Assert.EndsWith($"/workos/webhooks/{directory.Id}", (string)made["webhookUrl"]!, StringComparison.Ordinal);
        Assert.Null(made["pull"]);
        var again = await PutAsync(host, directory, new { webhookSecret = Secret }, HttpStatusCode.OK);
        Assert.Equal((null, null, "deactivate"), ((string?)again["directoryId"], (string?)again["apiKey"], (string)again["deletedUsers"]!));
        var edited = await host.Admin.PatchAsync(directory.Link(), new { enabled = false, apiKey = ApiKey, baseUrl = "https://workos.example/" }, HttpStatusCode.OK);
        Assert.Equal(("disabled", "…cdef", "https://workos.example"), ((string)edited["state"]!, (string)edited["apiKey"]!, (string)edited["baseUrl"]!));
        Assert.Equal("LinkNotEnabled", (string)(await host.Admin.PostAsync(directory.Link() + "/pull", null, HttpStatusCode.Conflict))["code"]!);
        await host.Admin.DeleteAsync(directory.Link(), HttpStatusCode.NoContent);
        Assert.Equal("WorkOsLinkNotFound", (string)(await host.Admin.GetAsync(directory.Link(), HttpStatusCode.NotFound))["code"]!);
    }

    [Fact]
    public async Task Accepts_two_secrets_while_they_are_rotated()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await PutAsync(host, directory, new { webhookSecret = Secret }, HttpStatusCode.Created);

        var rotating = await host.Admin.PostAsync(directory.Link() + "/secret", new { webhookSecret = Next }, HttpStatusCode.OK);
        var third = await host.Admin.PostAsync(directory.Link() + "/secret", new { webhookSecret = Next }, HttpStatusCode.Conflict);
        var row = await host.Store.ReadAsync(db => db.WorkOsLinks.AsNoTracking().SingleAsync());
        var ended = await host.Admin.DeleteAsync(directory.Link() + "/secret/old", HttpStatusCode.OK);

        var secrets = host.Services.GetRequiredService<LinkSecrets>();
        Assert.Equal((Next, Secret), (secrets.Open(row.Secret!), secrets.Open(row.OldSecret!)));
        Assert.Equal(("…wxyz", "…cdef"), ((string)rotating["webhookSecret"]!, (string)rotating["oldWebhookSecret"]!));
        Assert.Equal("RotationUnderWay", (string)third["code"]!);
        Assert.Equal(("…wxyz", null), ((string)ended["webhookSecret"]!, (string?)ended["oldWebhookSecret"]));
    }

    [Theory]
    [InlineData("""{ "baseUrl": "http://api.workos.com" }""", "baseUrl", "https")]
    [InlineData("""{ "baseUrl": "https://127.0.0.1/" }""", "baseUrl", "network")]
    [InlineData("""{ "baseUrl": "https://169.254.169.254/" }""", "baseUrl", "network")]
    [InlineData("""{ "baseUrl": "https://u:p@api.workos.com" }""", "baseUrl", "format")]
    [InlineData("""{ "baseUrl": "https://api.workos.com/?a=b" }""", "baseUrl", "format")]
    [InlineData("""{ "baseUrl": "workos" }""", "baseUrl", "format")]
    [InlineData("""{ "apiKey": "sk_short" }""", "apiKey", "length")]
    [InlineData("""{ "webhookSecret": "short" }""", "webhookSecret", "length")]
    [InlineData("""{ "apiKey": "sk_live_0123456789\r\nHost: evil" }""", "apiKey", "format")]
    [InlineData("""{ "webhookSecret": "whsec_0123456789 é" }""", "webhookSecret", "format")]
    [InlineData("""{ "directoryId": "directory 1" }""", "directoryId", "format")]
    [InlineData("""{ "directoryId": "" }""", "directoryId", "required")]
    [InlineData("""{ "deletedUsers": "keep" }""", "deletedUsers", "json")]
    public async Task Refuses_what_is_none(string body, string field, string rule)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var refused = await PutAsync(host, directory, JsonNode.Parse(body)!, HttpStatusCode.BadRequest);
        var onboarding = await host.Admin.PostAsync("/admin/api/directories", new { name = "Other", workos = JsonNode.Parse(body) }, HttpStatusCode.BadRequest);

        Assert.Contains(refused["errors"]!.AsArray(), e => ((string)e!["field"]!, (string)e["rule"]!) == (field, rule));
        Assert.Contains(onboarding["errors"]!.AsArray(), e => ((string)e!["field"]!, (string)e["rule"]!) == ("workos." + field, rule));
        Assert.Equal((1, 0), await host.Store.ReadAsync(async db => (await db.Directories.CountAsync(), await db.WorkOsLinks.CountAsync())));
    }

    [Fact]
    public async Task Keeps_its_secrets_out_of_the_answers_the_database_and_the_audit_trail()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var made = await host.Admin.PostAsync("/admin/api/directories",
            new { name = "Contoso", provider = "workos", workos = new { apiKey = ApiKey, webhookSecret = Secret } }, HttpStatusCode.Created);
        var directory = new TestDirectory((string)made["directoryId"]!, 1, "", host.Admin);
        await host.Admin.PostAsync(directory.Link() + "/secret", new { webhookSecret = Next }, HttpStatusCode.OK);

        var shown = await host.Admin.GetAsync(directory.Link(), HttpStatusCode.OK);
        var audit = await host.Admin.GetAsync($"/admin/api/audit?directory={directory.Id}", HttpStatusCode.OK);
        var entries = audit["items"]!.AsArray().Where(e => (string)e!["subject"]! == "workOsLink").ToList();
        var row = await host.Store.ReadAsync(db => db.WorkOsLinks.AsNoTracking().SingleAsync());

        Assert.Equal(2, entries.Count);
        Assert.All([shown.ToJsonString(), audit.ToJsonString(), System.Text.Encoding.Latin1.GetString([.. row.ApiKey!, .. row.Secret!, .. row.OldSecret!])],
            text => Assert.All([ApiKey, Secret, Next], secret => Assert.DoesNotContain(secret[6..], text, StringComparison.Ordinal)));
        Assert.All(entries, e => Assert.NotNull(e!["after"]!["secretFingerprint"]));
    }

    [Fact]
    public async Task Goes_with_its_directory()
    {
        await using var host = Pulled.Server(StorageProvider.Sqlite);
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 5, groups: 2);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();
        api.Directory.AddUser();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.ReadDueAsync();

        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);

        Assert.Equal(0, await host.Store.ReadAsync(async db => await db.WorkOsLinks.CountAsync() + await db.WorkOsItems.CountAsync()
            + await db.WorkOsPulls.CountAsync() + await db.WorkOsReceived.CountAsync()));
    }

    static async Task<JsonNode> PutAsync(Host host, TestDirectory directory, object link, HttpStatusCode expected) =>
        await Answers.ReadAsync(host.Admin.PutAsJsonAsync(directory.Link(), link), expected);
}
