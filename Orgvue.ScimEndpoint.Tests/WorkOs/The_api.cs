using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>The emulated WorkOS API at the server's root: who may, what is refused and how, and what a client finds.</summary>
public sealed class The_api
{
    public static TheoryData<StorageProvider> Providers => Host.Providers;

    [Theory]
    [InlineData("GET", "/directories", 401, "unauthorized")]
    [InlineData("GET", "/directory_users?directory=x", 401, "unauthorized")]
    [InlineData("DELETE", "/directories/x", 401, "unauthorized")]
    [InlineData("GET", "/events", 401, "unauthorized")]
    [InlineData("GET", "/events/nothing", 404, "not_found")]
    [InlineData("GET", "/directories/x/y/z", 404, "not_found")]
    [InlineData("GET", "/Directory_Users/x/y", 404, "not_found")]
    [InlineData("POST", "/directories", 405, "method_not_allowed")]
    [InlineData("PUT", "/directory_groups/x", 405, "method_not_allowed")]
    public async Task Refuses_in_WorkOSs_shape(string method, string path, int status, string code)
    {
        await using var host = Emulated.On();
        foreach (var bearer in new[] { null, "sk_wrong", Host.AdminKey })
        {
            var answer = await host.ClientWith(bearer).SendAsync(new(new(method), path));
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

            Assert.Equal((status, "application/json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.Equal(code, (string)body["code"]!);
            Assert.NotEmpty((string)body["message"]!);
        }
    }

    [Fact]
    public async Task Is_off_without_a_key_and_says_how_to_turn_it_on()
    {
        await using var host = new Host();

        foreach (var bearer in new[] { null, "sk_any", Host.AdminKey })
        {
            var refused = await host.ClientWith(bearer).GetAsync("/directories", HttpStatusCode.Forbidden);
            Assert.Equal("api_off", (string)refused["code"]!);
            Assert.Contains("WorkOs__ApiKey", (string)refused["message"]!, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Shows_directories_users_and_groups(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var client = host.ClientWith(Emulated.Key);
        var directory = await host.NewDirectoryAsync(tenants: new TestTenant(Domains: ["contoso.example"]));
        var other = await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM"));
        var zoe = await directory.WholeUserAsync();
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var bare = await directory.UserAsync("bare");
        var group = await directory.RoleAsync("user", zoe, bare);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await directory.RoleAsync("admin", zoe);

        var shown = await client.GetAsync($"/directories/{directory.Id}", HttpStatusCode.OK);
        var user = await client.GetAsync($"/directory_users/{Emulated.UserId(zoe)}", HttpStatusCode.OK);
        var shownGroup = await client.GetAsync($"/directory_groups/{Emulated.GroupId(group)}", HttpStatusCode.OK);

        Assert.Equal(
            [
                "/object", "/id", "/organization_id", "/external_key", "/type", "/state", "/name", "/domain", "/created_at", "/updated_at",
            ], Emulated.Shape(shown));
        Assert.Equal(("generic scim v2.0", "linked", "contoso.example"), ((string)shown["type"]!, (string)shown["state"]!, (string)shown["domain"]!));
        Assert.Equal(
            [
                "object", "id", "directory_id", "organization_id", "idp_id", "email", "first_name", "last_name", "name", "state", "raw_attributes",
                "custom_attributes", "emails", "job_title", "username", "created_at", "updated_at", "groups",
            ], user.AsObject().Select(p => p.Key));
        Assert.Equal([Emulated.GroupId(group), Emulated.GroupId(second)], user["groups"]!.AsArray().Select(g => (string)g!["id"]!));
        Assert.Equal(ExactJson.Text(shownGroup), ExactJson.Text(user["groups"]![0]));
        Assert.Equal(["object", "id", "idp_id", "directory_id", "organization_id", "name", "raw_attributes", "created_at", "updated_at"], shownGroup.AsObject().Select(p => p.Key));

        var organization = WireId.OrganizationOf(directory.Id);
        Assert.Equal([directory.Id], await IdsAsync(client, $"/directories?organization_id={organization}"));
        Assert.Equal([other.Id], await IdsAsync(client, "/directories?search=fABRI"));
        Assert.Equal([other.Id, directory.Id], await IdsAsync(client, "/directories?search="));
        Assert.Empty(await IdsAsync(client, "/directories?organization_id=org_none"));
        Assert.Equal([Emulated.UserId(zoe), Emulated.UserId(bare)], await IdsAsync(client, $"/directory_users?group={Emulated.GroupId(group)}&order=asc"));
        Assert.Equal([Emulated.UserId(zoe)], await IdsAsync(client, $"/directory_users?directory={directory.Id}&idp_id=8e1f0c7a"));
        Assert.Equal([Emulated.UserId(bare)], await IdsAsync(client, $"/directory_users?directory={directory.Id}&idp_id={bare}"));
        Assert.Empty(await IdsAsync(client, $"/directory_users?directory={directory.Id}&idp_id={zoe}"));
        Assert.Equal([Emulated.UserId(bare)], await IdsAsync(client, $"/directories/{directory.Id}/users?email=BARE%40contoso.example"));
        Assert.Empty(await IdsAsync(client, $"/directories/{directory.Id}/users?email=bare%40contoso.example&group={Emulated.GroupId(second)}"));
        Assert.Equal([Emulated.UserId(zoe)], await IdsAsync(client, $"/directories/{directory.Id}/users?idp_id=8e1f0c7a&group={Emulated.GroupId(second)}"));
        Assert.Equal([Emulated.GroupId(group), Emulated.GroupId(second)], await IdsAsync(client, $"/directory_groups?user={Emulated.UserId(zoe)}&order=asc"));
        Assert.Equal([Emulated.GroupId(second), Emulated.GroupId(group)], await IdsAsync(client, $"/directories/{directory.Id}/groups"));
        Assert.Empty(await IdsAsync(client, $"/directory_users?directory={other.Id}"));
        Assert.Equal(ExactJson.Text(user), ExactJson.Text(await client.GetAsync($"/directories/{directory.Id}/users/{Emulated.UserId(zoe)}", HttpStatusCode.OK)));
        Assert.Equal(ExactJson.Text(shownGroup), ExactJson.Text(await client.GetAsync($"/directories/{directory.Id}/groups/{Emulated.GroupId(group)}", HttpStatusCode.OK)));
        await NotFoundAsync(client, $"/directories/{other.Id}/users/{Emulated.UserId(zoe)}");
        await NotFoundAsync(client, $"/directories/{other.Id}/groups/{Emulated.GroupId(group)}");
        await NotFoundAsync(client, $"/directory_users?directory={other.Id}&group={Emulated.GroupId(group)}");
        await NotFoundAsync(client, $"/directory_groups?directory={other.Id}&user={Emulated.UserId(zoe)}");
    }

    [Theory]
    [InlineData("/directories/directory_01KVN0RGVVE0D1RECT0RY00001")]
    [InlineData("/directories/x")]
    [InlineData("/directory_users/directory_user_01KVN0RGVVE0VSER0000000001")]
    [InlineData("/directory_users/%01%7F")]
    [InlineData("/directory_groups/directory_group_81KVN0RGVVE0GR0VP0000000001")]
    [InlineData("/directory_users?directory=nothing")]
    [InlineData("/directory_users?group=nothing")]
    [InlineData("/directory_groups?user=directory_user_01KVN0RGVVE0VSER0000000001")]
    [InlineData("/directories/none/users")]
    [InlineData("/directories/none/groups")]
    public async Task Does_not_find_what_is_not_there(string path)
    {
        await using var host = Emulated.On();
        await host.NewDirectoryAsync();

        await NotFoundAsync(host.ClientWith(Emulated.Key), path);
    }

    [Theory]
    [InlineData("/directories?limit=0", "limit:invalid_limit")]
    [InlineData("/directories?limit=101", "limit:invalid_limit")]
    [InlineData("/directories?limit=ten", "limit:invalid_limit")]
    [InlineData("/directories?limit=-1&order=up", "limit:invalid_limit order:invalid_order")]
    [InlineData("/directories?before=a&after=b", "before:before_and_after")]
    [InlineData("/directory_users", "directory:directory_or_group_required")]
    [InlineData("/directory_users?idp_id=1&email=2", "directory:directory_or_group_required idp_id:directory_required email:directory_required")]
    [InlineData("/directory_groups", "directory:directory_or_user_required")]
    [InlineData("/directories/x/users?limit=1000", "limit:invalid_limit")]
    [InlineData("/events?events=dsync.user.changed", "events:invalid_event")]
    [InlineData("/events?events=a%20b", "events:invalid_event")]
    [InlineData("/events?limit=9999999999999999999&range_start=yesterday&range_end=x", "limit:invalid_limit range_start:invalid_date range_end:invalid_date")]
    [InlineData("/events?after=event_1&range_start=2026-11-23", "range_start:range_start_and_after")]
    [InlineData("/events?range_start=2026-11-23&range_end=2026-11-22", "range_end:range_end_before_range_start")]
    [InlineData("/events?range_start=2026-10-01&range_end=2026-11-22", "range_end:range_too_long")]
    public async Task Refuses_parameters_by_their_names(string path, string errors)
    {
        await using var host = Emulated.On();

        var refused = await host.ClientWith(Emulated.Key).GetAsync(path, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("invalid_request_parameters", (string)refused["code"]!);
        Assert.Equal(errors, string.Join(' ', refused["errors"]!.AsArray().Select(e => $"{e!["field"]}:{e["code"]}")));
        Assert.NotEmpty((string)refused["message"]!);
    }

    [Theory]
    [InlineData("/directories?after=x")]
    [InlineData("/directories?before=directory_01KVN0RGVVE0D1RECT0RY00001")]
    [InlineData("/directory_users?directory={directory}&after=directory_user_01KVN0RGVVE0VSER0000000001")]
    [InlineData("/directory_users?directory={directory}&before=directory_group_01KVN0RGVVE0GR0VP0000000001")]
    [InlineData("/directory_groups?directory={directory}&after=directory_group_01KVN0RGVVE0GR0VP0000000001")]
    [InlineData("/events?after=event_01KVN0RGVVE0EVENT0000000001")]
    [InlineData("/events?after=%F0%9F%98%80%ED%A0%80")]
    public async Task Refuses_a_cursor_that_it_never_gave(string path)
    {
        await using var host = Emulated.On();
        var directory = await host.NewDirectoryAsync();

        var refused = await host.ClientWith(Emulated.Key).GetAsync(path.Replace("{directory}", directory.Id, StringComparison.Ordinal), HttpStatusCode.BadRequest);

        Assert.Equal("unknown_cursor", (string)refused["code"]!);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Tears_a_directory_down_without_losing_it(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var client = host.ClientWith(Emulated.Key);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();

        var told = await host.EventsAsync(() => client.DeleteAsync($"/directories/{directory.Id}", HttpStatusCode.Accepted));

        Assert.Equal(["dsync.deleted"], Emulated.Names(told));
        await NotFoundAsync(client, $"/directories/{directory.Id}");
        await NotFoundAsync(client, $"/directory_users/{Emulated.UserId(ada)}");
        await NotFoundAsync(client, $"/directory_users?directory={directory.Id}");
        await Answers.DeleteAsync(client, $"/directories/{directory.Id}", HttpStatusCode.NotFound);
        Assert.Empty(await IdsAsync(client, "/directories"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await directory.Scim.GetAsync("Users")).StatusCode);
        var organization = WireId.OrganizationOf(directory.Id);
        Assert.Equal("dsync.deleted", (string)(await client.GetAsync($"/events?organization_id={organization}&limit=100", HttpStatusCode.OK))["data"]!.AsArray()[^1]!["event"]!);

        Assert.Equal(["dsync.activated"], await host.NamesAsync(
            () => host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { state = "linked" }, HttpStatusCode.OK)));
        Assert.Equal([Emulated.UserId(ada)], await IdsAsync(client, $"/directory_users?directory={directory.Id}"));
        Assert.Equal(["ada: user"], await host.AccountsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Does_not_speak_for_a_directory_that_lives_at_WorkOS(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var client = host.ClientWith(Emulated.Key);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { provider = "workos" }, HttpStatusCode.OK);

        Assert.Empty(await IdsAsync(client, "/directories"));
        await NotFoundAsync(client, $"/directories/{directory.Id}");
        await NotFoundAsync(client, $"/directory_users/{Emulated.UserId(ada)}");
    }

    [Fact]
    public async Task Answers_HEAD_as_GET_without_the_body()
    {
        await using var host = Emulated.On();
        await host.NewDirectoryAsync();
        foreach (var (bearer, status) in new[] { (Emulated.Key, HttpStatusCode.OK), (null, HttpStatusCode.Unauthorized) })
        {
            var answer = await host.ClientWith(bearer).SendAsync(new(HttpMethod.Head, "/directories"));

            Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Says_that_it_is_JSON_wherever_it_answers()
    {
        await using var host = Emulated.On();

        foreach (var path in new[] { "/directories", "/directories/x", "/directories?limit=x", "/events", "/directory_users", "/webhook_endpoints/x/y" })
            Assert.Equal("application/json", (await host.ClientWith(Emulated.Key).GetAsync(path)).Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Says_in_its_shape_that_the_server_failed()
    {
        await using var host = Emulated.On(StorageProvider.Sqlite);
        await host.Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("DROP TABLE \"WorkOsEvents\""));

        var failed = await host.ClientWith(Emulated.Key).GetAsync("/events", HttpStatusCode.InternalServerError);

        Assert.Equal("internal_error", (string)failed["code"]!);
        Assert.NotEmpty((string)failed["message"]!);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Never_fails_whatever_is_asked(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var client = host.ClientWith(Emulated.Key);
        var directory = await host.NewDirectoryAsync();
        var user = await directory.UserAsync("ada");
        string[] paths = ["/directories", "/directory_users", "/directory_groups", "/events", $"/directories/{directory.Id}/users", $"/directories/{directory.Id}/groups"];
        string[] names =
        [
            "before", "after", "limit", "order", "organization_id", "search", "directory", "group", "user", "idp_id", "email", "events", "events[]", "events[x",
            "range_start", "range_end",
        ];
        string[] values =
        [
            "", "%00", "%ff", "%ED%A0%80", "😀", "-1", "1", "100", "99999999999999999999", "asc", "normal", "null", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00",
            "2026-11-23", "dsync.activated", ",,,", new('x', 5000), directory.Id, WireId.OrganizationOf(directory.Id), Emulated.UserId(user), user,
            "directory_user_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "event_00000000000000000000000000", "%25%5C%22'", "[]",
        ];

        var random = new Random(20261126);
        for (var n = 0; n < 400; n++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{names[random.Next(names.Length)]}={values[random.Next(values.Length)]}"));
            var path = $"{paths[random.Next(paths.Length)]}?{query}";

            var answer = await client.GetAsync(path);

            Assert.True((int)answer.StatusCode is 200 or 400 or 404 or 422, $"{(int)answer.StatusCode} {path}");
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
            Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync())![answer.IsSuccessStatusCode ? "data" : "message"]);
        }
    }

    static async Task<List<string>> IdsAsync(HttpClient client, string path) =>
        [.. (await client.GetAsync(path, HttpStatusCode.OK))["data"]!.AsArray().Select(i => (string)i!["id"]!)];

    static async Task NotFoundAsync(HttpClient client, string path) =>
        Assert.Equal("entity_not_found", (string)(await client.GetAsync(path, HttpStatusCode.NotFound))["code"]!);
}
