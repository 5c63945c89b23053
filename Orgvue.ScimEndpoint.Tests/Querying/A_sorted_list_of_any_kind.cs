using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Whoever sorts it, the database or we: the order is one, page by page and cursor by cursor.</summary>
public sealed class A_sorted_list_of_any_kind(ITestOutputHelper output)
{
    static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW") == "1";

    static readonly string[] UserPaths =
    [
        "userName", "displayName", "externalId", "id", "active", "meta.created", "meta.lastModified", "meta.version", "meta.location", "title", "name.familyName",
        "emails", "emails.value", "emails.type", "emails.primary", "groups", "groups.display", "schemas", $"{ScimUris.EnterpriseUser}:department",
        $"{ScimUris.EnterpriseUser}:manager", "department", $"{Population.Extension}:code", $"{Population.Extension}:level", $"{Population.Extension}:rate",
        $"{Population.Extension}:valid", $"{Population.Extension}:since", $"{Population.Extension}:tags", $"{Population.Extension}:doors",
        $"{Population.Extension}:doors.floor", $"{ScimUris.User}:userName", "USERNAME",
    ];

    static readonly string[] GroupPaths = ["displayName", "externalId", "id", "meta.created", "meta.lastModified", "members", "members.value", "members.type", "meta.version"];

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_in_the_order_of_its_keys(StorageProvider provider)
    {
        var seed = Seeds.Next(output);
        var random = new Random(seed);
        await using var population = await Population.SettleAsync(provider, random, users: Slow ? 45 : 28, groups: 12);
        var types = new[] { population.Directory.User, population.Directory.Group };
        var filters = types.ToDictionary(t => t, t => new AnyFilter(random, t, population.Of(t)));
        for (var round = 0; round < (Slow ? 40 : 2); round++)
            foreach (var (type, path) in UserPaths.Select(p => (types[0], p)).Concat(GroupPaths.Select(p => (types[1], p))))
            {
                var query = new Query
                {
                    SortBy = path, Descending = random.Next(2) == 0, Count = random.Next(1, 12), Attributes = "id",
                    Filter = random.Next(2) == 0 ? null : filters[type].Next(1),
                };
                var expected = InOrder(population, type, query);

                var whole = await population.ListAsync(type, query with { Count = 1000 });
                var startIndex = random.Next(1, 60);
                var page = await population.ListAsync(type, query with { StartIndex = startIndex });
                var walked = await WalkAsync(cursor => population.ListAsync(type, query with { Cursor = cursor }));

                var asked = $"{provider}, seed {seed}: {type.Name} by {path}{(query.Descending ? " descending" : "")}, {query.Filter}";
                Same(expected, Ids(whole), asked);
                Same([.. expected.Skip(startIndex - 1).Take(query.Count)], Ids(page), $"{asked}, from {startIndex}, {query.Count} a page");
                Same(expected, walked, $"{asked}, by cursor, {query.Count} a page");
                Assert.Equal(expected.Count, page.TotalResults);

                void Same(List<string> ids, List<string> found, string how) => Assert.True(ids.SequenceEqual(found),
                    $"{how}\n{Keys(population, type, path, ids)}\nbut was\n{Keys(population, type, path, found)}");
            }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Puts_users_and_groups_into_one_order(StorageProvider provider)
    {
        var seed = Seeds.Next(output);
        var random = new Random(seed);
        await using var population = await Population.SettleAsync(provider, random, users: 30, groups: 12);
        foreach (var path in new[] { "displayName", "meta.created", "userName", "id", "members.value", "meta.resourceType", null })
            foreach (var descending in path is null ? new[] { false } : [false, true])
            {
                var query = new Query { SortBy = path, Descending = descending, Count = random.Next(1, 9), Attributes = "id" };
                var expected = path is null
                    ? [.. Sorted(population.Users, _ => SortKey.Unassigned, false), .. Sorted(population.Groups, _ => SortKey.Unassigned, false)]
                    : Merged(population, path, descending);

                var whole = await population.EverythingAsync(query with { Count = 1000 });
                var walked = await WalkAsync(cursor => population.EverythingAsync(query with { Cursor = cursor }));
                var paged = new List<string>();
                for (var start = 1; start <= expected.Count; start += query.Count)
                    paged.AddRange(Ids(await population.EverythingAsync(query with { StartIndex = start })));

                Assert.True(expected.SequenceEqual(Ids(whole)), $"{provider}, seed {seed}: {path} {descending}");
                Assert.Equal(expected, walked);
                Assert.Equal(expected, paged);
                Assert.Equal(expected.Count, whole.TotalResults);
            }
    }

    /// <summary>Seed 147694399 found it, where a group and a user were made in one millisecond: whoever reads the members, the one with the smaller id is the first.</summary>
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Goes_by_the_member_that_is_shown_first(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var older = await directory.GroupAsync("older");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var ada = await directory.UserAsync("ada");
        var outer = await directory.GroupAsync("outer", ada, older);

        var alone = await directory.Scim.GetAsync($"Groups/{outer}", HttpStatusCode.OK);
        var listed = (await directory.Scim.GetAsync("Groups?sortBy=members.type&filter=members%20pr", HttpStatusCode.OK))["Resources"]![0]!;

        Assert.Equal([older, ada], alone["members"]!.AsArray().Select(m => (string)m!["value"]!));
        Assert.Equal([older, ada], listed["members"]!.AsArray().Select(m => (string)m!["value"]!));
    }

    /// <summary>From the first page to the last; and back again, page by page the same.</summary>
    static async Task<List<string>> WalkAsync(Func<string, Task<Page>> ask)
    {
        var (pages, page) = (new List<List<string>>(), await ask(""));
        for (pages.Add(Ids(page)); page.NextCursor is { } next; pages.Add(Ids(page)))
        {
            Assert.Matches("^[A-Za-z0-9._~-]+$", next);
            page = await ask(next);
            Assert.NotEmpty(page.Resources);
            Assert.NotNull(page.PreviousCursor);
        }
        for (var i = pages.Count - 2; i >= 0; i--)
        {
            page = await ask(page.PreviousCursor!);
            Assert.Equal(pages[i], Ids(page));
            Assert.Equal(pages[i + 1], Ids(await ask(page.NextCursor!)));
        }
        Assert.Null(page.PreviousCursor);
        return [.. pages.SelectMany(p => p)];
    }

    static List<string> InOrder(Population population, ResourceType type, Query query)
    {
        var path = SortPath.Parse(query.SortBy!, [type], population.Directory.Tolerance)[0]!;
        var filter = query.Filter is null ? null : FilterParser.Parse(query.Filter, type, ScimLimits.Default, population.Directory.Tolerance);
        return Sorted(population.Of(type).Where(r => filter is null || FilterMatch.Matches(filter, type, r)), path.KeyOf, query.Descending);
    }

    static List<string> Merged(Population population, string text, bool descending)
    {
        var paths = SortPath.Parse(text, [population.Directory.User, population.Directory.Group], population.Directory.Tolerance);
        SortKey KeyOf(JsonObject resource) =>
            paths[(string)resource["meta"]!["resourceType"]! == "User" ? 0 : 1]?.KeyOf(resource) ?? SortKey.Unassigned;
        return Sorted([.. population.Users, .. population.Groups], KeyOf, descending);
    }

    static List<string> Sorted(IEnumerable<JsonObject> resources, Func<JsonObject, SortKey> keyOf, bool descending)
    {
        var all = resources.Select(r => (Key: keyOf(r), Id: (string)r["id"]!)).ToList();
        all.Sort((left, right) => SortKey.Compare(left.Key, right.Key) is not 0 and var byKey ? byKey : string.CompareOrdinal(left.Id, right.Id));
        if (descending) all.Reverse();
        return all.ConvertAll(r => r.Id);
    }

    static List<string> Ids(Page page) => [.. page.Resources.Select(r => r.Id.ToString())];

    static string Keys(Population population, ResourceType type, string text, IEnumerable<string> ids)
    {
        var path = SortPath.Parse(text, [type], population.Directory.Tolerance)[0]!;
        return string.Join('\n', ids.Select(id => $"{id} {path.KeyOf(population.Of(type).Single(r => (string)r["id"]! == id))}"));
    }
}
