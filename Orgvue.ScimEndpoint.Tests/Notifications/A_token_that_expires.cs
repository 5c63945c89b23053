using System.Net;
using System.Net.Http.Json;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

public sealed class A_token_that_expires
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_told_of_once_two_weeks_before(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server(provider);
        var directory = await host.NewDirectoryAsync();
        await host.HookAsync(receiver.Url);
        var tokens = $"/admin/api/directories/{directory.Id}/tokens";
        var first = (await host.Admin.GetAsync(tokens, HttpStatusCode.OK))["items"]![0]!;
        var gone = await host.Admin.PostAsync(tokens, new { validFor = "90.00:00:00" }, HttpStatusCode.Created);
        foreach (var over in new[] { first, gone }) await host.Admin.DeleteAsync($"{tokens}/{over["tokenId"]}", HttpStatusCode.NoContent);
        var made = await host.Admin.PostAsync(tokens, new { validFor = "90.00:00:00" }, HttpStatusCode.Created);
        Assert.Equal("2027-02-21T09:00:00Z", (string)made["expiresAt"]!);
        await host.Admin.PostAsync(tokens, new { expiresAt = "2027-02-22T10:00:00+01:00" }, HttpStatusCode.Created);
        Assert.Equal(["2027-02-21T09:00:00Z", "2027-02-21T09:00:00Z", "2027-02-22T09:00:00Z"], (await host.Admin.GetAsync(tokens, HttpStatusCode.OK))["items"]!.AsArray()
            .Select(t => (string?)t!["expiresAt"]).OfType<string>().Order());

        host.Clock.Advance(TimeSpan.FromDays(76) - TimeSpan.FromMinutes(1));
        await host.SendDueAsync();
        Assert.Equal(0, receiver.Waiting);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.SendDueAsync();

        var told = (await receiver.NextAsync()).Json();
        Assert.Equal(("token.expiring", (string)made["tokenId"]!, directory.Id, null), ((string)told["event"]!, (string)told["data"]!["tokenId"]!,
            (string)told["data"]!["directoryId"]!, (string?)told["data"]!["tenantId"]));
        Assert.StartsWith($"The token …{made["suffix"]} of directory Contoso (staging) expires on 2027-02-21 09:00 UTC (in 13 days); it was never used.",
            (string)told["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain((string)made["token"]!, told.ToJsonString(), StringComparison.Ordinal);
        for (var days = 0; days < 20; days++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await host.SendDueAsync();
        }
        // The other one, a day later; each once.
        Assert.NotEqual((string)made["tokenId"]!, (string)(await receiver.NextAsync()).Json()["data"]!["tokenId"]!);
        Assert.Equal(0, receiver.Waiting);
    }

    [Fact]
    public async Task Opens_nothing_when_its_time_is_over()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var made = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { validFor = "00:10:00" }, HttpStatusCode.Created);
        using var client = host.ClientWith((string)made["token"]!);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await directory.Scim.GetAsync("Users")).StatusCode);
    }

    [Fact]
    public async Task Is_told_of_to_whoever_comes_to_listen_in_time()
    {
        await using var host = Hooks.Server();
        var directory = await host.NewDirectoryAsync();
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { validFor = "30.00:00:00" }, HttpStatusCode.Created);
        host.Clock.Advance(TimeSpan.FromDays(20));
        await host.SendDueAsync();
        Assert.Empty(await host.DeliveriesAsync());

        await host.HookAsync("http://127.0.0.1:9/");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.SendDueAsync();

        Assert.Equal(EventName.TokenExpiring, Assert.Single(await host.DeliveriesAsync()).Event);
    }

    [Theory]
    [InlineData(365, 350, false)]
    [InlineData(365, 351, true)]
    [InlineData(365, 400, true)]
    [InlineData(20, 9, false)]
    [InlineData(20, 10, true)]
    public void Is_told_of_two_weeks_before_or_when_half_its_time_is_over(int days, int after, bool due) =>
        Assert.Equal(due, TokenExpiry.IsDue(Start, Start.AddDays(days), TimeSpan.FromDays(14), Start.AddDays(after)));

    [Theory]
    [InlineData("""{ "validFor": "90 days" }""", "validFor", "format")]
    [InlineData("""{ "validFor": "-1.00:00:00" }""", "validFor", "range")]
    [InlineData("""{ "validFor": "00:00:00" }""", "validFor", "range")]
    [InlineData("""{ "validFor": "10000000.00:00:00" }""", "validFor", "range")]
    [InlineData("""{ "expiresAt": "2026-11-23T09:00:00Z" }""", "expiresAt", "range")]
    [InlineData("""{ "expiresAt": "9999-12-31T23:59:59Z" }""", "expiresAt", "range")]
    [InlineData("""{ "expiresAt": "2027-01-01T00:00:00Z", "validFor": "1.00:00:00" }""", "validFor", "exclusive")]
    public async Task Cannot_be_asked_for_in_a_way_that_makes_no_sense(string body, string field, string rule)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var problem = await Answers.ReadAsync(host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest);

        Assert.Equal((field, rule), ((string)problem["errors"]![0]!["field"]!, (string)problem["errors"]![0]!["rule"]!));
    }

    [Fact]
    public async Task Is_not_what_one_is_without_a_body()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        using var answer = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", null);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Null((string?)(await answer.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>())!["expiresAt"]);
    }
}
