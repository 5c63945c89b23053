using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Explaining;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

/// <summary>One server is WorkOS for a directory that is pushed to it; a second one, an unmodified copy, reads the directory from there.</summary>
public sealed class Two_servers
{
    const int People = 200;
    const string Key = "sk_test_first_server";

    public static TheoryData<StorageProvider, WorkOsDeletedUsers> Cases => new()
    {
        { StorageProvider.Sqlite, WorkOsDeletedUsers.Deactivate }, { StorageProvider.InMemory, WorkOsDeletedUsers.Remove },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task End_with_the_same_accounts(StorageProvider provider, WorkOsDeletedUsers deleted)
    {
        await using var first = new Host(StorageProvider.InMemory, ("WorkOs:ApiKey", Key));
        await using var second = Pulled.Server(provider);
        var (at, users) = await GuidesTable.PushedAsync(first, GuidesTable.Written);
        var people = new string[People];
        for (var i = 0; i < People; i++) people[i] = await at.UserAsync($"person{i:D3}");
        var everybody = (await at.FindGroupAsync(GuidesTable.Written + "user"))!;
        await at.AddAsync(everybody, people);
        var finance = await at.GroupAsync(GuidesTable.Written + "Finance", people[..120]);
        var multi = await at.GroupAsync(GuidesTable.Written + "MYTENANT_user", people[50..150]);
        var last = await at.GroupAsync(GuidesTable.Written + "Last", people[190..]);
        await using var workOs = await Bridge.ToAsync(first);
        second.Clock.Advance(TimeSpan.FromMinutes(10));
        var twin = await OnboardAsync(second, workOs, at, deleted);

        // While it is read: somebody comes, somebody goes, a group is renamed, somebody changes groups.
        workOs.Before = async request =>
        {
            switch (request)
            {
                case 4: await at.AddAsync(everybody, await at.UserAsync("latecomer")); break;
                case 5: await at.DeleteUserAsync(people[7]); break;
                case 6: await at.RenameAsync(finance, GuidesTable.Written + "Money"); break;
                case 7: await at.RemoveAsync(multi, people[60]); break;
            }
        };
        await FollowAsync();

        // The directory, the events before, a page of groups, three of users, the events since, the directory: users are shown with their groups.
        Assert.True(workOs.Requests >= 8, $"Only {workOs.Requests} requests.");
        await AlikeAsync("person007");
        Assert.Contains("testuser3: ManagerRetail Retail user", await AllAsync(second));
        Assert.Contains("testuser4: admin", await AllAsync(second, "MYTENANT"));
        Assert.Equal(["ACME testuser5 MissingPlatformRole", "MYTENANT testuser6 MissingPlatformRole"],
            (await second.OpenFailuresAsync(twin)).Where(f => f.Contains("testuser", StringComparison.Ordinal)));

        // Kept up by the events alone from here on.
        await at.SetActiveAsync(people[10], false);
        await at.SetActiveAsync(people[11], false);
        await at.SetActiveAsync(people[11], true);
        await at.DeleteUserAsync(people[12]);
        await at.DeleteGroupAsync(last);
        await at.RenameAsync(finance, GuidesTable.Written + "Treasury");
        await at.RemoveAsync(everybody, people[13]);
        await at.AddAsync((await at.FindGroupAsync(GuidesTable.Written + "admin"))!, people[13]);
        foreach (var person in people[70..80]) await at.RemoveAsync(multi, person);
        await at.AddAsync(multi, people[20..40]);
        await at.Scim.PatchAsync($"Users/{people[14]}", Pushes.Patch(new { op = "replace", path = "emails[type eq \"work\"].value", value = "married@contoso.example" }), HttpStatusCode.OK);
        await at.AddAsync(everybody, await at.UserAsync("newcomer"));
        var asked = workOs.Requests;
        await FollowAsync();

        Assert.InRange(workOs.Requests - asked, 1, 10);
        await AlikeAsync("person007", "person012");
        Assert.Contains("married: Treasury user", await AllAsync(second));

        // And read whole once more, it is what it was.
        var before = await AllAsync(second);
        await second.Admin.PostAsync($"/admin/api/directories/{twin.Id}/workos/pull", null, HttpStatusCode.Accepted);
        await FollowAsync();
        Assert.Equal(before, await AllAsync(second));
        await AlikeAsync("person007", "person012");

        // The directory is closed at the first server; at the second the guard holds what that would do to 200 accounts.
        await first.ClientWith(Key).DeleteAsync($"/directories/{at.Id}", HttpStatusCode.Accepted);
        await FollowAsync();
        Assert.Equal("tornDown", (string)(await second.ShownAsync(twin))["state"]!);
        Assert.Equal(before, await AllAsync(second));
        Assert.Contains(await second.RunsAsync(twin), r => ((string)r!["status"]!).Equals("held", StringComparison.OrdinalIgnoreCase));

        async Task FollowAsync()
        {
            var now = second.Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
            second.Clock.SetUtcNow(now);
            first.Clock.SetUtcNow(now);
            await second.ReadDueAsync();
            workOs.Before = _ => Task.CompletedTask;
            await second.ApplyAsync();
            await second.AfterTheDelayAsync();
            first.Clock.SetUtcNow(second.Clock.GetUtcNow());
            await first.RunDueAsync();
        }

        // The one difference that is meant: who was deleted at the first is, at the second, disabled in place unless it is told to remove.
        async Task AlikeAsync(params string[] gone)
        {
            Assert.Equal("{\"users\":0}", $"{{\"users\":{(await second.ShownAsync(twin))["items"]!["problems"]}}}");
            foreach (var tenant in new[] { "ACME", "MYTENANT" })
            {
                var there = await AllAsync(first, tenant);
                var here = await AllAsync(second, tenant);
                var left = here.Where(a => gone.Contains(a.Split(':')[0])).ToList();
                Assert.Equal(there, here.Except(left));
                Assert.All(left, a => Assert.EndsWith("(inactive)", a, StringComparison.Ordinal));
                if (deleted == WorkOsDeletedUsers.Remove) Assert.Empty(left);
            }
        }
    }

    /// <summary>Every account: name, roles, and whether it is inactive.</summary>
    static async Task<List<string>> AllAsync(Host host, string tenant = "ACME") =>
        [.. (await host.Admin.GetAsync($"/api/v1/{tenant}/accounts?limit=1000", HttpStatusCode.OK))["items"]!.AsArray()
            .Select(a => $"{((string)a!["email"]!).Split('@')[0]}: {string.Join(' ', a["roles"]!.AsArray())}{((bool)a["enabled"]! ? "" : " (inactive)")}").Order(StringComparer.Ordinal)];

    static async Task<TestDirectory> OnboardAsync(Host host, Bridge workOs, TestDirectory at, WorkOsDeletedUsers deleted)
    {
        var made = await host.Admin.PostAsync("/admin/api/directories", new
        {
            name = "Twin", provider = "workos", environment = "staging",
            tenants = new[] { new TestTenant("ACME", "singleTenant", GuidesTable.Written), new TestTenant("MYTENANT", "multiTenant", GuidesTable.Written) },
            workos = new { directoryId = at.Id, baseUrl = workOs.Url, apiKey = Key, deletedUsers = deleted.ToString() },
        }, HttpStatusCode.Created);
        var id = (string)made["directoryId"]!;
        var key = await host.Store.ReadAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(
            db.Directories.Where(d => d.Id == id).Select(d => d.Key)));
        return new(id, key, (string)made["token"]!, host.ClientWith((string)made["token"]!));
    }
}
