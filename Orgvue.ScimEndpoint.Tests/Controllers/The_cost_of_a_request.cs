using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Follows what is asked for, not the size of the directory.</summary>
public sealed class The_cost_of_a_request(AThousandUsers server) : IClassFixture<AThousandUsers>
{
    [Fact]
    public async Task Of_one_member_is_a_handful_of_rows_of_a_thousand()
    {
        var directory = server.Directory;
        var group = await directory.GroupAsync("Everybody", server.Users);
        var late = await directory.UserAsync("late");

        var add = await server.QueriesAsync(() => directory.AddAsync(group, late));
        var remove = await server.QueriesAsync(() => directory.RemoveAsync(group, server.Users[7]));
        var again = await server.QueriesAsync(() => directory.AddAsync(group, server.Users[8]));
        var rename = await server.QueriesAsync(() => directory.RenameAsync(group, "Other"));
        var whole = await server.QueriesAsync(() => directory.Scim.GetAsync($"Groups/{group}", HttpStatusCode.OK));
        await directory.DeleteGroupAsync(group);

        Assert.All([add, remove, again, rename], queries => Assert.InRange(queries.Sum(q => q.Rows), 1, 12));
        Assert.InRange(whole.Sum(q => q.Rows), AThousandUsers.Many, AThousandUsers.Many + 12);
    }

    /// <summary>What is told in the audit trail follows what was asked for, too.</summary>
    [Fact]
    public async Task Of_one_member_of_a_thousand_is_one_short_entry_of_the_audit_trail()
    {
        var directory = server.Directory;
        var group = await directory.GroupAsync("Audited", server.Users);
        var late = await directory.UserAsync("audited");

        var told = await server.Host.ToldAsync(() => directory.AddAsync(group, late));
        await directory.DeleteGroupAsync(group);

        Assert.Equal($$"""{"added":["{{late}}"]}""", Assert.Single(told).After);
    }

    [Theory]
    [InlineData("Users", "userName eq \"USER500@contoso.example\"")]
    [InlineData("Users", "externalId eq \"ext500\"")]
    [InlineData("Users", "emails.value eq \"user500@contoso.example\"")]
    [InlineData("Users", "emails[value eq \"user500@contoso.example\"]")]
    [InlineData("Users", "displayName eq \"User 500\"")]
    [InlineData("Users", "id eq \"{user}\"")]
    [InlineData("Users", "active eq true and userName eq \"user500@contoso.example\"")]
    [InlineData("Users", "groups.value eq \"{group}\"")]
    [InlineData("Groups", "displayName eq \"iamapp_orgvue_scim_USER\"")]
    [InlineData("Groups", "externalId eq \"none\"")]
    [InlineData("Groups", "id eq \"{group}\"")]
    [InlineData("Groups", "members.value eq \"{user}\"")]
    [InlineData("Groups", "id eq \"{group}\" and members eq \"{user}\"")]
    public async Task Of_a_filter_on_what_identifies_is_a_search_in_an_index(string resources, string filter)
    {
        var text = filter.Replace("{user}", server.Users[500], StringComparison.Ordinal).Replace("{group}", server.Group, StringComparison.Ordinal);

        var queries = await server.QueriesAsync(async () =>
        {
            var list = await server.Directory.Scim.GetAsync($"{resources}?filter={Uri.EscapeDataString(text)}", HttpStatusCode.OK);
            Assert.Equal(filter.Contains("none", StringComparison.Ordinal) ? 0 : 1, (int)list["totalResults"]!);
        });

        var asked = queries.Where(q => q.Sql.Contains($"FROM \"{resources}\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(asked);
        foreach (var query in asked)
        {
            var plan = string.Join('\n', await SqlLog.PlanAsync(server.Host, query));
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
            // A search by the directory alone is a walk through all of it.
            Assert.False(plan.Contains("(DirectoryKey=?)", StringComparison.Ordinal), $"{query.Sql}\n{plan}");
        }
    }

    [Theory]
    [InlineData("startIndex=950&count=10&filter=active%20eq%20true", 3)]
    [InlineData("startIndex=950&count=10&sortBy=userName", 3)]
    [InlineData("startIndex=3&count=10&sortBy=displayName&sortOrder=descending", 3)]
    [InlineData("startIndex=3&count=10&sortBy=meta.created", 3)]
    [InlineData("startIndex=3&count=10&sortBy=active", 3)]
    [InlineData("cursor&count=10", 2)]
    [InlineData("cursor&count=10&sortBy=externalId", 3)]
    public async Task Of_a_page_are_the_documents_of_the_page(string page, int queriesOfUsers)
    {
        JsonNode list = null!;
        var queries = await server.QueriesAsync(async () => list = await server.Directory.Scim.GetAsync($"Users?attributes=userName&{page}", HttpStatusCode.OK));

        var asked = queries.Where(q => q.Sql.Contains("FROM \"Users\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(10, list["Resources"]!.AsArray().Count);
        Assert.Equal(queriesOfUsers, asked.Count);
        Assert.InRange(asked.Where(q => q.Sql.Contains("\"Document\"", StringComparison.Ordinal)).Sum(q => q.Rows), 10, 12);
        // Rows are skipped, and put in order, without their documents.
        Assert.DoesNotContain(asked, q => q.Sql.Contains("\"Document\"", StringComparison.Ordinal) && q.Sql.Contains("OFFSET", StringComparison.Ordinal));
        Assert.InRange(asked.Sum(q => q.Rows), 10, 36);
    }

    /// <summary>Where nothing is filtered and sorted, the first of them remembers places on its way, and those that come after begin at one.</summary>
    [Theory]
    [InlineData("count=10")]
    [InlineData("startIndex=950&count=10")]
    public async Task Of_a_page_of_all_are_its_rows_wherever_it_begins(string page)
    {
        await server.Directory.Scim.GetAsync($"Users?{page}", HttpStatusCode.OK);
        JsonNode list = null!;

        var queries = await server.QueriesAsync(async () => list = await server.Directory.Scim.GetAsync($"Users?{page}", HttpStatusCode.OK));

        Assert.Equal(10, list["Resources"]!.AsArray().Count);
        var asked = Assert.Single(queries, q => q.Sql.Contains("FROM \"Users\"", StringComparison.Ordinal));
        Assert.Equal(10, asked.Rows);
        Assert.DoesNotContain(queries, q => q.Sql.Contains("COUNT(*)", StringComparison.Ordinal));
        Assert.Equal("SEARCH Users USING INDEX sqlite_autoindex_Users_1 (DirectoryKey=? AND Id>?)", Assert.Single(await SqlLog.PlanAsync(server.Host, asked)));
    }

    [Theory]
    [InlineData("", "(DirectoryKey=? AND Id>?)")]
    [InlineData("&sortBy=userName", "(DirectoryKey=? AND UserNameKey>?)")]
    [InlineData("&sortBy=userName&sortOrder=descending", "(DirectoryKey=? AND UserNameKey<?)")]
    public async Task Of_a_next_page_begins_in_the_index_where_the_last_one_ended(string order, string search)
    {
        var cursor = "";
        for (var page = 0; page < 5; page++)
            cursor = (string)(await server.Directory.Scim.GetAsync($"Users?cursor={cursor}&count=100{order}", HttpStatusCode.OK))["nextCursor"]!;

        var queries = await server.QueriesAsync(() => server.Directory.Scim.GetAsync($"Users?cursor={cursor}&count=10{order}", HttpStatusCode.OK));

        var next = queries.First(q => q.Sql.Contains("FROM \"Users\"", StringComparison.Ordinal));
        var plan = string.Join('\n', await SqlLog.PlanAsync(server.Host, next));
        Assert.Contains(search, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        Assert.DoesNotContain(queries, q => q.Sql.Contains("COUNT(*)", StringComparison.Ordinal));
    }
}
