using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.WorkOs.In;
using static Orgvue.ScimEndpoint.Tests.WorkOs.Receiving.Told;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>What the directory shows of what WorkOS tells, case by case; <see cref="Any_interleaving"/> has the others.</summary>
public sealed class A_directory_at_WorkOS
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_the_sample_events_one_after_the_other(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();
        const string zoe = "user zoe.lukasik@testorg.com (8e1f0c7a-5a0f-4c53-9d5e-2d1f3f0d0001): active, Zoë Łukasik, zoe.lukasik@testorg.com, , R&D";
        string group(string role, string members = "") => $"group {Prefix}{role} (6f3c0d62-0f7d-4f0e-8a53-0a7c7b5d0001): {members}";

        Assert.Empty(await AfterAsync("dsync.activated"));
        Assert.Equal([group("user")], await AfterAsync("dsync.group.created"));
        Assert.Equal([group("admin")], await AfterAsync("dsync.group.updated"));
        Assert.Equal([group("admin", "zoe.lukasik@testorg.com"), zoe], await AfterAsync("dsync.group.user_added"));
        Assert.Equal([group("admin"), zoe], await AfterAsync("dsync.group.user_removed"));
        Assert.Equal([group("admin"), zoe], await AfterAsync("dsync.user.created"));
        Assert.Equal([group("admin"), zoe], await AfterAsync("dsync.user.updated"));
        Assert.Equal([group("admin"), zoe], await AfterAsync("dsync.token.created"));
        Assert.Equal([group("admin"), zoe.Replace("active", "inactive", StringComparison.Ordinal)], await AfterAsync("dsync.user.deleted"));
        Assert.Equal([zoe.Replace("active", "inactive", StringComparison.Ordinal)], await AfterAsync("dsync.group.deleted"));
        // All samples are of one instant: by its id the teardown came before all of these.
        Assert.Equal([zoe.Replace("active", "inactive", StringComparison.Ordinal)], await AfterAsync("dsync.deleted"));
        Assert.Empty(await AfterAsync("dsync.deleted", ("id", "event_01KVN0RGVVE0EVENT0000000099"), ("created_at", "2026-11-23T20:05:00.001Z")));
        Assert.Empty(await host.ItemsAsync(directory));

        async Task<List<string>> AfterAsync(string name, params (string Name, string Value)[] but)
        {
            var sample = Samples.Of(name);
            foreach (var (property, value) in but) sample[property] = value;
            await host.HearAsync(directory, sample.ToJsonString());
            return await host.ShownAsync(directory);
        }
    }

    [Fact]
    public async Task Shows_the_same_in_whatever_order_the_samples_come()
    {
        await using var host = new Host();
        var dice = new Random(5);
        for (var n = 0; n < 12; n++)
        {
            var directory = await host.LinkedDirectoryAsync(name: $"Samples {n}", tenants: new TestTenant($"S{n}"));
            var bodies = Samples.Bodies.Where(b => n % 3 == 0 || !b.Contains("\"dsync.deleted\"", StringComparison.Ordinal)).ToArray();
            dice.Shuffle(bodies);
            foreach (var body in bodies) await host.HearAsync(directory, body);

            Assert.Equal(["zoe.lukasik@testorg.com (inactive)"], await host.NamesAsync(directory));
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Deactivates_in_place_keeps_memberships_and_gives_them_back_with_the_rehire(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();

        await host.HearAsync(directory, GroupCreated("user", 1), UserCreated("ann", 1), Added("user", "ann", 2), UserDeleted("ann", 3));
        Assert.Equal(["user: ann", "ann (inactive)"], await host.NamesAsync(directory));
        await host.HearAsync(directory, UserCreated("ann", 4));

        Assert.Equal(["user: ann", "ann"], await host.NamesAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Removes_deleted_users_where_the_link_says_so(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync(edit: l => l.DeletedUsers = WorkOsDeletedUsers.Remove);

        await host.HearAsync(directory, GroupCreated("user", 1), UserCreated("ann", 1), UserCreated("bob", 1), Added("user", "ann", 2), UserDeleted("ann", 3));
        Assert.Equal(["user:", "bob"], await host.NamesAsync(directory));
        await host.HearAsync(directory, UserCreated("ann", 4));

        Assert.Equal(["user: ann", "ann", "bob"], await host.NamesAsync(directory));
    }

    [Fact]
    public async Task Is_not_given_anybody_by_an_event_that_takes_away()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();

        await host.HearAsync(directory, UserDeleted("ann", 3), UserUpdated("bob", 3, state: "inactive"), UserUpdated("cid", 3, state: "suspended"),
            Removed("user", "dan", 3), GroupDeleted("admin", 3));
        Assert.Empty(await host.ShownAsync(directory));
        await host.HearAsync(directory, UserCreated("bob", 1));

        Assert.Equal(["bob (inactive)"], await host.NamesAsync(directory));
    }

    [Fact]
    public async Task Lets_memberships_go_with_the_group_even_where_its_deletion_comes_late()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();

        await host.HearAsync(directory, GroupCreated("user", 1), UserCreated("ann", 1), UserCreated("bob", 1), Added("user", "ann", 2), GroupCreated("user", 9), Added("user", "bob", 10));
        Assert.Equal(["user: ann bob", "ann", "bob"], await host.NamesAsync(directory));
        await host.HearAsync(directory, GroupDeleted("user", 5));

        Assert.Equal(["user: bob", "ann", "bob"], await host.NamesAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Resolves_names_that_go_round_in_a_circle(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();
        await host.HearAsync(directory, UserCreated("u1", 1, "ann"), UserCreated("u2", 1, "bob"), UserCreated("u3", 1, "cid"));
        var before = await IdsAsync();

        await host.HearAsync(directory, UserUpdated("u1", 2, "bob"), UserUpdated("u2", 2, "cid"), UserUpdated("u3", 2, "ANN"));

        Assert.Equal(["ANN", "bob", "cid"], await host.NamesAsync(directory));
        Assert.Equal([("ANN", before["cid"]), ("bob", before["ann"]), ("cid", before["bob"])], (await IdsAsync()).OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => (i.Key, i.Value)));
        Assert.All(await host.ItemsAsync(directory), i => Assert.Null(i.Problem));

        Task<Dictionary<string, Guid>> IdsAsync() => host.Store.ReadAsync(db => db.Users.ToDictionaryAsync(u => u.UserName, u => u.Id));
    }

    [Fact]
    public async Task Gives_a_name_to_the_smallest_id_and_says_so_of_the_others_until_it_is_free()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();

        await host.HearAsync(directory, UserCreated("u2", 1, "ann"), UserCreated("u3", 1, "ANN"));
        Assert.Equal(["ann", "u3"], await host.NamesAsync(directory));
        await host.HearAsync(directory, UserCreated("u1", 2, "Ann"));
        Assert.Equal(["Ann", "u2", "u3"], await host.NamesAsync(directory));
        Assert.Equal([null, "User u2 is called like another one of the directory at WorkOS: it is kept under its id.", "User u3 is called like another one of the directory at WorkOS: it is kept under its id."],
            (await host.ItemsAsync(directory)).Select(i => i.Problem));
        await host.HearAsync(directory, UserUpdated("u1", 3, "eve"));
        Assert.Equal(["ann", "eve", "u3"], await host.NamesAsync(directory));

        // Hired again under a new id: whoever is there comes before whoever was deleted.
        await host.HearAsync(directory, UserDeleted("u2", 4, "ann"));
        Assert.Equal(["ANN", "eve", "u2 (inactive)"], await host.NamesAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Takes_over_who_was_pushed_before_by_external_id_or_by_name(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();
        var ann = (string)(await directory.Scim.PostAsync("Users", new { schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "old.name", externalId = "idp-u1" }, HttpStatusCode.Created))["id"]!;
        var bob = (string)(await directory.Scim.PostAsync("Users", new { schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "BOB" }, HttpStatusCode.Created))["id"]!;
        var group = await directory.RoleAsync("user", ann, bob);

        await host.HearAsync(directory, UserCreated("u1", 1, "ann"), UserCreated("u2", 1, "bob"), GroupCreated("user", 1), Added("user", "u1", 2), Removed("user", "u2", 3));

        Assert.Equal(["user: ann", "ann", "bob"], await host.NamesAsync(directory));
        Assert.Equal(new Guid?[] { new(ann), new(bob), new(group) }, (await host.ItemsAsync(directory)).Where(i => i.Kind != WorkOsItemKind.Membership).Select(i => i.LocalId));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Lets_members_go_who_were_pushed_before_and_whom_a_pull_does_not_show(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();
        string[] pushed = [await directory.UserAsync("ann"), await directory.UserAsync("bob"), await directory.UserAsync("cid")];
        await directory.RoleAsync("user", pushed);
        var lists = new RemoteLists(
            new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), [.. new[] { "ann", "bob" }.Select(n => User(n, 1, $"{n}@contoso.example").ToJsonString())],
            [Group("user", 1).ToJsonString()], [("user", "ann")]);

        await host.Services.GetRequiredService<Registers>().FoldAsync(directory.Key, new Delivery.Pull(1, lists).Statements(), 1, default);
        await host.ApplyAsync();
        await host.Services.GetRequiredService<Registers>().SweepAsync(directory.Key, 1, lists.At, default);
        await host.ApplyAsync();

        // Of cid WorkOS knows nothing: whoever pushed him has to say what becomes of him.
        Assert.Equal(["user: ann@contoso.example cid@contoso.example", "ann@contoso.example", "bob@contoso.example", "cid@contoso.example"], await host.NamesAsync(directory));
    }

    [Fact]
    public async Task Says_why_it_will_not_have_somebody_and_lets_the_others_in()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        var tooLong = new string('x', 2_000);

        await host.HearAsync(directory, UserCreated("ann", 1), UserCreated("bob", 1, tooLong), UserCreated("cid", 1));
        Assert.Equal(["ann", "cid"], await host.NamesAsync(directory));
        var bob = (await host.ItemsAsync(directory)).Single(i => i.RemoteId == "bob");
        Assert.True(bob is { Dirty: true, Problem.Length: > 10, Attempts: 1 }, bob.Problem);
        Assert.Equal(host.Clock.GetUtcNow().AddMinutes(1), bob.RetryAt);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.ApplyAsync();
        Assert.Equal(host.Clock.GetUtcNow().AddMinutes(2), (await host.ItemsAsync(directory)).Single(i => i.RemoteId == "bob").RetryAt);

        await host.HearAsync(directory, UserUpdated("bob", 2));

        Assert.Equal(["ann", "bob", "cid"], await host.NamesAsync(directory));
        Assert.All(await host.ItemsAsync(directory), i => Assert.True(i is { Dirty: false, Problem: null, Attempts: 0 }));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task That_is_torn_down_is_held_by_the_guard_until_somebody_lets_it_go(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();
        var names = Enumerable.Range(1, 12).Select(n => $"u{n:D2}").ToList();
        await host.HearAsync(directory, [GroupCreated("user", 1), .. names.Select(n => UserCreated(n, 1)), .. names.Select(n => Added("user", n, 2))]);
        await host.AfterTheDelayAsync();
        Assert.Equal(12, (await host.AccountsAsync()).Count());

        await host.HearAsync(directory, TornDown(3));
        await host.AfterTheDelayAsync();

        Assert.Empty(await host.ShownAsync(directory));
        var held = (await host.RunsAsync(directory))[0]!;
        Assert.Equal(("Held", 12), ((string?)held["status"], (int)held["removed"]!));
        Assert.Equal(12, (await host.AccountsAsync()).Count());
        await host.Admin.PostAsync($"/admin/api/runs/{held["runId"]}/release", new { planHash = (string)held["planHash"]! }, HttpStatusCode.OK);
        Assert.Empty(await host.AccountsAsync());
    }

    [Fact]
    public async Task Comes_in_one_window_and_one_run_and_the_trail_says_from_where()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();

        await host.HearAsync(directory, GroupCreated("user", 1), UserCreated("ann", 1), Added("user", "ann", 2));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.HearAsync(directory, UserCreated("bob", 3), Added("user", "bob", 4));
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await host.RunDueAsync();

        Assert.Single(await host.RunsAsync(directory));
        Assert.Equal(["ann: user", "bob: user"], await host.AccountsAsync());
        var actors = await host.Store.ReadAsync(db => db.Audit.Where(a => a.DirectoryKey == directory.Key && a.Subject == AuditSubject.User).Select(a => a.Actor).Distinct().ToListAsync());
        Assert.Equal(["WorkOS webhook"], actors);
    }

    [Fact]
    public async Task That_is_removed_forgets_all_of_it_and_late_work_does_nothing()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        await host.DeliverAsync(directory, UserCreated("ann", 1));

        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);
        await host.Services.GetRequiredService<Registers>().FoldAsync(directory.Key, new Delivery.Webhook(UserCreated("bob", 2)).Statements(), 1, default);
        await host.Services.GetRequiredService<Registers>().SweepAsync(directory.Key, 1, host.Clock.GetUtcNow(), default);
        await host.ApplyAsync();

        Assert.Equal(0, await host.Store.ReadAsync(async db => await db.WorkOsLinks.CountAsync() + await db.WorkOsReceived.CountAsync() + await db.WorkOsItems.CountAsync() + await db.Users.CountAsync()));
        using var answer = await host.SendAsync(directory, UserCreated("cid", 3));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
