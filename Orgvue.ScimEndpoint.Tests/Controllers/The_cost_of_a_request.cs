using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Follows what is asked for, not the size of the directory.</summary>
public sealed class The_cost_of_a_request
{
    const int Many = 1000;

    [Fact]
    public async Task Of_one_member_is_a_handful_of_rows_of_a_thousand()
    {
        using var log = new SqlLog();
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var members = await SeedUsersAsync(host, directory);
        var group = await directory.RoleAsync("user", members);
        var late = await directory.UserAsync("late");

        var add = await log.OfAsync(host, () => directory.AddAsync(group, late));
        var remove = await log.OfAsync(host, () => directory.RemoveAsync(group, members[7]));
        var again = await log.OfAsync(host, () => directory.AddAsync(group, members[8]));
        var rename = await log.OfAsync(host, () => directory.RenameAsync(group, "Other"));
        var whole = await log.OfAsync(host, () => directory.Scim.GetAsync($"Groups/{group}", HttpStatusCode.OK));

        Assert.All([add, remove, again, rename], queries => Assert.InRange(queries.Sum(q => q.Rows), 1, 12));
        Assert.InRange(whole.Sum(q => q.Rows), Many, Many + 12);
    }

    [Theory]
    [InlineData("Users", "userName eq \"USER500@contoso.example\"")]
    [InlineData("Users", "externalId eq \"ext500\"")]
    [InlineData("Users", "emails.value eq \"user500@contoso.example\"")]
    [InlineData("Users", "emails[value eq \"user500@contoso.example\"]")]
    [InlineData("Users", "displayName eq \"User 500\"")]
    [InlineData("Users", "id eq \"{user}\"")]
    [InlineData("Users", "active eq true and userName eq \"user500@contoso.example\"")]
    [InlineData("Users", "userName eq \"user500@contoso.example\" or externalId eq \"ext500\"")]
    [InlineData("Users", "groups.value eq \"{group}\"")]
    [InlineData("Groups", "displayName eq \"iamapp_orgvue_scim_USER\"")]
    [InlineData("Groups", "externalId eq \"none\"")]
    [InlineData("Groups", "id eq \"{group}\"")]
    [InlineData("Groups", "members.value eq \"{user}\"")]
    [InlineData("Groups", "id eq \"{group}\" and members eq \"{user}\"")]
    public async Task Of_a_filter_on_what_identifies_is_a_search_in_an_index(string resources, string filter)
    {
        using var log = new SqlLog();
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var users = await SeedUsersAsync(host, directory);
        var group = await directory.RoleAsync("user", users[500]);
        var text = filter.Replace("{user}", users[500], StringComparison.Ordinal).Replace("{group}", group, StringComparison.Ordinal);

        var queries = await log.OfAsync(host, async () =>
        {
            var list = await directory.Scim.GetAsync($"{resources}?filter={Uri.EscapeDataString(text)}", HttpStatusCode.OK);
            Assert.Equal(filter.Contains("none", StringComparison.Ordinal) ? 0 : 1, (int)list["totalResults"]!);
        });

        var asked = queries.Where(q => q.Sql.Contains($"FROM \"{resources}\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(asked);
        foreach (var query in asked)
        {
            var plan = string.Join('\n', await SqlLog.PlanAsync(host, query));
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
            // A search by the directory alone is a walk through all of it.
            Assert.False(plan.Contains("(DirectoryKey=?)", StringComparison.Ordinal), $"{query.Sql}\n{plan}");
        }
    }

    static async Task<string[]> SeedUsersAsync(Host host, TestDirectory directory)
    {
        var now = host.Clock.GetUtcNow();
        var users = Enumerable.Range(0, Many).Select(n => (Id: NewId.At(host.Clock), Name: $"user{n}@contoso.example", n)).ToList();
        await host.Store.WriteAsync(db =>
        {
            db.AddRange(users.Select(u => new DirectoryUser
            {
                DirectoryKey = directory.Key, Id = u.Id, UserName = u.Name, UserNameKey = Fold.Key(u.Name), LoginEmail = u.Name,
                LoginEmailKey = Fold.Key(u.Name), ExternalId = $"ext{u.n}", DisplayName = $"User {u.n}", DisplayNameKey = Fold.Key($"User {u.n}"),
                Active = true, CreatedAt = now, UpdatedAt = now, Emails = [new UserEmail { DirectoryKey = directory.Key, UserId = u.Id, ValueKey = Fold.Key(u.Name) }],
                Document = $$"""{"userName":"{{u.Name}}","active":true,"externalId":"ext{{u.n}}","displayName":"User {{u.n}}","emails":[{"value":"{{u.Name}}"}]}""",
            }));
            return Task.CompletedTask;
        }, CancellationToken.None);
        return [.. users.Select(u => u.Id.ToString())];
    }
}
