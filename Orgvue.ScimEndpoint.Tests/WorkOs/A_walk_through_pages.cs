using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>Pages of the emulated API, in both orders and both directions, while people come and go.</summary>
public sealed class A_walk_through_pages
{
    public static TheoryData<StorageProvider, string> Walks
    {
        get
        {
            var walks = new TheoryData<StorageProvider, string>();
            foreach (var provider in new[] { StorageProvider.Sqlite, StorageProvider.InMemory })
                foreach (var list in new[] { "users", "members", "groups", "groupsOf", "directories", "search" })
                    walks.Add(provider, list);
            return walks;
        }
    }

    [Theory, MemberData(nameof(Walks))]
    public async Task Sees_each_once_there_and_back(StorageProvider provider, string list)
    {
        await using var host = Emulated.On(provider);
        var (path, ids) = await FilledAsync(host, list);
        var client = host.ClientWith(Emulated.Key);

        await WalkAsync(client, path, "asc", ids);
        await WalkAsync(client, path, "desc", [.. Enumerable.Reverse(ids)]);
        await WalkAsync(client, path, "normal", [.. Enumerable.Reverse(ids)]);
    }

    static async Task WalkAsync(HttpClient client, string path, string order, List<string> ids)
    {
        // WorkOS: "normal" is newest first with the cursors changed over.
        var (on, back) = order == "normal" ? ("before", "after") : ("after", "before");

        var there = new List<string>();
        var page = await client.GetAsync($"{path}&limit=3&order={order}", HttpStatusCode.OK);
        Assert.Equal(["object", "data", "list_metadata"], page.AsObject().Select(p => p.Key));
        Assert.Equal(["before", "after"], page["list_metadata"]!.AsObject().Select(p => p.Key));
        Assert.Null(page["list_metadata"]![back]);
        for (; ; )
        {
            there.AddRange(Ids(page));
            if ((string?)page["list_metadata"]![on] is not { } next) break;
            Assert.Equal(there[^1], next);
            page = await client.GetAsync($"{path}&limit=3&order={order}&{on}={next}", HttpStatusCode.OK);
            Assert.Equal(Ids(page)[0], (string?)page["list_metadata"]![back]);
        }
        Assert.Equal(ids, there);

        var backAgain = new List<string>(Ids(page));
        while ((string?)page["list_metadata"]![back] is { } previous)
        {
            page = await client.GetAsync($"{path}&limit=3&order={order}&{back}={previous}", HttpStatusCode.OK);
            Assert.Equal(Ids(page)[^1], (string?)page["list_metadata"]![on]);
            backAgain.InsertRange(0, Ids(page));
        }
        Assert.Equal(ids, backAgain);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_not_broken_by_who_comes_and_goes(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var client = host.ClientWith(Emulated.Key);
        var directory = await host.NewDirectoryAsync();
        var users = new List<string>();
        for (var n = 0; n < 10; n++) users.Add(await MadeAsync(n));

        var first = await client.GetAsync($"/directory_users?directory={directory.Id}&limit=4&order=asc", HttpStatusCode.OK);
        // The cursor itself goes, and others before and after it; one comes.
        foreach (var n in new[] { 0, 3, 6 }) await directory.DeleteUserAsync(users[n]);
        users.Add(await MadeAsync(10));
        var second = await client.GetAsync($"/directory_users?directory={directory.Id}&limit=4&order=asc&after={first["list_metadata"]!["after"]}", HttpStatusCode.OK);
        var third = await client.GetAsync($"/directory_users?directory={directory.Id}&limit=4&order=asc&after={second["list_metadata"]!["after"]}", HttpStatusCode.OK);
        var newest = await client.GetAsync($"/directory_users?directory={directory.Id}&limit=100", HttpStatusCode.OK);

        Assert.Equal(Named(0, 1, 2, 3), Ids(first));
        Assert.Equal(Named(4, 5, 7, 8), Ids(second));
        Assert.Equal(Named(9, 10), Ids(third));
        Assert.Null(third["list_metadata"]!["after"]);
        Assert.Equal(Named(10, 9, 8, 7, 5, 4, 2, 1), Ids(newest));

        IEnumerable<string> Named(params int[] numbers) => numbers.Select(n => Emulated.UserId(users[n]));

        async Task<string> MadeAsync(int n)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(2));
            return await directory.UserAsync($"user{n}");
        }
    }

    [Fact]
    public async Task Of_nobody_ends_at_once()
    {
        await using var host = Emulated.On();
        var directory = await host.NewDirectoryAsync();

        var page = await host.ClientWith(Emulated.Key).GetStringAsync($"/directory_users?directory={directory.Id}");

        Assert.Equal("""{"object":"list","data":[],"list_metadata":{"before":null,"after":null}}""", page);
    }

    // Ten of what is listed, oldest first.
    static async Task<(string Path, List<string> Ids)> FilledAsync(Host host, string list)
    {
        var directory = await host.NewDirectoryAsync();
        string group = await directory.GroupAsync("Everybody"), user = await directory.UserAsync("everywhere"), path;
        var ids = new List<string>();
        if (list == "directories") ids.Add(directory.Id);
        if (list == "groups") ids.Add(Emulated.GroupId(group));
        if (list == "users") ids.Add(Emulated.UserId(user));
        for (var n = ids.Count; n < 10; n++)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(2));
            switch (list)
            {
                case "users" or "members":
                    var made = await directory.UserAsync($"user{n}");
                    if (list == "members") await directory.AddAsync(group, made);
                    ids.Add(Emulated.UserId(made));
                    break;
                case "groups" or "groupsOf":
                    ids.Add(Emulated.GroupId(await directory.GroupAsync($"Group {n}", list == "groupsOf" ? [user] : [])));
                    break;
                default:
                    ids.Add((await host.NewDirectoryAsync($"Other {n}", tenants: new TestTenant($"TENANT{n}"))).Id);
                    break;
            }
        }
        path = list switch
        {
            "users" => $"/directory_users?directory={directory.Id}",
            "members" => $"/directory_users?group={Emulated.GroupId(group)}",
            "groups" => $"/directory_groups?directory={directory.Id}",
            "groupsOf" => $"/directory_groups?user={Emulated.UserId(user)}",
            "directories" => "/directories?organization_id=",
            _ => "/directories?search=oTHER",
        };
        return (path, ids);
    }

    static List<string> Ids(JsonNode page) => [.. page["data"]!.AsArray().Select(i => (string)i!["id"]!)];
}
