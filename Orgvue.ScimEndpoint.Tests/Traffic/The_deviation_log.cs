using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Tests.Traffic;

public sealed class The_deviation_log
{
    const string Off = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}""";
    const string On = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":true}]}""";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Counts_what_was_tolerated_by_client_with_the_section_and_the_reason(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var user = await directory.UserAsync("ada");

        using (await directory.SendAsync(host, "PATCH", $"Users/{user}", Off)) { }
        using (await directory.SendAsync(host, "PATCH", $"Users/{user}", On)) { }
        host.Clock.Advance(TimeSpan.FromHours(1));
        using (await directory.SendAsync(host, "PATCH", $"Users/{user}", Off)) { }
        var items = (await directory.AdminAsync(host, "deviations"))["items"]!.AsArray();

        Assert.Equal(["OpCase", "StringBoolean"], items.Select(i => (string)i!["name"]!));
        Assert.All(items, i =>
        {
            Assert.Equal((2, "probably Entra (legacy)"), ((int)i!["count"]!, (string)i["client"]!));
            Assert.Equal(("2026-11-23T09:00:00.001Z", "2026-11-23T10:00:00.003Z"), ((string)i["firstSeenAt"]!, (string)i["lastSeenAt"]!));
        });
        Assert.Equal(("RFC 7644 3.5.2", "Entra"), ((string)items[0]!["rfcSection"]!, (string)items[0]!["who"]!));
        Assert.StartsWith("Sends \"Add\"", (string)items[0]!["why"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_count_what_was_refused_nor_what_strangers_send()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        using var stranger = host.ClientWith("ovscim_unknown");

        using (await directory.SendAsync(host, "PATCH", "Users/nobody", Off)) { }
        using (await stranger.PatchAsync($"/scim/v2/{directory.Id}/Users/nobody", new StringContent(Off))) { }

        Assert.Empty((await directory.AdminAsync(host, "deviations"))["items"]!.AsArray());
        var client = Assert.Single((await directory.AdminAsync(host, "clients"))["items"]!.AsArray())!;
        Assert.Equal(1, (int)client["requests"]!);
    }

    [Fact]
    public async Task Shows_the_clients_with_what_told_them()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        using (await directory.SendAsync(host, "GET", "Users?startIndex=1&count=2", null, ("User-Agent", "Okta SCIM Client 1.0.0"))) { }
        using (await directory.SendAsync(host, "GET", "Users?filter=userName+eq+%22x%22", null, ("Adscimversion", "1"))) { }
        using (await directory.SendAsync(host, "GET", "Users", null, ("User-Agent", "curl/8 ovscim_0123456789abcdef"))) { }
        var items = (await directory.AdminAsync(host, "clients"))["items"]!.AsArray();

        Assert.Equal(["unknown", "Entra", "Okta"], items.Select(i => (string)i!["client"]!));
        Assert.Equal(["curl/8 ***", null, "Okta SCIM Client 1.0.0"], items.Select(i => (string?)i!["userAgent"]));
        Assert.Equal("User-Agent: \"Okta SCIM Client 1.0.0\"", (string)items[2]!["evidence"]!);
        Assert.Contains("Adscimversion", (string)items[1]!["evidence"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Survives_a_restart_and_adds_up_what_several_nodes_counted()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("orgvue-scim-");
        await using (var one = new Host(StorageProvider.Sqlite) { Kept = folder })
        {
            var directory = await one.NewDirectoryAsync();
            var user = await directory.UserAsync("ada");
            await using (var two = new Host(StorageProvider.Sqlite) { Kept = folder })
            {
                using var client = two.ClientWith(directory.Token);
                using (await directory.SendAsync(one, "PATCH", $"Users/{user}", Off)) { }
                for (var i = 0; i < 3; i++)
                    using (await client.PatchAsync($"/scim/v2/{directory.Id}/Users/{user}", new StringContent(Off, null, "application/scim+json"))) { }
                await one.Services.GetRequiredService<TrafficWriter>().FlushAsync(CancellationToken.None);
            }
            // The second node wrote when it stopped.
            var item = (await directory.AdminAsync(one, "deviations"))["items"]![0]!;
            Assert.Equal(4, (int)item["count"]!);
            using (await directory.SendAsync(one, "PATCH", $"Users/{user}", Off)) { }
        }
        await using (var again = new Host(StorageProvider.Sqlite) { Kept = folder })
            Assert.Equal([5L, 5L], await again.Store.ReadAsync(db => db.DeviationsSeen.OrderBy(d => d.Name).Select(d => d.Count).ToListAsync()));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Costs_a_request_no_write()
    {
        await using var host = new Host(StorageProvider.Sqlite, ("Inspector:Enabled", "true"));
        var directory = await host.NewDirectoryAsync();
        using (await directory.SendAsync(host, "GET", "Users")) { }
        var before = await Sent.DumpAsync(host);

        for (var i = 0; i < 20; i++)
            using (await directory.SendAsync(host, "GET", "Users")) { }

        Assert.Equal(before, await Sent.DumpAsync(host));
        Assert.Equal(21, (int)(await directory.AdminAsync(host, "clients"))["items"]![0]!["requests"]!);
    }

    [Fact]
    public async Task Goes_with_its_directory_even_when_counts_come_late()
    {
        await using var host = new Host(StorageProvider.Sqlite, ("Inspector:Enabled", "true"));
        var directory = await host.NewDirectoryAsync();
        using (await directory.SendAsync(host, "GET", "Users")) { }

        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);
        await host.Services.GetRequiredService<TrafficWriter>().FlushAsync(CancellationToken.None);

        Assert.Equal((0, 0), await host.Store.ReadAsync(async db => (await db.ClientsSeen.CountAsync(), await db.Requests.CountAsync())));
    }
}
