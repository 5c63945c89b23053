using System.Net;
using Orgvue.ScimEndpoint.Tests.Acceptance;

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
}
