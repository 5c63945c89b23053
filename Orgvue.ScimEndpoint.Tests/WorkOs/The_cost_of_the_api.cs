using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Controllers;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>A server with so many users that a walk through all of them would show, all in one group; and a second directory.</summary>
public sealed class AnEmulatedThousand : IAsyncLifetime, IDisposable
{
    const int Many = 1200;
    readonly SqlLog _log = new();

    public Host Host { get; } = Emulated.On(StorageProvider.Sqlite);
    public List<string> Users { get; } = [];
    public TestDirectory Directory { get; private set; } = null!;
    public string Group { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Directory = await Host.NewDirectoryAsync();
        await Host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM"));
        var now = Host.Clock.GetUtcNow();
        await Host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < Many; n++)
            {
                var id = AscendingIds.Next(Host.Clock);
                Users.Add(id.ToString());
                db.Add(new DirectoryUser
                {
                    DirectoryKey = Directory.Key, Id = id, UserName = $"u{n}@contoso.example", UserNameKey = $"U{n}@CONTOSO.EXAMPLE", ExternalId = n == 700 ? null : $"ext{n}",
                    LoginEmail = $"u{n}@contoso.example", LoginEmailKey = $"U{n}@CONTOSO.EXAMPLE", Document = "{}", CreatedAt = now, UpdatedAt = now,
                });
            }
            return Task.CompletedTask;
        }, CancellationToken.None);
        Group = await Directory.RoleAsync("user", [.. Users]);
    }

    internal Task<IReadOnlyList<SqlLog.Query>> QueriesAsync(Func<Task> work) => _log.OfAsync(Host, work);

    public async Task DisposeAsync() => await Host.DisposeAsync();

    public void Dispose()
    {
        _log.Dispose();
        Host.Dispose();
    }
}

/// <summary>Lists are read from an index where the page begins, and events of many cost queries by the hundred and not by one.</summary>
public sealed class The_cost_of_the_api(AnEmulatedThousand server) : IClassFixture<AnEmulatedThousand>
{
    [Fact]
    public async Task Of_telling_of_a_thousand_members_is_a_few_queries()
    {
        var group = await server.Directory.GroupAsync("Late");

        IReadOnlyList<SqlLog.Query> queries = [];
        var told = await server.Host.EventsAsync(async () => queries = await server.QueriesAsync(() => server.Directory.AddAsync(group, [.. server.Users.Take(1000)])));

        Assert.Equal(1000, told.Count);
        Assert.Equal(server.Users.Take(1000).Select(Emulated.UserId), told.Select(e => (string)e.Data()["user"]!["id"]!));
        // Of each member the change itself looks up two keys by a prepared statement (docs/adr/0014); telling of it must look up nothing more.
        var lookups = queries.Where(q => q.Sql.Contains("$0", StringComparison.Ordinal)).ToList();
        Assert.InRange(lookups.Count, 1000, 2012);
        Assert.InRange(queries.Except(lookups).Count(q => q.Sql.StartsWith("SELECT", StringComparison.Ordinal)), 1, 12);
    }

    [Theory]
    [InlineData("/directory_users?directory={directory}&after={user}&limit=10", 60)]
    [InlineData("/directory_users?directory={directory}&before={user}&limit=10&order=asc", 60)]
    [InlineData("/directory_users?directory={directory}&after={user}&limit=10&order=normal", 60)]
    [InlineData("/directory_users?group={group}&after={user}&limit=10", 60)]
    [InlineData("/directory_users?group={group}&before={user}&limit=10", 60)]
    [InlineData("/directory_users?directory={directory}&idp_id=ext701", 20)]
    [InlineData("/directory_users?directory={directory}&idp_id={guid}", 20)]
    [InlineData("/directory_users?directory={directory}&email=u700%40contoso.example", 20)]
    [InlineData("/directory_users?directory={directory}&group={group}&idp_id={guid}", 20)]
    [InlineData("/directory_users?directory={directory}&group={group}&email=u700%40contoso.example", 20)]
    [InlineData("/directory_users/{user}", 20)]
    [InlineData("/directory_groups?user={user}", 20)]
    [InlineData("/directory_groups/{group}", 20)]
    [InlineData("/directories/{directory}/users/{user}", 20)]
    [InlineData("/events?after={event}&limit=10", 20)]
    [InlineData("/events?organization_id={organization}&after={event}&limit=10", 20)]
    [InlineData("/events?range_start=2026-11-23&range_end=2026-11-24&limit=10", 20)]
    public async Task Of_a_page_is_what_the_page_shows(string path, int rows)
    {
        var user = Emulated.UserId(server.Users[700]);
        var middle = (await server.Host.PayloadsAsync())[600];
        var asked = path.Replace("{directory}", server.Directory.Id, StringComparison.Ordinal).Replace("{user}", user, StringComparison.Ordinal)
            .Replace("{guid}", server.Users[700], StringComparison.Ordinal).Replace("{group}", Emulated.GroupId(server.Group), StringComparison.Ordinal)
            .Replace("{organization}", WireId.OrganizationOf(server.Directory.Id), StringComparison.Ordinal)
            .Replace("{event}", middle[(middle.IndexOf("event_", StringComparison.Ordinal))..][..32], StringComparison.Ordinal);

        var queries = await server.QueriesAsync(() => server.Host.ClientWith(Emulated.Key).GetAsync(asked, HttpStatusCode.OK));

        Assert.InRange(queries.Sum(q => q.Rows), 1, rows);
        foreach (var query in queries)
            Assert.DoesNotContain(await SqlLog.PlanAsync(server.Host, query), line => IsWalk(query.Sql, line));
    }

    // There are few directories and configurations, and what a query within the query has found is short; nothing else is walked through.
    static bool IsWalk(string sql, string line)
    {
        var words = line.Split(' ');
        if (words[0] == "SCAN" && words.Length > 1) return !words[1].StartsWith('d') && !sql.Contains($") AS \"{words[1]}\"", StringComparison.Ordinal) && words[1] != "CONSTANT";
        // A search by the directory alone is a walk through all of it, unless it is in the index's order and ends with the page.
        return words[0] == "SEARCH" && line.EndsWith("(DirectoryKey=?)", StringComparison.Ordinal) && !sql.Contains("\"Configurations\"", StringComparison.Ordinal)
            && !(sql.Contains("ORDER BY", StringComparison.Ordinal) && sql.Contains("LIMIT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_users_in_many_groups_is_a_shorter_page()
    {
        var client = server.Host.ClientWith(Emulated.Key);
        var (groups, crowd) = (ShownMost / 3, server.Users.Take(4).Select(Guid.Parse).ToList());
        var now = server.Host.Clock.GetUtcNow();
        await server.Host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < groups; n++)
            {
                var id = AscendingIds.Next(server.Host.Clock);
                db.Add(new DirectoryGroup { DirectoryKey = server.Directory.Key, Id = id, DisplayName = $"g{n}", DisplayNameKey = $"G{n}", Document = "{}", CreatedAt = now, UpdatedAt = now });
                foreach (var user in crowd) db.Add(new GroupMember { DirectoryKey = server.Directory.Key, GroupId = id, MemberId = user });
            }
            return Task.CompletedTask;
        }, CancellationToken.None);

        var page = await client.GetAsync($"/directory_users?directory={server.Directory.Id}&order=asc&limit=10", HttpStatusCode.OK);
        var next = await client.GetAsync($"/directory_users?directory={server.Directory.Id}&order=asc&limit=10&after={page["list_metadata"]!["after"]}", HttpStatusCode.OK);
        var back = await client.GetAsync($"/directory_users?directory={server.Directory.Id}&order=asc&limit=10&before={next["data"]![0]!["id"]}", HttpStatusCode.OK);

        // One more group, that of everybody, is too much for three.
        Assert.Equal(server.Users.Take(2).Select(Emulated.UserId), page["data"]!.AsArray().Select(u => (string)u!["id"]!));
        Assert.Equal(Emulated.UserId(server.Users[2]), (string)next["data"]![0]!["id"]!);
        Assert.Equal(server.Users.Take(2).Select(Emulated.UserId), back["data"]!.AsArray().Select(u => (string)u!["id"]!));
    }

    const int ShownMost = Orgvue.ScimEndpoint.WorkOs.Api.ShownUsers.MostMemberships;
}
