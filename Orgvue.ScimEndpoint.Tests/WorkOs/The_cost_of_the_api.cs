using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Controllers;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>Lists are read from an index where the page begins, and events of many cost queries by the hundred and not by one.</summary>
public sealed class The_cost_of_the_api : IAsyncLifetime, IDisposable
{
    const int Many = 1200;
    readonly SqlLog _log = new();
    readonly Host _host = Emulated.On(StorageProvider.Sqlite);
    readonly List<string> _users = [];
    TestDirectory _directory = null!;
    string _group = "";

    public async Task InitializeAsync()
    {
        _directory = await _host.NewDirectoryAsync();
        await _host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM"));
        var now = _host.Clock.GetUtcNow();
        await _host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < Many; n++)
            {
                var id = AscendingIds.Next(_host.Clock);
                _users.Add(id.ToString());
                db.Add(new DirectoryUser
                {
                    DirectoryKey = _directory.Key, Id = id, UserName = $"u{n}@contoso.example", UserNameKey = $"U{n}@CONTOSO.EXAMPLE", ExternalId = $"ext{n}",
                    LoginEmail = $"u{n}@contoso.example", LoginEmailKey = $"U{n}@CONTOSO.EXAMPLE", Document = "{}", CreatedAt = now, UpdatedAt = now,
                });
            }
            return Task.CompletedTask;
        }, CancellationToken.None);
        _group = await _directory.RoleAsync("user", [.. _users]);
    }

    [Fact]
    public async Task Of_telling_of_a_thousand_members_is_a_few_queries()
    {
        var group = await _directory.GroupAsync("Late");

        IReadOnlyList<SqlLog.Query> queries = [];
        var told = await _host.EventsAsync(async () => queries = await _log.OfAsync(_host, () => _directory.AddAsync(group, [.. _users.Take(1000)])));

        Assert.Equal(1000, told.Count);
        Assert.Equal(_users.Take(1000).Select(Emulated.UserId), told.Select(e => (string)e.Data()["user"]!["id"]!));
        Assert.InRange(queries.Count(q => q.Sql.StartsWith("SELECT", StringComparison.Ordinal)), 1, 12);
    }

    [Theory]
    [InlineData("/directory_users?directory={directory}&after={user}&limit=10", 60)]
    [InlineData("/directory_users?directory={directory}&before={user}&limit=10&order=asc", 60)]
    [InlineData("/directory_users?directory={directory}&after={user}&limit=10&order=normal", 60)]
    [InlineData("/directory_users?group={group}&after={user}&limit=10", 60)]
    [InlineData("/directory_users?group={group}&before={user}&limit=10", 60)]
    [InlineData("/directory_users?directory={directory}&idp_id=ext700", 12)]
    [InlineData("/directory_users?directory={directory}&idp_id={guid}", 12)]
    [InlineData("/directory_users?directory={directory}&email=u700%40contoso.example", 12)]
    [InlineData("/directory_users?directory={directory}&group={group}&email=u700%40contoso.example", 12)]
    [InlineData("/directory_users/{user}", 12)]
    [InlineData("/directory_groups?user={user}", 12)]
    [InlineData("/directory_groups/{group}", 12)]
    [InlineData("/directories/{directory}/users/{user}", 12)]
    [InlineData("/events?after={event}&limit=10", 14)]
    [InlineData("/events?organization_id={organization}&after={event}&limit=10", 16)]
    [InlineData("/events?range_start=2026-11-23&range_end=2026-11-24&limit=10", 16)]
    public async Task Of_a_page_is_what_the_page_shows(string path, int rows)
    {
        var user = Emulated.UserId(_users[700]);
        var middle = (await _host.PayloadsAsync())[600];
        var asked = path.Replace("{directory}", _directory.Id, StringComparison.Ordinal).Replace("{user}", user, StringComparison.Ordinal)
            .Replace("{guid}", _users[700], StringComparison.Ordinal).Replace("{group}", Emulated.GroupId(_group), StringComparison.Ordinal)
            .Replace("{organization}", WireId.OrganizationOf(_directory.Id), StringComparison.Ordinal)
            .Replace("{event}", middle[(middle.IndexOf("event_", StringComparison.Ordinal))..][..32], StringComparison.Ordinal);

        var queries = await _log.OfAsync(_host, () => _host.ClientWith(Emulated.Key).GetAsync(asked, HttpStatusCode.OK));

        Assert.InRange(queries.Sum(q => q.Rows), 1, rows);
        foreach (var query in queries)
            // There are few directories; of everything else nothing is walked through.
            Assert.DoesNotContain(await SqlLog.PlanAsync(_host, query), line =>
                line.StartsWith("SCAN", StringComparison.Ordinal) && !line.StartsWith("SCAN d", StringComparison.Ordinal) && !line.Contains("CONSTANT", StringComparison.Ordinal)
                || line.EndsWith("(DirectoryKey=?)", StringComparison.Ordinal) && !line.Contains("IamSync", StringComparison.Ordinal)
                    && !line.Contains("Configurations", StringComparison.Ordinal) && line.Contains("SEARCH", StringComparison.Ordinal) && !IsOrdered(query.Sql));
    }

    /// <summary>A search by the directory alone is the beginning of a walk in the index's order, which ends with the page.</summary>
    static bool IsOrdered(string sql) => sql.Contains("ORDER BY", StringComparison.Ordinal) && sql.Contains("LIMIT", StringComparison.Ordinal);

    [Fact]
    public async Task Of_users_in_many_groups_is_a_shorter_page()
    {
        var client = _host.ClientWith(Emulated.Key);
        var (groups, crowd) = (ShownMost / 3, _users.Take(4).Select(Guid.Parse).ToList());
        var now = _host.Clock.GetUtcNow();
        await _host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < groups; n++)
            {
                var id = AscendingIds.Next(_host.Clock);
                db.Add(new DirectoryGroup { DirectoryKey = _directory.Key, Id = id, DisplayName = $"g{n}", DisplayNameKey = $"G{n}", Document = "{}", CreatedAt = now, UpdatedAt = now });
                foreach (var user in crowd) db.Add(new GroupMember { DirectoryKey = _directory.Key, GroupId = id, MemberId = user });
            }
            return Task.CompletedTask;
        }, CancellationToken.None);

        var page = await client.GetAsync($"/directory_users?directory={_directory.Id}&order=asc&limit=10", HttpStatusCode.OK);
        var next = await client.GetAsync($"/directory_users?directory={_directory.Id}&order=asc&limit=10&after={page["list_metadata"]!["after"]}", HttpStatusCode.OK);
        var back = await client.GetAsync($"/directory_users?directory={_directory.Id}&order=asc&limit=10&before={next["data"]![0]!["id"]}", HttpStatusCode.OK);

        // One more group, that of everybody, is too much for three.
        Assert.Equal(_users.Take(2).Select(Emulated.UserId), page["data"]!.AsArray().Select(u => (string)u!["id"]!));
        Assert.Equal(Emulated.UserId(_users[2]), (string)next["data"]![0]!["id"]!);
        Assert.Equal(_users.Take(2).Select(Emulated.UserId), back["data"]!.AsArray().Select(u => (string)u!["id"]!));
    }

    const int ShownMost = Orgvue.ScimEndpoint.WorkOs.Api.ShownUsers.MostMemberships;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose()
    {
        _log.Dispose();
        _host.Dispose();
    }
}
