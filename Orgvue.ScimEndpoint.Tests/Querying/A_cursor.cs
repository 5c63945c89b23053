using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>RFC 9865: a way through a list that the server remembers nothing of, good for its own query only.</summary>
public sealed class A_cursor
{
    const string Search = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Leads_from_page_to_page_to_the_last(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 5; n++) await directory.UserAsync($"user{n}");

        var first = await directory.Scim.GetAsync("Users?cursor&count=2", HttpStatusCode.OK);
        var second = await directory.Scim.GetAsync($"Users?cursor={first["nextCursor"]}&count=2", HttpStatusCode.OK);
        var third = await directory.Scim.GetAsync($"Users?cursor={second["nextCursor"]}&count=2", HttpStatusCode.OK);
        var byIndex = await directory.Scim.GetAsync("Users", HttpStatusCode.OK);

        Assert.Equal((5, 2), ((int)first["totalResults"]!, (int)first["itemsPerPage"]!));
        Assert.Equal((5, 1), ((int)third["totalResults"]!, (int)third["itemsPerPage"]!));
        Assert.Null(first["startIndex"]);
        Assert.False(third.AsObject().ContainsKey("nextCursor"));
        Assert.False(byIndex.AsObject().ContainsKey("nextCursor"));
        Assert.Equal(Names(byIndex), [.. Names(first), .. Names(second), .. Names(third)]);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Leads_back_to_the_first_page_and_no_further(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var users = new List<string>();
        for (var n = 0; n < 5; n++) users.Add(await directory.UserAsync($"user{n}"));
        Task<JsonNode> Page(string? cursor) => directory.Scim.GetAsync($"Users?sortBy=userName&cursor={cursor}&count=2", HttpStatusCode.OK);

        var first = await Page("");
        var second = await Page((string?)first["nextCursor"]);
        var third = await Page((string?)second["nextCursor"]);
        var back = await Page((string?)third["previousCursor"]);
        var begin = await Page((string?)back["previousCursor"]);
        foreach (var user in users.Take(4)) await directory.DeleteUserAsync(user);
        var nothing = await Page((string?)third["previousCursor"]);
        var again = await Page((string?)nothing["nextCursor"]);

        Assert.Equal(["user2", "user3"], Names(back));
        Assert.Equal(["user0", "user1"], Names(begin));
        Assert.All([first, begin, nothing, again], page => Assert.False(page.AsObject().ContainsKey("previousCursor")));
        Assert.Empty(Names(nothing));
        Assert.Equal(["user4"], Names(again));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Goes_with_a_search_by_POST_and_with_a_query_that_means_the_same(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 4; n++) await directory.UserAsync($"user{n}");

        var first = await directory.Scim.PostAsync("Users/.search", new
        {
            schemas = new[] { Search }, filter = "userName sw \"user\"", sortBy = "userName", sortOrder = "Descending", cursor = "", count = 3,
        }, HttpStatusCode.OK);
        var rest = await directory.Scim.GetAsync(
            $"Users?filter=USERNAME%20SW%20%22user%22&sortBy=username&sortOrder=descending&cursor={first["nextCursor"]}&count=50", HttpStatusCode.OK);

        Assert.Equal(["user3", "user2", "user1"], Names(first));
        Assert.Equal(["user0"], Names(rest));
        Assert.Null(rest["nextCursor"]);
    }

    [Theory]
    [InlineData("Users?cursor=nonsense", "invalidCursor")]
    [InlineData("Users?cursor={cursor}x", "invalidCursor")]
    [InlineData("Users?cursor={tampered}", "invalidCursor")]
    [InlineData("Users?cursor=%C3%A9%20", "invalidCursor")]
    [InlineData("Users?cursor={short}", "invalidCursor")]
    [InlineData("Users?cursor={cursor}&filter=userName%20pr", "invalidCursor")]
    [InlineData("Users?cursor={cursor}&sortBy=userName", "invalidCursor")]
    [InlineData("Groups?cursor={cursor}", "invalidCursor")]
    [InlineData("?cursor={cursor}", "invalidCursor")]
    [InlineData("Users?cursor={sorted}&sortBy=userName&sortOrder=descending", "invalidCursor")]
    [InlineData("Users?cursor={sorted}&sortBy=displayName", "invalidCursor")]
    [InlineData("Users?cursor={other}", "invalidCursor")]
    [InlineData("Users?cursor={cursor}&count=two", "invalidCount")]
    [InlineData("Users?cursor&count=1.5", "invalidCount")]
    [InlineData("Users?cursor={cursor}&startIndex=1", "invalidValue")]
    public async Task Is_refused_where_it_does_not_belong(string url, string scimType)
    {
        await using var host = new Host();
        var (directory, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM")));
        foreach (var one in new[] { directory, other })
            for (var n = 0; n < 3; n++) await one.UserAsync($"user{n}");
        var cursor = (string)(await directory.Scim.GetAsync("Users?cursor&count=1", HttpStatusCode.OK))["nextCursor"]!;
        var sorted = (string)(await directory.Scim.GetAsync("Users?cursor&count=1&sortBy=userName", HttpStatusCode.OK))["nextCursor"]!;
        var others = (string)(await other.Scim.GetAsync("Users?cursor&count=1", HttpStatusCode.OK))["nextCursor"]!;
        var at = cursor.Length / 2;
        var tampered = cursor[..at] + (cursor[at] == 'A' ? 'B' : 'A') + cursor[(at + 1)..];

        var refusal = await directory.Scim.GetAsync(url.Replace("{cursor}", cursor, StringComparison.Ordinal).Replace("{sorted}", sorted, StringComparison.Ordinal)
            .Replace("{tampered}", tampered, StringComparison.Ordinal).Replace("{other}", others, StringComparison.Ordinal)
            .Replace("{short}", cursor[..8], StringComparison.Ordinal), HttpStatusCode.BadRequest);

        Assert.Equal(scimType, (string)refusal["scimType"]!);
        Assert.Contains("Expected", (string)refusal["detail"]!, StringComparison.Ordinal);
    }

    // RFC 9865 §5.2: what is wrong with a cursor is nobody's business.
    [Fact]
    public async Task Of_another_directory_is_refused_as_a_forged_one_is()
    {
        await using var host = new Host();
        var (directory, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM")));
        for (var n = 0; n < 2; n++) await other.UserAsync($"user{n}");
        var others = (string)(await other.Scim.GetAsync("Users?cursor&count=1", HttpStatusCode.OK))["nextCursor"]!;

        var strange = await directory.Scim.GetAsync($"Users?cursor={others}", HttpStatusCode.BadRequest);
        var forged = await directory.Scim.GetAsync("Users?cursor=forged", HttpStatusCode.BadRequest);

        Assert.Equal(forged.ToJsonString(), strange.ToJsonString());
    }

    [Theory]
    [InlineData("01:00:00", 59 * 60, true)]
    [InlineData("01:00:00", 61 * 60, false)]
    [InlineData("00:00:00", 1_000_000, true)]
    public async Task Expires_when_the_timeout_is_over(string timeout, int seconds, bool valid)
    {
        await using var host = new Host(StorageProvider.InMemory, ("Paging:CursorTimeout", timeout));
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 2; n++) await directory.UserAsync($"user{n}");
        var cursor = (string)(await directory.Scim.GetAsync("Users?cursor&count=1", HttpStatusCode.OK))["nextCursor"]!;
        host.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var answer = await directory.Scim.GetAsync($"Users?cursor={cursor}", valid ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        var config = await directory.Scim.GetAsync("ServiceProviderConfig", HttpStatusCode.OK);

        Assert.Equal(valid ? null : "expiredCursor", (string?)answer["scimType"]);
        Assert.Equal(timeout == "00:00:00" ? null : 3600, (int?)config["pagination"]!["cursorTimeout"]);
    }

    [Fact]
    public async Task Is_understood_by_every_node_and_after_a_restart()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("orgvue-scim-");
        await using (var one = new Host(StorageProvider.Sqlite) { Kept = folder })
        await using (var two = new Host(StorageProvider.Sqlite) { Kept = folder })
        {
            var directory = await one.NewDirectoryAsync();
            for (var n = 0; n < 3; n++) await directory.UserAsync($"user{n}");
            var onTwo = two.ClientWith(directory.Token);
            onTwo.BaseAddress = directory.Scim.BaseAddress;

            // Both ask for the first cursor there is, and so make the key, at once.
            var cursors = await Task.WhenAll(new[] { directory.Scim, onTwo }.Select(async scim =>
                (string)(await scim.GetAsync("Users?sortBy=userName&cursor&count=1", HttpStatusCode.OK))["nextCursor"]!));

            foreach (var cursor in cursors)
                foreach (var scim in new[] { directory.Scim, onTwo })
                    Assert.Equal(["user1", "user2"], Names(await scim.GetAsync($"Users?sortBy=userName&cursor={cursor}", HttpStatusCode.OK)));
        }
        folder.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Behind_a_key_too_long_for_it_reads_the_key_again_or_says_that_it_cannot(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ids = new List<string>();
        foreach (var last in "abc")
            ids.Add((string)(await directory.Scim.PostAsync("Users", new
            {
                schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = $"{last}", title = new string('x', 3000) + last,
            }, HttpStatusCode.Created))["id"]!);

        var first = await directory.Scim.GetAsync("Users?sortBy=title&cursor&count=1", HttpStatusCode.OK);
        var second = await directory.Scim.GetAsync($"Users?sortBy=title&cursor={first["nextCursor"]}&count=2", HttpStatusCode.OK);
        await directory.DeleteUserAsync(ids[0]);
        var refusal = await directory.Scim.GetAsync($"Users?sortBy=title&cursor={first["nextCursor"]}&count=2", HttpStatusCode.BadRequest);

        Assert.Equal(["a", "b", "c"], [.. Names(first), .. Names(second)]);
        Assert.Equal("expiredCursor", (string)refusal["scimType"]!);
        Assert.InRange(((string)first["nextCursor"]!).Length, 40, 200);
    }

    [Fact]
    public async Task With_a_count_of_zero_only_counts_and_stays_where_it_is()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var none = await directory.Scim.GetAsync("Users?cursor=&count=0", HttpStatusCode.OK);
        for (var n = 0; n < 3; n++) await directory.UserAsync($"user{n}");

        var counted = await directory.Scim.GetAsync("Users?cursor=&count=-5", HttpStatusCode.OK);
        var again = await directory.Scim.GetAsync($"Users?cursor={counted["nextCursor"]}&count=0", HttpStatusCode.OK);
        var all = await directory.Scim.GetAsync($"Users?cursor={again["nextCursor"]}&count=1001", HttpStatusCode.OK);

        Assert.Equal((0, false), ((int)none["totalResults"]!, none.AsObject().ContainsKey("nextCursor")));
        Assert.Equal((3, 0), ((int)counted["totalResults"]!, counted["Resources"]!.AsArray().Count));
        Assert.Equal(3, all["Resources"]!.AsArray().Count);
        Assert.Null(all["nextCursor"]);
    }

    [Fact]
    public async Task Is_announced_with_all_that_the_RFC_lets_a_server_say()
    {
        await using var host = new Host();
        var scim = (await host.NewDirectoryAsync()).Scim;

        var config = await scim.GetAsync("ServiceProviderConfig", HttpStatusCode.OK);

        Assert.Equal("""{"cursor":true,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,"maxPageSize":1000,"cursorTimeout":3600}""",
            config["pagination"]!.ToJsonString());
        Assert.True((bool)config["sort"]!["supported"]!);
        var described = BuiltIn.ServiceProviderConfigSchema.Attribute("pagination")!;
        Assert.Equal(config["pagination"]!.AsObject().Select(p => p.Key), described.SubAttributes.Select(a => a.Name));
        Assert.Equal(["cursor", "index"], described.SubAttributes.Where(a => a.Required).Select(a => a.Name));
    }

    static IEnumerable<string> Names(JsonNode page) => page["Resources"]!.AsArray().Select(r => ((string)r!["userName"]!).Split('@')[0]);
}
