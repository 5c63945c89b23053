using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Identity providers repeat themselves: version and lastModified stay, and no run is due (rule B2).</summary>
public sealed class A_write_that_changes_nothing(BothServers servers) : IClassFixture<BothServers>
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keeps_version_and_date_and_opens_no_window(StorageProvider provider)
    {
        var server = servers[provider];
        var (scim, user, group) = (server.Directory.Scim, $"Users/{server.User}", $"Groups/{server.Group}");
        var (userBefore, groupBefore) = (await ShownAsync(scim, user), await ShownAsync(scim, group));
        var everything = await server.EverythingAsync();
        server.Host.Clock.Advance(TimeSpan.FromHours(1));

        await PutAsync(scim, user, Pushes.User("ada"));
        await PutAsync(scim, group, Pushes.Group(Pushes.Prefix + "user", server.User));
        await scim.PatchAsync(user, Pushes.Patch(new { op = "Replace", path = "active", value = "True" }), HttpStatusCode.OK);
        await scim.PatchAsync(user, Pushes.Patch(new { op = "add", path = "title", value = "x" }, new { op = "remove", path = "title" }), HttpStatusCode.OK);
        await server.Directory.AddAsync(server.Group, server.User);
        await server.Directory.RenameAsync(server.Group, Pushes.Prefix + "user");

        Assert.Equal(userBefore, await ShownAsync(scim, user));
        Assert.Equal(groupBefore, await ShownAsync(scim, group));
        Assert.Equal(everything, await server.EverythingAsync());
        await server.Host.Admin.GetAsync($"/admin/api/directories/{server.Directory.Id}/window", HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Needs_not_be_sent_when_the_client_has_the_version(StorageProvider provider)
    {
        var scim = servers[provider].Directory.Scim;
        using var first = await scim.GetAsync($"Users/{servers[provider].User}");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"Users/{servers[provider].User}");
        again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));
        using var other = new HttpRequestMessage(HttpMethod.Get, $"Users/{servers[provider].User}");
        other.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse("W/\"77\""));

        using var same = await scim.SendAsync(again);
        using var newer = await scim.SendAsync(other);

        Assert.Equal((HttpStatusCode.NotModified, ""), (same.StatusCode, await same.Content.ReadAsStringAsync()));
        Assert.Equal(first.Headers.ETag, same.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, newer.StatusCode);
    }

    static async Task<string> ShownAsync(HttpClient scim, string url) => (await scim.GetAsync(url, HttpStatusCode.OK)).ToJsonString();

    static Task<JsonNode> PutAsync(HttpClient scim, string url, object body) => Answers.ReadAsync(scim.PutAsJsonAsync(url, body), HttpStatusCode.OK);
}
