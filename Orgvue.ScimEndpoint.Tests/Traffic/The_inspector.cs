using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Tests.Traffic;

public sealed class The_inspector
{
    static Host On(StorageProvider provider = StorageProvider.InMemory, params (string, string)[] settings) =>
        new(provider, [("Inspector:Enabled", "true"), .. settings]);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_what_was_sent_and_what_was_answered(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();

        using (await directory.SendAsync(host, "POST", "Users?attributes=userName",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":"True"}""", ("User-Agent", "Okta SCIM Client 1.0.0"))) { }
        var summary = Assert.Single((await directory.AdminAsync(host, "requests"))["items"]!.AsArray())!;
        var whole = await directory.AdminAsync(host, $"requests/{summary["requestId"]}");

        Assert.Equal(("POST", "/Users", "?attributes=userName", 201, "Okta"),
            ((string)summary["method"]!, (string)summary["path"]!, (string)summary["query"]!, (int)summary["status"]!, (string)summary["client"]!));
        Assert.Equal(["StringBoolean"], whole["deviations"]!.AsArray().Select(d => (string)d!));
        Assert.Equal(("ada", "ada"), ((string)whole["requestBody"]!["userName"]!, (string)whole["responseBody"]!["userName"]!));
        Assert.Equal("Okta SCIM Client 1.0.0", (string)whole["headers"]!["User-Agent"]!);
        Assert.Null(whole["headers"]!["Authorization"]);
        Assert.False((bool)whole["truncated"]!);
    }

    [Fact]
    public async Task Shows_a_refusal_as_the_client_got_it_even_of_a_body_that_is_no_json()
    {
        await using var host = On();
        var directory = await host.NewDirectoryAsync();

        using var answer = await directory.SendAsync(host, "POST", "Users", "{\"userName\": oops");
        var text = await answer.Content.ReadAsStringAsync();
        var item = (await directory.AdminAsync(host, "requests?status=4xx"))["items"]![0]!;
        var whole = await directory.AdminAsync(host, $"requests/{item["requestId"]}");

        Assert.Equal(400, (int)item["status"]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), whole["responseBody"]));
        Assert.Equal("{\"userName\": oops", (string)whole["requestBody"]!);
    }

    static readonly string[] Unreadable =
        [
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"\ud800","path":"\udc00"}]}""",
            """{"\ud800":1,"Operations":[]}""", """{"a":"\u0000"}""", """{"a":"\ud800""", "\u0000\\u0000\\ud800 \\udfff", "", "[]", "\"\\ud800\"", "null",
            new string('[', 5000), "🦜" + new string('x', 1021) + "🦜🦜", """{"password":"\ud800","a":1}""", """{"Operations":{"op":[]},"schemas":{},"members":5,"roles":[1]}""",
        ];

    public static TheoryData<StorageProvider, int> Hostile
    {
        get
        {
            var all = new TheoryData<StorageProvider, int>();
            foreach (var provider in new[] { StorageProvider.Sqlite, StorageProvider.InMemory })
                for (var i = 0; i < Unreadable.Length; i++) all.Add(provider, i);
            return all;
        }
    }

    [Theory, MemberData(nameof(Hostile))]
    public async Task Is_not_upset_by_what_nobody_can_read(StorageProvider provider, int which)
    {
        var body = Unreadable[which];
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();

        foreach (var (method, url) in new[] { ("POST", "Users"), ("PATCH", "Users/1"), ("POST", "Groups/.search"), ("GET", "Users?filter=%ff%00\ud800") })
        {
            using var answer = await directory.SendAsync(host, method, url, method == "GET" ? null : body, ("User-Agent", "Okta " + new string('x', 300)));
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }

        var items = (await directory.AdminAsync(host, "requests"))["items"]!.AsArray();
        Assert.Equal(4, items.Count);
        foreach (var item in items) await directory.AdminAsync(host, $"requests/{item!["requestId"]}");
        Assert.Equal(4, (int)(await directory.AdminAsync(host, "clients"))["items"]![0]!["requests"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Finds_requests_by_status_method_and_client_newest_first_page_by_page(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();
        for (var i = 0; i < 3; i++)
        {
            using (await directory.SendAsync(host, "GET", $"Users/{i}", null, ("User-Agent", "Okta"))) { }
            using (await directory.SendAsync(host, "GET", $"Users?count={i}")) { }
            using (await directory.SendAsync(host, "DELETE", $"Users/{i}")) { }
        }

        var first = await directory.AdminAsync(host, "requests?limit=4");
        var rest = await directory.AdminAsync(host, $"requests?limit=100&cursor={first["nextCursor"]}");

        Assert.Equal(["DELETE /Users/2", "GET /Users", "GET /Users/2", "DELETE /Users/1"], Shown(first));
        Assert.Equal(5, Shown(rest).Count);
        Assert.Null(rest["nextCursor"]);
        Assert.Equal(["GET /Users", "GET /Users", "GET /Users"], Shown(await directory.AdminAsync(host, "requests?status=200")));
        Assert.Equal(6, Shown(await directory.AdminAsync(host, "requests?status=4xx")).Count);
        Assert.Equal(["GET /Users/2", "GET /Users/1", "GET /Users/0"], Shown(await directory.AdminAsync(host, "requests?status=404&method=get")));
        Assert.Equal(3, Shown(await directory.AdminAsync(host, "requests?client=okt")).Count);
        Assert.Empty(Shown(await directory.AdminAsync(host, "requests?client=%25")));
        await directory.AdminAsync(host, "requests?status=9xx", HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keeps_no_more_than_it_may_by_number_and_by_age(StorageProvider provider)
    {
        await using var host = On(provider, ("Inspector:MaxRequests", "5"), ("Inspector:MaxAge", "01:00:00"));
        var (directory, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Other", tenants: new TestTenant("OTHER")));
        using (await other.SendAsync(host, "GET", "Users/other")) { }
        for (var i = 0; i < 7; i++)
        {
            using (await directory.SendAsync(host, "GET", $"Users/{i}")) { }
            if (i % 3 == 0) await directory.AdminAsync(host, "requests");
        }

        var kept = Shown(await directory.AdminAsync(host, "requests"));
        var others = Shown(await other.AdminAsync(host, "requests"));
        host.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(["GET /Users/6", "GET /Users/5", "GET /Users/4", "GET /Users/3", "GET /Users/2"], kept);
        Assert.Equal(["GET /Users/other"], others);
        Assert.Empty(Shown(await directory.AdminAsync(host, "requests")));
        Assert.Equal(0, await host.Store.ReadAsync(db => db.Requests.CountAsync()));
    }

    [Fact]
    public async Task Cuts_long_bodies_but_not_for_the_client()
    {
        await using var host = On(StorageProvider.InMemory, ("Inspector:MaxBodyBytes", "100"));
        var directory = await host.NewDirectoryAsync();
        var title = new string('t', 5000);

        using var answer = await directory.SendAsync(host, "POST", "Users",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","title":"{{title}}"}""");
        var answered = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var item = (await directory.AdminAsync(host, "requests"))["items"]![0]!;
        var whole = await directory.AdminAsync(host, $"requests/{item["requestId"]}");

        Assert.Equal(title, (string)answered["title"]!);
        Assert.True((bool)whole["truncated"]!);
        Assert.InRange(((string)whole["requestBody"]!).Length, 1, 100);
        Assert.InRange(((string)whole["responseBody"]!).Length, 1, 100);
    }

    [Fact]
    public async Task Drops_the_oldest_and_says_so_when_more_comes_than_is_written()
    {
        await using var host = On(StorageProvider.InMemory, ("Inspector:MaxRequests", "1000"));
        var directory = await host.NewDirectoryAsync();
        for (var i = 0; i < 300; i++)
            using (await directory.SendAsync(host, "GET", $"Users/{i}")) { }

        var page = await directory.AdminAsync(host, "requests?limit=1000");

        Assert.Equal((256, 44), (page["items"]!.AsArray().Count, (int)page["dropped"]!));
        Assert.Equal("/Users/299", (string)page["items"]![0]!["path"]!);
    }

    [Fact]
    public async Task Is_off_outside_Development_unless_asked_for()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        using (await directory.SendAsync(host, "GET", "Users")) { }
        var page = await directory.AdminAsync(host, "requests");

        Assert.False((bool)page["recording"]!);
        Assert.Empty(page["items"]!.AsArray());
        Assert.False(host.Services.GetRequiredService<Recorder>().IsOn);
    }

    [Theory]
    [InlineData("requests/00000000-0000-0000-0000-000000000000")]
    [InlineData("requests/nonsense")]
    public async Task Knows_no_request_of_another_directory(string what)
    {
        await using var host = On();
        var (directory, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Other", tenants: new TestTenant("OTHER")));
        using (await directory.SendAsync(host, "GET", "Users")) { }
        var id = (string)(await directory.AdminAsync(host, "requests"))["items"]![0]!["requestId"]!;

        await directory.AdminAsync(host, what, HttpStatusCode.NotFound);
        await other.AdminAsync(host, $"requests/{id}", HttpStatusCode.NotFound);
    }

    static List<string> Shown(JsonNode page) => [.. page["items"]!.AsArray().Select(i => $"{i!["method"]} {i["path"]}")];
}
