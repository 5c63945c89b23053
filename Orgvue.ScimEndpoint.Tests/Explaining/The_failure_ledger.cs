using System.Net;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>B7: failures by their causes, as a table, and tried again.</summary>
public sealed class The_failure_ledger
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Groups_what_one_act_would_mend(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var users = new List<string>();
        for (var i = 0; i < 7; i++) users.Add(await directory.UserAsync($"user{i}"));
        await directory.GroupAsync("IMAPP_Orgvue_SCIM_user", [.. users[..6]]);
        await directory.RoleAsync("Tech", users[0], users[6]);
        await directory.Scim.PostAsync("Users", new { schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "nomail" }, HttpStatusCode.Created);
        await host.AfterTheDelayAsync();

        var causes = (await host.Admin.GetAsync(Url(directory, "failures/causes"), HttpStatusCode.OK))["items"]!.AsArray();
        var first = await host.Admin.GetAsync(Url(directory, "failures/causes?limit=1"), HttpStatusCode.OK);
        var second = await host.Admin.GetAsync(Url(directory, $"failures/causes?limit=5&cursor={first["nextCursor"]}"), HttpStatusCode.OK);

        Assert.Equal(["6 MissingPlatformRole ACME IMAPP_Orgvue_SCIM_user", "1 MissingEmail ACME", "1 MissingPlatformRole ACME"],
            causes.Select(c => $"{c!["count"]} {c["code"]} {c["tenantId"]} {c["group"]}".Trim()));
        Assert.Equal("IAMAPP_Orgvue_SCIM_user", (string)causes[0]!["didYouMean"]!);
        Assert.Contains("Rename the group", (string)causes[0]!["remedy"]!, StringComparison.Ordinal);
        Assert.Equal(5, causes[0]!["users"]!.AsArray().Count);
        Assert.Contains("user6@contoso.example to the group IAMAPP_Orgvue_SCIM_user", (string)causes[2]!["remedy"]!, StringComparison.Ordinal);
        Assert.Equal(["MissingEmail", "MissingPlatformRole"], second["items"]!.AsArray().Select(c => (string)c!["code"]!));
        Assert.Null(second["nextCursor"]);
        await host.Admin.GetAsync(Url(directory, "failures/causes?state=closed"), HttpStatusCode.BadRequest);
        await host.Admin.GetAsync("/admin/api/directories/directory_0/failures/causes", HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_a_table_that_no_spreadsheet_takes_for_formulas(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.Scim.PostAsync("Users",
            new { schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "=HYPERLINK(\"http://evil.example\",\"Zoë\")" }, HttpStatusCode.Created);
        await directory.RoleAsync("Tech", await directory.UserAsync("ada"));
        await host.AfterTheDelayAsync();

        using var answer = await host.Admin.GetAsync(new Uri(Url(directory, "failures.csv"), UriKind.Relative));
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal("text/csv; charset=utf-8; header=present", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("failures.csv", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal("failureId,directoryId,tenantId,userId,userName,email,groups,code,reason,remedy,firstSeenAt,lastSeenAt,count,resolvedAt,resolvedByRun", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Equal("", lines[3]);
        Assert.Contains(lines, l => l.Contains(",\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Zoë\"\")\",", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(",ada@contoso.example,ada@contoso.example,IAMAPP_Orgvue_SCIM_Tech,MissingPlatformRole,", StringComparison.Ordinal)
            && l.EndsWith(",2026-11-23T09:05:00Z,2026-11-23T09:05:00Z,1,,", StringComparison.Ordinal));
        Assert.Single((await host.Admin.GetStringAsync(new Uri(Url(directory, "failures.csv?state=resolved"), UriKind.Relative))).TrimEnd().Split("\r\n"));
        var refused = await host.Admin.GetAsync(Url(directory, "failures.csv?state=closed"), HttpStatusCode.BadRequest);
        Assert.Equal("InvalidRequest", (string)refused["code"]!);
        await host.Admin.GetAsync("/admin/api/directories/directory_0/failures.csv", HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tries_the_failed_again_and_nobody_else_who_waits(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("Tech", ada);
        await host.AfterTheDelayAsync();
        Assert.Equal(["ACME ada MissingPlatformRole"], await host.OpenFailuresAsync(directory));
        await directory.RoleAsync("user", ada, await directory.UserAsync("bob"));
        var waiting = await host.Store.ReadAsync(db => db.Changes.CountAsync());

        var rerun = await host.Admin.PostAsync(Url(directory, "failures/rerun"), null, HttpStatusCode.OK);

        Assert.Equal(1, (int)rerun["users"]!);
        var run = Assert.Single(rerun["runs"]!.AsArray())!;
        Assert.Equal(("Rerun", "Completed", 1, false), ((string)run["trigger"]!, (string)run["status"]!, (int)run["created"]!, (bool)run["full"]!));
        Assert.Equal(["ada: Tech user"], await host.AccountsAsync());
        Assert.Empty(await host.OpenFailuresAsync(directory));
        Assert.Equal(waiting, await host.Store.ReadAsync(db => db.Changes.CountAsync()));
        await host.AfterTheDelayAsync();
        Assert.Equal(["ada: Tech user", "bob: user"], await host.AccountsAsync());
        Assert.Equal(0, (int)(await host.Admin.PostAsync(Url(directory, "failures/rerun"), null, HttpStatusCode.OK))["users"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tries_nobody_again_behind_a_hold(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("Tech", ada);
        await host.AfterTheDelayAsync();
        await directory.RoleAsync("user", ada);
        await host.Admin.PostAsync(Url(directory, "hold"), new { }, HttpStatusCode.OK);

        var rerun = await host.Admin.PostAsync(Url(directory, "failures/rerun"), null, HttpStatusCode.OK);

        Assert.Equal("Held", (string)Assert.Single(rerun["runs"]!.AsArray())!["status"]!);
        Assert.Empty(await host.AccountsAsync());
        await host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { state = "unlinked" }, HttpStatusCode.OK);
        Assert.Equal("DirectoryNotLinked", (string)(await host.Admin.PostAsync(Url(directory, "failures/rerun"), null, HttpStatusCode.Conflict))["code"]!);
        await host.Admin.PostAsync("/admin/api/directories/directory_0/failures/rerun", null, HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Does_not_try_everybody_again_when_the_regular_look_is_due(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("Tech", await directory.UserAsync("ada"));
        await host.AfterTheDelayAsync();
        host.Clock.Advance(TimeSpan.FromDays(2));

        var rerun = await host.Admin.PostAsync(Url(directory, "failures/rerun"), null, HttpStatusCode.OK);

        Assert.False((bool)rerun["runs"]![0]!["full"]!);
        Assert.Equal(2, (int)Assert.Single(await host.FailuresAsync(directory))!["count"]!);
    }

    static string Url(TestDirectory directory, string rest) => $"/admin/api/directories/{directory.Id}/{rest}";
}
