using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.OrgvueSide;

public sealed class Accounts_of_a_tenant
{
    const string Url = "/api/v1/ACME/accounts";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_added_by_hand_and_shown_whole(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();

        var made = await host.Admin.PostAsync(Url, new
        {
            email = "Ada@Contoso.example", roles = new[] { "sales", "ADMIN", "HR", "hr", "user" }, expiryDate = "2027-01-01T01:00:00+01:00",
            tokenAccess = true, hiddenFeatures = new[] { "charts" }, additionalProperties = new { cost = new[] { 1.50m }, name = "é" },
        }, HttpStatusCode.Created);
        var shown = await host.Admin.GetAsync($"{Url}/{made["accountId"]}", HttpStatusCode.OK);

        Assert.Equal(made.ToJsonString(), shown.ToJsonString());
        Assert.Equal(["HR", "admin", "sales", "user"], shown["roles"]!.AsArray().Select(r => (string)r!));
        Assert.Equal(["HR", "sales"], shown["userGroups"]!.AsArray().Select(r => (string)r!));
        Assert.Equal(("Ada@Contoso.example", true, "Active", "admin", "Manual"), ((string)shown["email"]!, (bool)shown["enabled"]!,
            (string)shown["status"]!, (string)shown["platformRole"]!, (string)shown["source"]!));
        Assert.Equal(("2027-01-01T00:00:00Z", true, "charts"), ((string)shown["expiryDate"]!, (bool)shown["tokenAccess"]!, (string)shown["hiddenFeatures"]![0]!));
        Assert.Equal("""{"cost":[1.50],"name":"é"}""", shown["additionalProperties"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Null(shown["lastSyncedAt"]);
        Assert.Null(shown["directoryUserId"]);
        Assert.Equal("2026-11-23T09:00:00Z", (string)shown["createdAt"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Edited_by_hand_are_noted_for_the_next_run_and_cause_none(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var user = await Seed.SyncedUserAsync(host, directory, "ada@contoso.example");
        var account = (await host.Admin.GetAsync(Url, HttpStatusCode.OK))["items"]![0]!;
        var url = $"{Url}/{account["accountId"]}";
        Assert.Equal(("Scim", user.ToString(), "2026-11-23T09:00:00Z"),
            ((string)account["source"]!, (string)account["directoryUserId"]!, (string)account["lastSyncedAt"]!));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var edited = await host.Admin.PatchAsync(url, new { email = "eve@contoso.example", roles = new[] { "admin" } }, HttpStatusCode.OK);
        var same = await host.Admin.PatchAsync(url, new { email = "eve@contoso.example", roles = new[] { "Admin" } }, HttpStatusCode.OK);

        Assert.Equal("admin", (string)edited["platformRole"]!);
        Assert.Equal("2026-11-23T09:01:00Z", (string)same["updatedAt"]!);
        var changes = await host.Store.ReadAsync(db => db.Changes.Where(c => c.Kind == ChangeKind.AccountEdited).ToListAsync());
        Assert.Equal(["ADA@CONTOSO.EXAMPLE", "EVE@CONTOSO.EXAMPLE"], changes.Select(c => c.EmailKey).Order());
        Assert.All(changes, c => Assert.Equal((false, user, directory.Key), (c.OpensWindow, c.UserId, c.DirectoryKey)));
        Assert.All(changes, c => Assert.Equal((string)account["accountId"]!, c.AccountId.ToString()));
        await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/window", HttpStatusCode.NoContent);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.RunDueAsync();
        Assert.Single((await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/runs", HttpStatusCode.OK))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Come_back_as_the_directory_has_them_with_the_next_run(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        foreach (var name in "ada bob cleo".Split(' ')) await Seed.SyncedUserAsync(host, directory, $"{name}@contoso.example");
        var before = (await host.Admin.GetAsync(Url, HttpStatusCode.OK))["items"]!.AsArray();
        var id = before.ToDictionary(a => (string)a!["email"]!, a => (string)a!["accountId"]!);

        await host.Admin.PatchAsync($"{Url}/{id["ada@contoso.example"]}", new { email = "x@y.example", roles = new[] { "admin", "hr" }, tokenAccess = true }, HttpStatusCode.OK);
        await host.Admin.PatchAsync($"{Url}/{id["bob@contoso.example"]}", new { enabled = false }, HttpStatusCode.OK);
        await host.Admin.DeleteAsync($"{Url}/{id["cleo@contoso.example"]}", HttpStatusCode.NoContent);
        await host.Admin.PostAsync(Url, new { email = "hand@made.example", roles = new[] { "user" } }, HttpStatusCode.Created);
        await Seed.UserAsync(host, directory, "dora@contoso.example");
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RunDueAsync();

        var after = (await host.Admin.GetAsync(Url, HttpStatusCode.OK))["items"]!.AsArray();
        Assert.Equal(["ada@contoso.example", "bob@contoso.example", "cleo@contoso.example", "dora@contoso.example"],
            after.Select(a => (string)a!["email"]!).Order());
        Assert.All(after, a => Assert.Equal(("Active", """["user"]"""), ((string)a!["status"]!, a["roles"]!.ToJsonString())));
        // Rule A9: what sync does not own survives it.
        Assert.True((bool)after.Single(a => (string)a!["email"]! == "ada@contoso.example")!["tokenAccess"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_one_an_email_whatever_its_case(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();
        await host.Admin.PostAsync(Url, new { email = "ada@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Created);
        var bob = await host.Admin.PostAsync(Url, new { email = "bob@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Created);

        var twice = await host.Admin.PostAsync(Url, new { email = "ADA@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Conflict);
        await host.Admin.PatchAsync($"{Url}/{bob["accountId"]}", new { email = "Ada@contoso.example" }, HttpStatusCode.Conflict);
        var recased = await host.Admin.PatchAsync($"{Url}/{bob["accountId"]}", new { email = "BOB@contoso.example" }, HttpStatusCode.OK);
        var found = await host.Admin.GetAsync($"{Url}?email=bOb@contoso.example", HttpStatusCode.OK);

        Assert.Equal(("AccountAlreadyExists", "40901"), ((string)twice["errors"]![0]!["name"]!, (string)twice["errors"]![0]!["code"]!));
        Assert.Equal("BOB@contoso.example", (string)recased["email"]!);
        Assert.Equal("BOB@contoso.example", (string)Assert.Single(found["items"]!.AsArray())!["email"]!);
    }

    [Theory]
    [InlineData("{}", "email: Give an e-mail address.")]
    [InlineData("""{"email":"ada"}""", "email: Expected an e-mail address such as name@example.com.")]
    [InlineData("""{"email":"a@b.example"}""", "roles: An enabled account holds the role admin or user.")]
    [InlineData("""{"email":"a@b.example","roles":["Administrator"]}""", "roles: An enabled account holds the role admin or user.")]
    [InlineData("""{"email":"a@b.example","roles":["user","hr,admin"]}""", "roles[1]: Holds \",\", which Orgvue separates roles with.")]
    [InlineData("""{"email":"a@b.example","roles":["user","a\u0001"]}""", "roles[1]: Holds a control character.")]
    [InlineData("""{"email":"a@b.example","roles":["user",null]}""", "roles[1]: Give a text that is not empty.")]
    [InlineData("""{"email":"a@b.example","roles":["user"],"additionalProperties":[]}""", "additionalProperties: Expected a JSON object.")]
    [InlineData("""{"email":"a@b.example","roles":["user"],"additionalProperties":{"a":"\ud800"}}""", "additionalProperties: Holds half of a character (an unpaired surrogate).")]
    [InlineData("""{"email":"a@b.example","roles":["user"],"additionalProperties":{"\ud800":1}}""", "additionalProperties: Holds half of a character (an unpaired surrogate).")]
    [InlineData("""{"email":"a@b.example","roles":["user"],"expiryDate":"2027-01-01T00:00:00"}""", "expiryDate: Expected an instant such as 2026-11-23T09:00:00Z.")]
    [InlineData("""{"email":"a@b.example","roles":"user"}""", "roles: The value is not of the expected type.")]
    [InlineData("""{"email":1""", "email: ")]
    [InlineData("", "Send a JSON object as the body.")]
    public async Task Are_refused_as_Orgvue_refuses(string body, string message)
    {
        await using var host = new Host();
        await host.NewDirectoryAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var refusal = await Answers.ReadAsync(host.Admin.PostAsync(Url, content), HttpStatusCode.BadRequest);

        var error = refusal["errors"]!.AsArray().FirstOrDefault(e => ((string)e!["message"]!).StartsWith(message, StringComparison.Ordinal));
        Assert.True(error is not null, refusal.ToJsonString());
        Assert.Equal(("ValidationFailed", "40001"), ((string)error["name"]!, (string)error["code"]!));
    }

    [Theory]
    [InlineData("GET", "/api/v1/NONE/accounts", HttpStatusCode.NotFound, "40401")]
    [InlineData("GET", "/api/v1/ACME/accounts/x", HttpStatusCode.NotFound, "40402")]
    [InlineData("DELETE", "/api/v1/ACME/accounts/019ab000-0000-7000-8000-000000000000", HttpStatusCode.NotFound, "40402")]
    [InlineData("GET", "/api/v1/ACME/accounts?environment=production", HttpStatusCode.NotFound, "40401")]
    [InlineData("GET", "/api/v1/ACME/accounts?environment=test", HttpStatusCode.BadRequest, "40001")]
    [InlineData("GET", "/api/v1/ACME/accounts?limit=1001", HttpStatusCode.BadRequest, "40001")]
    [InlineData("GET", "/api/v1/ACME/nothing", HttpStatusCode.NotFound, "40400")]
    [InlineData("PUT", "/api/v1/ACME/accounts", HttpStatusCode.MethodNotAllowed, "40500")]
    public async Task Answer_errors_in_Orgvues_shape(string method, string url, HttpStatusCode status, string code)
    {
        await using var host = new Host();
        await host.NewDirectoryAsync();

        var refusal = await Answers.ReadAsync(host.Admin.SendAsync(new(new(method), url)), status);

        Assert.Equal(code, (string)refusal["errors"]![0]!["code"]!);
    }

    [Fact]
    public async Task Want_json_and_the_key()
    {
        await using var host = new Host();
        await host.NewDirectoryAsync();
        using var content = new StringContent("email=a", Encoding.UTF8, "application/x-www-form-urlencoded");

        var form = await Answers.ReadAsync(host.Admin.PostAsync(Url, content), HttpStatusCode.UnsupportedMediaType);
        var without = await host.ClientWith(null).GetAsync(Url, HttpStatusCode.Unauthorized);
        var wrong = await host.ClientWith("wrong").GetAsync(Url, HttpStatusCode.Unauthorized);

        Assert.Equal("41500", (string)form["errors"]![0]!["code"]!);
        Assert.Equal("40101", (string)without["errors"]![0]!["code"]!);
        Assert.Equal("40102", (string)wrong["errors"]![0]!["code"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_the_productions_where_both_environments_have_the_tenant(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();
        await host.NewDirectoryAsync("B", "production");

        await host.Admin.PostAsync(Url, new { email = "p@b.example", roles = new[] { "user" } }, HttpStatusCode.Created);
        await host.Admin.PostAsync(Url + "?environment=Staging", new { email = "s@b.example", roles = new[] { "user" } }, HttpStatusCode.Created);

        Assert.Equal("p@b.example", (string)Assert.Single((await host.Admin.GetAsync(Url, HttpStatusCode.OK))["items"]!.AsArray())!["email"]!);
        Assert.Equal("s@b.example", (string)Assert.Single((await host.Admin.GetAsync(Url + "?environment=staging", HttpStatusCode.OK))["items"]!.AsArray())!["email"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_listed_page_by_page(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();
        for (var i = 0; i < 5; i++) await host.Admin.PostAsync(Url, new { email = $"{i}@b.example", roles = new[] { "user" } }, HttpStatusCode.Created);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await host.Admin.GetAsync($"{Url}?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}", HttpStatusCode.OK);
            seen.AddRange(page["items"]!.AsArray().Select(a => (string)a!["email"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(["0@b.example", "1@b.example", "2@b.example", "3@b.example", "4@b.example"], seen.Order());
    }

    [Fact]
    public async Task Keep_what_a_refused_edit_would_have_changed_and_note_nothing_without_a_configuration()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var configuration = (await host.Admin.GetAsync("/admin/api/configurations", HttpStatusCode.OK))["items"]![0]!["configurationId"];
        await host.Admin.PatchAsync($"/admin/api/configurations/{configuration}", new { enabled = false }, HttpStatusCode.OK);
        var made = await host.Admin.PostAsync(Url, new { email = "a@b.example", roles = new[] { "user" } }, HttpStatusCode.Created);

        await host.Admin.PatchAsync($"{Url}/{made["accountId"]}", new { tokenAccess = true, roles = Array.Empty<string>() }, HttpStatusCode.BadRequest);
        var disabled = await host.Admin.PatchAsync($"{Url}/{made["accountId"]}", new { enabled = false, roles = Array.Empty<string>() }, HttpStatusCode.OK);

        Assert.Equal((false, "Inactive"), ((bool)disabled["tokenAccess"]!, (string)disabled["status"]!));
        Assert.Null(disabled["platformRole"]);
        Assert.False(await host.Store.ReadAsync(db => db.Changes.AnyAsync(c => c.DirectoryKey == directory.Key && c.Kind == ChangeKind.AccountEdited)));
    }
}
