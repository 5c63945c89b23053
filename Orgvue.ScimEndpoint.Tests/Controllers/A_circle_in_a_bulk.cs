using System.Net;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using static Orgvue.ScimEndpoint.Tests.Controllers.Bulks;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>References that run in a circle are resolved, or it is said which is not (RFC 7644 section 3.7.1).</summary>
public sealed class A_circle_in_a_bulk
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_three_groups_is_closed(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");

        var results = await directory.BulkAsync(
            Post("/Groups", "a", Pushes.Group("A", "bulkId:b", ada)),
            Post("/Groups", "b", Pushes.Group("B", "bulkId:c", ada)),
            Post("/Groups", "c", Pushes.Group("C", "bulkId:a", "bulkId:b", ada)));

        Assert.Equal(["201", "201", "201"], results.Statuses());
        var (a, b, c) = (results[0].IdOf(), results[1].IdOf(), results[2].IdOf());
        Assert.Equal(new[] { b, ada }.Order(), await directory.MembersAsync(a));
        Assert.Equal(new[] { c, ada }.Order(), await directory.MembersAsync(b));
        Assert.Equal(new[] { a, b, ada }.Order(), await directory.MembersAsync(c));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_users_who_manage_each_other_or_themselves_is_closed(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        var results = await directory.BulkAsync(
            Post("/Users", "a", Managed("ada", "bulkId:b")), Post("/Users", "b", Managed("bob", "bulkId:a")), Post("/Users", "c", Managed("carl", "bulkId:c")));

        Assert.Equal(["201", "201", "201"], results.Statuses());
        var ids = results.Select(r => r.IdOf()).ToArray();
        Assert.Equal([ids[1], ids[0], ids[2]], await Task.WhenAll(ids.Select(ManagerAsync)));

        async Task<string> ManagerAsync(string id) =>
            (string)(await directory.Scim.GetAsync($"Users/{id}", HttpStatusCode.OK))[Enterprise]!["manager"]!["value"]!;
    }

    [Fact]
    public async Task That_cannot_be_closed_is_told_as_it_is()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await directory.GroupAsync("Taken");

        // The first refers to the second, so the second is created first, without the first; and the first cannot be created.
        var results = await directory.BulkAsync(
            Post("/Groups", "a", Pushes.Group("TAKEN", "bulkId:b")), Post("/Groups", "b", Pushes.Group("B", "bulkId:a")),
            Post("/Groups", "self", Pushes.Group("Self", "bulkId:self")));

        Assert.Equal(["409", "409", "409"], results.Statuses());
        Assert.Equal(["uniqueness", null, null], results.Select(r => (string?)r!["response"]!["scimType"]));
        Assert.Equal([false, true, true], results.Select(r => r!.AsObject().ContainsKey("location")));
        Assert.Contains("was created, but without its reference to bulkId:a", results[1].Detail(), StringComparison.Ordinal);
        Assert.Contains("was created, but without its reference to bulkId:self", results[2].Detail(), StringComparison.Ordinal);
        Assert.Empty(await directory.MembersAsync(results[1].IdOf()));
    }

    [Fact]
    public async Task That_an_error_ends_before_it_is_closed_is_told_too()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await directory.GroupAsync("Taken");

        var results = await directory.BulkAsync(1,
            Post("/Groups", "a", Pushes.Group("TAKEN", "bulkId:b")), Post("/Groups", "b", Pushes.Group("B", "bulkId:a")), Post("/Groups", "c", Pushes.Group("C")));

        Assert.Equal(["409", "409"], results.Statuses());
        Assert.Contains("without its reference to bulkId:a: the request ended before it was there", results[1].Detail(), StringComparison.Ordinal);
        Assert.Equal(2, (int)(await directory.Scim.GetAsync("Groups", HttpStatusCode.OK))["totalResults"]!);
    }

    static Dictionary<string, object> Managed(string name, string manager) => new Dictionary<string, object>
    {
        ["schemas"] = new[] { "urn:ietf:params:scim:schemas:core:2.0:User", Enterprise },
        ["userName"] = name,
        [Enterprise] = new { department = "R", manager = new { value = manager } },
    };
}
