using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Fifty at a time: none is lost, none is doubled, and no answer is the server's fault.</summary>
public sealed class Requests_at_once
{
    const int Many = 50;

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Add_every_member(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var users = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => directory.UserAsync($"user{n}")));
        var group = await directory.RoleAsync("user");

        await Task.WhenAll(users.Select(user => directory.AddAsync(group, user)));

        var members = (await directory.Scim.GetAsync($"Groups/{group}", HttpStatusCode.OK))["members"]!.AsArray();
        Assert.Equal(users.Order(), members.Select(m => (string)m!["value"]!).Order());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Create_one_user_of_a_name_whatever_its_case(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(n =>
            directory.Scim.PostAsJsonAsync("Users", Pushes.User(Cased("abcdef", n)))));

        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(Many - 1, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(1, await host.Store.ReadAsync(db => db.Users.CountAsync()));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Never_make_the_server_fail(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var scim = directory.Scim;
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => directory.UserAsync($"user{n}")));
        var group = await directory.RoleAsync("user", ids);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Many).Select(n => (n % 8, ids[n / 8 % ids.Length]) switch
        {
            (0 or 1, var id) => scim.PutAsJsonAsync($"Users/{id}", Pushes.User($"renamed{n}")),
            (2 or 3, var id) => scim.PatchAsJsonAsync($"Users/{id}", Pushes.Patch(new { op = "replace", path = "title", value = $"{n}" })),
            (4, var id) => scim.PatchAsJsonAsync($"Groups/{group}", Pushes.Patch(new { op = "remove", path = $"members[value eq \"{id}\"]" })),
            (5, var id) => scim.PatchAsJsonAsync($"Groups/{group}", Pushes.Patch(new { op = "add", path = "members", value = new[] { new { value = id } } })),
            (6, _) => scim.GetAsync("Groups"),
            (_, var id) => n > 2 * Many ? scim.DeleteAsync($"Users/{id}") : scim.PutAsJsonAsync($"Groups/{group}", Pushes.Group(Pushes.Prefix + "user", id)),
        }));

        HttpStatusCode[] fine = [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Conflict];
        Assert.All(answers, a => Assert.Contains(a.StatusCode, fine));
        // What is left fits together: no member that is no user any more.
        var orphans = await host.Store.ReadAsync(db => db.Members.CountAsync(m => !db.Users.Any(u => u.Id == m.MemberId)));
        Assert.Equal(0, orphans);
    }

    static string Cased(string name, int bits) =>
        string.Concat(name.Select((c, i) => (bits >> i & 1) == 1 ? char.ToUpperInvariant(c) : c));
}
