using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using static Orgvue.ScimEndpoint.Tests.Controllers.Bulks;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Many operations in one request: each stands or falls alone (RFC 7644 section 3.7).</summary>
public sealed class A_bulk
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Gives_accounts_with_the_run_that_any_other_change_would_bring(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        // The group comes first and refers forward.
        var results = await directory.BulkAsync(
            Post("/Groups", "g", Pushes.Group(Pushes.Prefix + "user", "bulkId:ada", "bulkId:bob")),
            Post("/Groups", "late", Pushes.Group(Pushes.Prefix + "HR")),
            Post("/Users", "ada", Pushes.User("ada")),
            Post("/Users", "bob", Pushes.User("bob")),
            Patch("/Groups/bulkId:late", Add("bulkId:bob")));

        Assert.Equal(["201", "201", "201", "201", "204"], results.Statuses());
        Assert.Equal(["g", "late", "ada", "bob", null], results.Select(r => (string?)r!["bulkId"]));
        Assert.Equal(results[1].IdOf(), results[4].IdOf());
        await host.AtAsync("4:59");
        Assert.Empty(await host.AccountsAsync());
        await host.AtAsync("5:00");
        Assert.Equal(["ada: user", "bob: HR user"], await host.AccountsAsync());
        Assert.Single(await host.RunsAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task That_changes_nothing_opens_no_window(StorageProvider provider)
    {
        var server = await Inhabited.StartAsync(provider);
        await using var host = server.Host;
        var everything = await server.EverythingAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));

        var results = await server.Directory.BulkAsync(
            Put($"/Users/{server.User}", Pushes.User("ada")),
            Put($"/Groups/{server.Group}", Pushes.Group(Pushes.Prefix + "user", server.User)),
            Patch($"/Groups/{server.Group}", Add(server.User)),
            Patch($"/Users/{server.User}", new { op = "replace", path = "active", value = true }));

        Assert.Equal(["200", "200", "204", "200"], results.Statuses());
        Assert.Equal(everything, await server.EverythingAsync());
        await host.Admin.GetAsync($"/admin/api/directories/{server.Directory.Id}/window", HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Stands_or_falls_operation_by_operation(StorageProvider provider)
    {
        var server = await Inhabited.StartAsync(provider);
        await using var host = server.Host;
        var directory = server.Directory;

        var results = await directory.BulkAsync(
            Post("/Users", "a", Pushes.User("new")),
            Post("/Users", "b", Pushes.User("ADA")),
            // Renamed and a stranger added: neither may stay.
            new
            {
                method = "PATCH", path = $"/Groups/{server.Group}",
                data = Pushes.Patch(new { op = "replace", path = "displayName", value = "Renamed" }, Add(Unknown)),
            },
            Post("/Groups", "c", Pushes.Group("Half", server.User, "bulkId:a", Unknown)),
            Put($"/Users/{server.User}", new { userName = "ada@contoso.example", active = "perhaps" }),
            new { method = "PATCH", path = $"/Users/{server.User}", data = new { Operations = Array.Empty<object>() } },
            new { method = "GET", path = $"/Users/{server.User}" },
            new { method = "POST", path = "/Me", bulkId = "d", data = new { } },
            Delete($"/Users/{Unknown}"),
            Delete($"/Users/{server.User}", "W/\"99\""),
            new { method = "PUT", path = $"/Users/{server.User}" },
            Post("/Users", "e", Pushes.User("last")));

        Assert.Equal(["201", "409", "400", "400", "400", "400", "400", "400", "404", "412", "400", "201"], results.Statuses());
        Assert.Equal(
            [null, "uniqueness", "invalidValue", "invalidValue", "invalidValue", "invalidSyntax", "invalidSyntax", "invalidPath", null, null, "invalidSyntax", null],
            results.Select(r => (string?)r!["response"]?["scimType"]));
        // RFC 7644 3.7.3: all but failed POSTs have a location.
        Assert.Equal([true, false, true, false, true, true, true, false, true, true, true, true], results.Select(r => r!.AsObject().ContainsKey("location")));
        var group = await directory.Scim.GetAsync($"Groups/{server.Group}", HttpStatusCode.OK);
        Assert.Equal((Pushes.Prefix + "user", "W/\"1\""), ((string)group["displayName"]!, (string)group["meta"]!["version"]!));
        Assert.Equal(1, await host.Store.ReadAsync(db => db.Groups.CountAsync(g => g.DirectoryKey == directory.Key)));
        Assert.Equal(3, await host.Store.ReadAsync(db => db.Users.CountAsync(u => u.DirectoryKey == directory.Key)));
    }

    [Theory]
    [InlineData(1, new[] { "201", "409" })]
    [InlineData(2, new[] { "201", "409", "201", "400" })]
    [InlineData(3, new[] { "201", "409", "201", "400", "201" })]
    [InlineData(99, new[] { "201", "409", "201", "400", "201" })]
    public async Task Ends_with_the_error_that_is_one_too_many(int failOnErrors, string[] statuses)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var results = await directory.BulkAsync(failOnErrors,
            Post("/Users", "a", Pushes.User("ada")), Post("/Users", "b", Pushes.User("ADA")), Post("/Users", "c", Pushes.User("carl")),
            Post("/Users", "d", new { }), Post("/Users", "e", Pushes.User("eve")));

        Assert.Equal(statuses, results.Statuses());
        Assert.Equal(statuses.Count(s => s == "201"), await host.Store.ReadAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task Fails_an_operation_that_refers_to_what_no_other_creates_or_what_failed()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var results = await directory.BulkAsync(
            Post("/Groups", "g", Pushes.Group("G", "bulkId:nobody")),
            Post("/Groups", "h", Pushes.Group("H", "bulkId:bad")),
            Post("/Users", "bad", new { displayName = "no userName" }),
            Patch("/Groups/bulkId:h", Add("bulkId:bad")),
            Delete("/Users/bulkId:nobody"));

        Assert.Equal(["400", "409", "400", "409", "400"], results.Statuses());
        Assert.Equal(["invalidValue", null, "invalidValue", null, "invalidValue"], results.Select(r => (string?)r!["response"]!["scimType"]));
        Assert.Contains("bulkId:nobody is referred to", results[0].Detail(), StringComparison.Ordinal);
        Assert.Equal([null, null, null, "Groups/bulkId%3Ah", "Users/bulkId%3Anobody"],
            results.Select(r => ((string?)r!["location"])?.Replace($"{directory.Scim.BaseAddress}", "", StringComparison.Ordinal)));
        Assert.Contains("bulkId:bad", results[1].Detail(), StringComparison.Ordinal);
        Assert.Equal(0, await host.Store.ReadAsync(db => db.Groups.CountAsync()));
    }

    [Fact]
    public async Task Sees_nothing_of_another_directory()
    {
        var server = await Inhabited.StartAsync(StorageProvider.InMemory);
        await using var host = server.Host;
        var everything = await server.EverythingAsync();

        var results = await server.Directory.BulkAsync(
            Delete($"/Users/{server.Stranger}"),
            Put($"/Users/{server.Stranger}", Pushes.User("stranger")),
            Patch($"/Users/{server.Stranger}", new { op = "remove", path = "title" }),
            Patch($"/Groups/{server.Group}", Add(server.Stranger)));

        Assert.Equal(["404", "404", "404", "400"], results.Statuses());
        Assert.Equal(everything, await server.EverythingAsync());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Beside_another_creates_a_user_of_a_name_once(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        var bulks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => directory.BulkAsync(
            [.. Enumerable.Range(0, 5).Select(n => Post("/Users", $"b{n}", Pushes.User($"user{n}")))])));

        Assert.All(Enumerable.Range(0, 5), n => Assert.Equal(
            ["201", .. Enumerable.Repeat("409", 7)], bulks.Select(b => (string)b[n]!["status"]!).Order()));
        Assert.Equal(5, await host.Store.ReadAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task Holds_the_limits_of_a_patch_within_its_operations()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Limits:PatchOperations", "2"));
        var directory = await host.NewDirectoryAsync();
        var user = await directory.UserAsync("ada");
        object[] three = [.. Enumerable.Range(0, 3).Select(n => new { op = "replace", path = "title", value = $"{n}" })];

        var result = Assert.Single(await directory.BulkAsync(new { method = "PATCH", path = $"/Users/{user}", data = Pushes.Patch(three) }));

        Assert.Equal("413", (string?)result!["status"]);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Answers_the_version_that_the_resource_is_shown_with(StorageProvider provider)
    {
        var server = await Inhabited.StartAsync(provider);
        await using var host = server.Host;

        var results = await server.Directory.BulkAsync(
            Patch($"/Users/{server.User}", new { op = "replace", path = "title", value = "x" }),
            Patch($"/Groups/{server.Group}", new { op = "replace", path = "externalId", value = "x" }),
            Put($"/Users/{server.User}", Pushes.User("ada")));

        // Of the user the last one counts, who is in a group.
        foreach (var result in results.Skip(1))
        {
            using var shown = await server.Directory.Scim.GetAsync((string)result!["location"]!);
            Assert.Equal(shown.Headers.ETag!.ToString(), (string)result["version"]!);
        }
        var again = await server.Directory.BulkAsync(Delete($"/Users/{server.User}", (string)results[2]!["version"]!));
        Assert.Equal(["204"], again.Statuses());
    }

    [Fact]
    public async Task Lets_its_operations_be_as_deep_as_alone()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var deepest = Nested(Orgvue.ScimEndpoint.Scim.ScimLimits.Default.Depth - 1);

        await directory.Scim.PostAsync("Users", new { userName = "a", deepest }, HttpStatusCode.Created);
        await directory.Scim.PostAsync("Users", new { userName = "b", deepest = new { deepest } }, HttpStatusCode.BadRequest);

        Assert.Equal(["201"], (await directory.BulkAsync(Post("/Users", "c", new { userName = "c", deepest }))).Statuses());

        static JsonObject Nested(int levels) => levels == 1 ? [] : new JsonObject { ["x"] = Nested(levels - 1) };
    }

    [Theory]
    [InlineData("""{ "Operations": [] }""", 400, "at least one operation")]
    [InlineData("""{ "failOnErrors": 0, "Operations": [{ "method": "DELETE", "path": "/Users/x" }] }""", 400, "failOnErrors")]
    [InlineData("""[{ "method": "DELETE", "path": "/Users/x" }]""", 400, "a JSON object as the body")]
    [InlineData("""{ "Operations": [{ "method": "DELETE", "method": "PUT" }] }""", 400, "not well-formed")]
    [InlineData("""{ "Operations": [1, 2, 3, 4] }""", 413, "exceeds the maxOperations (3)")]
    public async Task That_cannot_be_read_is_refused_whole(string body, int status, string detail)
    {
        await using var host = new Host(StorageProvider.InMemory, ("Limits:BulkOperations", "3"));
        var directory = await host.NewDirectoryAsync();

        var error = await Answers.ReadAsync(directory.SendBulkAsync(body), (HttpStatusCode)status);

        Assert.Equal($"{status}", (string?)error["status"]);
        Assert.Contains(detail, (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_offered_as_it_is()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Limits:BulkOperations", "7"), ("Limits:BulkPayload", "7000"));
        var directory = await host.NewDirectoryAsync();

        var config = await directory.Scim.GetAsync("ServiceProviderConfig", HttpStatusCode.OK);
        var get = await directory.Scim.GetAsync("Bulk", HttpStatusCode.MethodNotAllowed);

        Assert.Equal("""{"supported":true,"maxOperations":7,"maxPayloadSize":7000}""", config["bulk"]!.ToJsonString());
        Assert.Equal("405", (string?)get["status"]);
    }
}
