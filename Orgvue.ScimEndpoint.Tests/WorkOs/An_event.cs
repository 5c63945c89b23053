using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>Every change of a directory, its users, groups and tokens is told as WorkOS tells it.</summary>
public sealed class An_event
{
    // What the contract has and the samples leave out.
    static readonly string[] NotInSamples = ["emails", "job_title", "username"];

    public static TheoryData<StorageProvider> Providers => Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task Has_the_shape_of_the_sample(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        TestDirectory directory = null!;
        var (token, user, group) = ("", "", "");
        List<JsonObject> events = await host.EventsAsync(async () =>
        {
            directory = await host.NewDirectoryAsync(tenants: new TestTenant(Domains: ["testorg.example"]));
            token = (string)(await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { }, HttpStatusCode.Created))["tokenId"]!;
            await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}/tokens/{token}", HttpStatusCode.NoContent);
            user = await directory.WholeUserAsync();
            group = await directory.RoleAsync("user", user);
            await directory.PatchUserAsync(user, new { op = "replace", path = "name.givenName", value = "Zoe" },
                new { op = "remove", path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department" });
            await directory.RenameAsync(group, "Other");
            await directory.RemoveAsync(group, user);
            await directory.DeleteUserAsync(user);
            await directory.DeleteGroupAsync(group);
            await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);
        });

        Assert.Equal(
            [
                "dsync.activated", "dsync.token.created", "dsync.token.created", "dsync.token.revoked", "dsync.user.created", "dsync.group.created",
                "dsync.group.user_added", "dsync.user.updated", "dsync.group.updated", "dsync.group.user_removed", "dsync.user.deleted",
                "dsync.group.deleted", "dsync.deleted",
            ],
            Emulated.Names(events));
        foreach (var told in events)
        {
            var sample = Samples.Of((string)told["event"]!);
            // Which custom attributes there are, and which attributes an update names, is the user's doing.
            Assert.Equal(Comparable(Emulated.Shape(sample)), Comparable(Emulated.Shape(told)).Where(p => !NotInSamples.Any(n => p.Contains($"/{n}", StringComparison.Ordinal))));
            foreach (var (name, value) in sample) Assert.Equal(value!.GetValueKind(), told[name]!.GetValueKind());
        }

        static IEnumerable<string> Comparable(IEnumerable<string> paths) => paths.Where(p => !p.Contains("custom_attributes/", StringComparison.Ordinal)
            && !p.Contains("previous_attributes/", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_a_user_shows_all_that_WorkOS_shows(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var (made, user) = (new List<JsonObject>(), "");

        made = await host.EventsAsync(async () => user = await directory.WholeUserAsync());

        var organization = WireId.OrganizationOf(directory.Id);
        Assert.Equal(
            $$"""
            {"object":"directory_user","id":"{{Emulated.UserId(user)}}","directory_id":"{{directory.Id}}","organization_id":"{{organization}}","idp_id":"8e1f0c7a",
            "email":"zoe.lukasik@contoso.example","first_name":"Zoë","last_name":"Łukasik","name":"Zoë Łukasik","state":"active","raw_attributes":{},
            "custom_attributes":{"cost_center_name":"4130","department_name":"R&D","division_name":"Theme Park","employee_type":"Contractor",
            "manager_email":"boss@contoso.example"},
            "emails":[{"primary":true,"type":"work","value":"zoe.lukasik@contoso.example"},{"primary":false,"type":"home","value":"zoe@home.example"}],
            "job_title":"Engineer","username":"zoe@contoso.example","created_at":"2026-11-23T09:00:00.000Z","updated_at":"2026-11-23T09:00:00.000Z"}
            """.ReplaceLineEndings(""),
            ExactJson.Text(Assert.Single(made).Data()));
        Assert.Equal(await host.PayloadsAsync(), (await host.PayloadsAsync()).Select(p => ExactJson.Text(JsonNode.Parse(p))));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_an_update_names_what_was_there_before(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var user = await directory.WholeUserAsync();
        var bare = await directory.UserAsync("ada");
        host.Clock.Advance(TimeSpan.FromSeconds(1.5));

        var changed = await PreviousAsync(() => directory.PatchUserAsync(user,
            new { op = "replace", path = "name.givenName", value = "Zoe" }, new { op = "remove", path = "title" },
            new { op = "replace", path = "emails[type eq \"work\"].value", value = "new@contoso.example" },
            new { op = "remove", path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department" },
            new { op = "replace", path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter", value = "5000" }));
        var given = await PreviousAsync(() => directory.PatchUserAsync(bare,
            new { op = "add", path = "name.familyName", value = "Lovelace" },
            new { op = "add", path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value = "Engines" }));
        var disabled = await PreviousAsync(() => directory.SetActiveAsync(bare, false));
        var renamed = await PreviousAsync(() => directory.PatchUserAsync(bare, new { op = "replace", path = "userName", value = "lovelace@contoso.example" }));

        Assert.Equal(
            """
            {"email":"zoe.lukasik@contoso.example","first_name":"Zoë",
            "emails":[{"primary":true,"type":"work","value":"zoe.lukasik@contoso.example"},{"primary":false,"type":"home","value":"zoe@home.example"}],
            "job_title":"Engineer","custom_attributes":{"cost_center_name":"4130","department_name":"R&D"}}
            """.ReplaceLineEndings(""),
            changed);
        Assert.Equal("""{"last_name":null,"name":null,"custom_attributes":{"department_name":null}}""", given);
        Assert.Equal("""{"state":"active"}""", disabled);
        Assert.Equal("""{"username":"ada@contoso.example"}""", renamed);

        async Task<string> PreviousAsync(Func<Task> work)
        {
            var told = Assert.Single(await host.EventsAsync(work));
            Assert.Equal(("dsync.user.updated", "2026-11-23T09:00:01.500Z"), ((string)told["event"]!, (string)told.Data()["updated_at"]!));
            Assert.Equal("previous_attributes", told.Data().Last().Key);
            return ExactJson.Text(told.Data()["previous_attributes"]);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_a_group_names_its_name_before(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var group = await directory.GroupAsync("Sales");

        var renamed = Assert.Single(await host.EventsAsync(() => directory.RenameAsync(group, "Marketing")));

        Assert.Equal(("dsync.group.updated", "Marketing", group), ((string)renamed["event"]!, (string)renamed.Data()["name"]!, (string)renamed.Data()["idp_id"]!));
        Assert.Equal("""{"name":"Sales"}""", ExactJson.Text(renamed.Data()["previous_attributes"]));
    }

    /// <summary>Follows WorkOS, which tells of an update when something that it shows has changed.</summary>
    [Theory, MemberData(nameof(Providers))]
    public async Task Is_not_of_what_WorkOS_does_not_show(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, outer) = (await directory.UserAsync("ada"), await directory.GroupAsync("Outer"));
        var inner = await directory.GroupAsync("Inner");
        host.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await host.NamesAsync(() => directory.PatchUserAsync(ada, new { op = "add", path = "nickName", value = "Countess" })));
        Assert.Empty(await host.NamesAsync(() => directory.SetActiveAsync(ada, true)));
        Assert.Empty(await host.NamesAsync(() => directory.AddAsync(outer, inner)));
        Assert.Empty(await host.NamesAsync(() => host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { name = "Renamed" }, HttpStatusCode.OK)));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_a_deletion_is_the_only_one(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var (one, two) = (await directory.RoleAsync("user", ada, bob), await directory.RoleAsync("admin", ada));
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var user = Assert.Single(await host.EventsAsync(() => directory.DeleteUserAsync(ada)));
        var group = Assert.Single(await host.EventsAsync(() => directory.DeleteGroupAsync(one)));
        var torn = Assert.Single(await host.EventsAsync(() => host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent)));

        Assert.Equal(("dsync.user.deleted", "inactive", "2026-11-23T09:01:00.000Z"),
            ((string)user["event"]!, (string)user.Data()["state"]!, (string)user.Data()["updated_at"]!));
        Assert.Equal(("dsync.group.deleted", Emulated.GroupId(one)), ((string)group["event"]!, (string)group.Data()["id"]!));
        Assert.Equal(("dsync.deleted", directory.Id), ((string)torn["event"]!, (string)torn.Data()["id"]!));
        Assert.NotEqual(one, two);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_what_is_made_comes_before_what_refers_to_it(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var users = new List<string>();
        for (var n = 0; n < 25; n++) users.Add(await directory.UserAsync($"user{n}"));

        var group = "";
        var made = await host.EventsAsync(async () => group = await directory.RoleAsync("user", [.. users]));
        var swapped = await host.EventsAsync(() => directory.Scim.PutAsJsonAsync($"Groups/{group}", Pushes.Group("Renamed", [.. users.Take(5)])));

        Assert.Equal(["dsync.group.created", .. Enumerable.Repeat("dsync.group.user_added", 25)], Emulated.Names(made));
        Assert.Equal(users.Select(Emulated.UserId).Order(StringComparer.Ordinal), made.Skip(1).Select(e => (string)e.Data()["user"]!["id"]!));
        Assert.Equal(["dsync.group.updated", .. Enumerable.Repeat("dsync.group.user_removed", 20)], Emulated.Names(swapped));
        Assert.All(swapped.Skip(1), e => Assert.Equal("Renamed", (string)e.Data()["group"]!["name"]!));
        var ids = made.Concat(swapped).Select(e => (string)e["id"]!).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_many_rows_of_one_save_keeps_the_order_in_which_they_were_told(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var now = host.Clock.GetUtcNow();

        var told = await host.EventsAsync(() => host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < 1000; n++)
                db.Add(new DirectoryUser
                {
                    DirectoryKey = directory.Key, Id = NewId.At(host.Clock), UserName = $"u{n}", UserNameKey = $"U{n}", Document = "{}", CreatedAt = now, UpdatedAt = now,
                });
            return Task.CompletedTask;
        }, CancellationToken.None));

        Assert.Equal(1000, told.Count);
        var (ids, users) = (told.Select(e => (string)e["id"]!).ToList(), told.Select(e => (string)e.Data()["id"]!).ToList());
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(users.Order(StringComparer.Ordinal), users);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Tells_of_a_directory_that_is_linked_again_and_not_of_one_that_is_unlinked(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync(tenants: new TestTenant(Domains: ["b.example", "a.example"]));
        Task SetAsync(object edit) => host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", edit, HttpStatusCode.OK);

        var made = JsonNode.Parse((await host.PayloadsAsync())[0])!.AsObject();
        Assert.Equal(["b.example", "a.example"], made.Data()["domains"]!.AsArray().Select(d => (string)d!["domain"]!));
        Assert.Empty(await host.NamesAsync(() => SetAsync(new { state = "unlinked" })));
        var again = Assert.Single(await host.EventsAsync(() => SetAsync(new { state = "linked" })));
        Assert.Equal("dsync.activated", (string)again["event"]!);
        Assert.Equal(ExactJson.Text(made.Data()["domains"]), ExactJson.Text(again.Data()["domains"]));
        Assert.Equal(["dsync.deleted"], await host.NamesAsync(() => SetAsync(new { provider = "workos" })));
        Assert.Empty(await host.NamesAsync(() => directory.UserAsync("ada")));
        Assert.Equal(["dsync.activated"], await host.NamesAsync(() => SetAsync(new { provider = "okta" })));
        Assert.Equal(["dsync.user.created"], await host.NamesAsync(() => directory.UserAsync("bob")));
    }
}
