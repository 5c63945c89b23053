using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Users and groups in one list (RFC 7644 §3.4.2.1): an attribute that a type does not have has no value there.</summary>
public sealed class A_query_of_the_root(A_query_of_the_root.Servers servers) : IClassFixture<A_query_of_the_root.Servers>
{
    static readonly (string Filter, string Names)[] Filters =
    [
        ("", "ada bob cid Alpha Beta"),
        ("meta.resourceType eq \"User\"", "ada bob cid"),
        ("meta.resourceType eq \"Group\"", "Alpha Beta"),
        ("meta.resourceType eq \"user\"", ""),
        ("(meta.resourceType eq \"User\") or (meta.resourceType eq \"Group\")", "ada bob cid Alpha Beta"),
        ("userName sw \"a\"", "ada"),
        ("displayName sw \"a\"", "Alpha"),
        ("userName sw \"b\" or displayName sw \"b\"", "bob Beta"),
        ("title pr", "ada"),
        ("not (title pr)", "bob cid Alpha Beta"),
        ("title ne \"Boss\"", "bob cid Alpha Beta"),
        ("title eq null", "bob cid Alpha Beta"),
        ("title ne null", "ada"),
        ("members pr", "Alpha"),
        ("groups pr", "ada bob"),
        ("emails[type eq \"work\" and value ew \"contoso.example\"]", "ada bob cid"),
        ("not (emails[type eq \"work\"])", "Alpha Beta"),
        ("userName pr and members pr", ""),
        ("urn:ietf:params:scim:schemas:core:2.0:Group:displayName pr", "Alpha Beta"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:externalId pr", "bob"),
        ("externalId pr", "bob Beta"),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr", ""),
        ("meta.created le \"2030-01-01T00:00:00Z\"", "ada bob cid Alpha Beta"),
    ];

    public static TheoryData<StorageProvider, int> Asked
    {
        get
        {
            var all = new TheoryData<StorageProvider, int>();
            foreach (var provider in Host.Storages)
                for (var i = 0; i < Filters.Length; i++) all.Add(provider, i);
            return all;
        }
    }

    [Theory, MemberData(nameof(Asked))]
    public async Task Finds_of_each_type_what_the_filter_means_there(StorageProvider provider, int number)
    {
        var (filter, names) = Filters[number];
        var scim = servers[provider].Scim;

        var asked = filter.Length == 0 ? "" : $"&filter={Uri.EscapeDataString(filter)}";
        var got = await scim.GetAsync($"?attributes=userName,displayName{asked}", HttpStatusCode.OK);
        var posted = await scim.PostAsync(".search", new
        {
            schemas = new[] { "urn:ietf:params:scim:api:messages:2.0:SearchRequest" },
            filter = filter.Length == 0 ? null : filter, attributes = new[] { "userName", "displayName" },
        }, HttpStatusCode.OK);

        var expected = names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Names(got).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, (int)got["totalResults"]!);
        Assert.Equal(got.ToJsonString(), posted.ToJsonString());
        // Users come first, then groups.
        Assert.Equal(Names(got).OrderBy(n => char.IsUpper(n[0])), Names(got));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Pages_and_sorts_across_the_types(StorageProvider provider)
    {
        var scim = servers[provider].Scim;

        var across = await scim.GetAsync("?startIndex=3&count=2", HttpStatusCode.OK);
        var second = await scim.GetAsync("?sortBy=displayName&startIndex=2&count=2", HttpStatusCode.OK);
        var last = await scim.GetAsync("?sortBy=displayName&sortOrder=descending&startIndex=4&count=9", HttpStatusCode.OK);
        var walked = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await scim.GetAsync($"?cursor={cursor}&count=2", HttpStatusCode.OK);
            walked.AddRange(Names(page));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal((5, 3, 2), ((int)across["totalResults"]!, (int)across["startIndex"]!, (int)across["itemsPerPage"]!));
        Assert.Equal(["User", "Group"], across["Resources"]!.AsArray().Select(r => (string)r!["meta"]!["resourceType"]!));
        // By displayName: Alpha, Beta, then cid who alone of the users has one, then those who have none.
        Assert.Equal(["Beta", "cid"], Names(second));
        Assert.Equal(["Beta", "Alpha"], Names(last));
        Assert.Equal(["Alpha", "Beta", "ada", "bob", "cid"], walked.Order(StringComparer.Ordinal));
        Assert.Equal(5, walked.Count);
    }

    [Fact]
    public async Task Shows_nothing_of_another_directory_and_nothing_without_a_token()
    {
        await using var host = new Host();
        var (directory, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM")));
        await other.UserAsync("stranger");

        var list = await directory.Scim.GetAsync("", HttpStatusCode.OK);
        using var bare = host.ClientWith(null);
        using var refused = await bare.GetAsync(directory.Scim.BaseAddress);

        Assert.Equal(0, (int)list["totalResults"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    static List<string> Names(JsonNode page) =>
        [.. page["Resources"]!.AsArray().Select(r => ((string?)r!["userName"] ?? (string)r["displayName"]!).Split('@')[0])];

    /// <summary>A directory on each storage with three users and two groups.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        readonly Dictionary<StorageProvider, (Host Host, TestDirectory Directory)> _servers = [];

        public TestDirectory this[StorageProvider provider] => _servers[provider].Directory;

        public async Task InitializeAsync()
        {
            foreach (var provider in Host.Storages)
            {
                var host = new Host(provider);
                var directory = await host.NewDirectoryAsync();
                _servers[provider] = (host, directory);
                var (ada, bob, cid) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"), await directory.UserAsync("cid"));
                await SetAsync(directory, ada, "title", "Boss");
                await SetAsync(directory, bob, "externalId", "b");
                await SetAsync(directory, cid, "displayName", "Cid");
                await directory.GroupAsync("Alpha", ada, bob);
                var beta = await directory.GroupAsync("Beta");
                await directory.Scim.PatchAsync($"Groups/{beta}", Pushes.Patch(new { op = "add", path = "externalId", value = "x" }), HttpStatusCode.NoContent);
            }
        }

        public async Task DisposeAsync()
        {
            foreach (var (host, _) in _servers.Values) await host.DisposeAsync();
        }

        static Task<JsonNode> SetAsync(TestDirectory directory, string user, string path, string value) =>
            directory.Scim.PatchAsync($"Users/{user}", Pushes.Patch(new { op = "add", path, value }), HttpStatusCode.OK);
    }
}
