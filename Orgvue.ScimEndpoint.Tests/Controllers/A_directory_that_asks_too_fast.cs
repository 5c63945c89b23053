using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>A directory's clients are served so many requests a second; nobody else waits for them.</summary>
public sealed class A_directory_that_asks_too_fast
{
    const int Burst = 5;

    // One comes back in a second: a few, if the machine is slow.
    static Host New() => new(StorageProvider.InMemory, ("Limits:RequestsPerSecond", "1"), ("Limits:Burst", Burst.ToString(CultureInfo.InvariantCulture)));

    [Fact]
    public async Task Is_told_when_to_come_again_and_nothing_is_changed()
    {
        await using var host = New();
        var directory = await host.NewDirectoryAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Burst).Select(n => directory.Scim.PostAsync("Users", Body(new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = $"user{n}",
        }))));

        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(answers.Count(a => a.StatusCode == HttpStatusCode.Created), Burst, answers.Length - 1);
        Assert.Equal(answers.Length, refused.Count + answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        foreach (var answer in refused)
        {
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal("429", (string?)error["status"]);
            Assert.Contains("1 requests a second, 5 at once", (string?)error["detail"]);
        }
    }

    static StringContent Body(JsonObject body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/scim+json");

    [Fact]
    public async Task Takes_nothing_from_others_by_knowing_their_address()
    {
        await using var host = New();
        var (fast, other) = (await host.NewDirectoryAsync("Fast"), await host.NewDirectoryAsync("Other", tenants: new TestTenant("BETA")));
        using var stranger = host.ClientWith("not-the-token");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Burst).Select(_ => fast.Scim.GetAsync("Users")));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.TooManyRequests);
        for (var n = 0; n < 3 * Burst; n++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri(other.Scim.BaseAddress!, "Users"))).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await other.Scim.GetAsync("Users")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Admin.GetAsync("/admin/api/directories")).StatusCode);
    }

    [Fact]
    public async Task Is_told_so_where_it_asks_for_access_tokens()
    {
        await using var host = New();
        using var client = host.ClientWith(null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Burst).Select(_ => client.PostAsync("/oauth/token", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "directory_x", ["client_secret"] = "guess" }))));

        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 1, 3 * Burst);
        Assert.All(answers.Except(refused), a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        Assert.InRange(refused[0].Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal("temporarily_unavailable", (string?)JsonNode.Parse(await refused[0].Content.ReadAsStringAsync())!["error"]);
    }

    [Fact]
    public async Task Is_served_as_fast_as_it_asks_where_the_limit_is_off()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Limits:RequestsPerSecond", "0"), ("Limits:Burst", "1"));
        var directory = await host.NewDirectoryAsync();

        for (var n = 0; n < 20; n++) Assert.Equal(HttpStatusCode.OK, (await directory.Scim.GetAsync("Users")).StatusCode);
    }
}
