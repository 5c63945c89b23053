using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>People sign in to the console with a password or a key; a cookie says who they are, and an anti-forgery token that they meant it.</summary>
public sealed class Signing_in
{
    const string Password = "correct horse battery";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Opens_what_the_role_may_and_is_named_in_the_audit_trail(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await AddAsync(host, "Anna", "administrator");
        using var browser = host.ClientWith(null);

        var me = await InAsync(browser, new { name = " anna ", password = Password });

        Assert.Equal(("Anna", "administrator"), ((string)me["name"]!, (string)me["role"]!));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/api/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/odata/Accounts")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(browser, "/admin/api/directories", NewDirectory, (string)me["antiForgeryToken"]!));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/ACME/accounts?environment=staging")).StatusCode);
        var entry = (await AuditAsync(host)).Single(e => (string?)e["subject"] == "Directory" || (string?)e["subject"] == "directory");
        Assert.Equal("Anna", (string)entry["actor"]!);
    }

    [Fact]
    public async Task Changes_nothing_without_the_token_of_whoever_signed_in()
    {
        await using var host = new Host();
        await AddAsync(host, "Anna", "administrator");
        await AddAsync(host, "Otto", "operator");
        using var anna = host.ClientWith(null);
        using var otto = host.ClientWith(null);
        var annas = (string)(await InAsync(anna, new { name = "Anna", password = Password }))["antiForgeryToken"]!;
        var ottos = (string)(await InAsync(otto, new { name = "Otto", password = Password }))["antiForgeryToken"]!;

        foreach (var token in new[] { null, "", "CfDJ8", ottos, annas[..^1] })
            Assert.Equal((token, HttpStatusCode.Unauthorized), (token, await PostAsync(anna, "/admin/api/directories", NewDirectory, token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(anna, "/api/v1/ACME/accounts?environment=staging", new { email = "a@b.example" }, null));
        var why = await (await anna.PostAsJsonAsync("/admin/api/directories", NewDirectory)).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Contains("X-Anti-Forgery", (string)why!["detail"]!, StringComparison.Ordinal);
        Assert.False(await host.Store.ReadAsync(db => db.Directories.AnyAsync()));

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(otto, "/admin/api/directories", NewDirectory, ottos));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(anna, "/admin/api/directories", NewDirectory, annas));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_locked_after_five_wrong_passwords_however_fast_they_come(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await AddAsync(host, "Anna", "administrator");
        using var browser = host.ClientWith(null);

        // Those who wait too long for their turn are told so, and are no guesses.
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => TryAsync(browser, "Anna", $"guess number {n}")));
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{a.Status}"));
        for (var n = 0; n < 5; n++) await TryAsync(browser, "Anna", "another guess");
        var locked = await TryAsync(browser, "Anna", Password);
        var unknown = await TryAsync(browser, "Nobody", Password);

        Assert.Equal(HttpStatusCode.Unauthorized, locked.Status);
        Assert.Equal(unknown, locked);
        Assert.NotNull((await PeopleAsync(host)).Single()["lockedUntil"]);
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, "Anna", Password)).Status);
        Assert.Null((await PeopleAsync(host)).Single()["lockedUntil"]);
    }

    [Fact]
    public async Task Is_unlocked_by_an_administrator_and_a_right_password_forgets_the_wrong_ones()
    {
        await using var host = new Host();
        await AddAsync(host, "Anna", "reader");
        using var browser = host.ClientWith(null);
        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < 4; n++) Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(browser, "Anna", "a wrong guess")).Status);
            Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, "Anna", Password)).Status);
        }
        for (var n = 0; n < 5; n++) await TryAsync(browser, "Anna", "a wrong guess");
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(browser, "Anna", Password)).Status);

        Assert.Equal(HttpStatusCode.OK, (await host.Admin.PatchAsJsonAsync("/admin/api/administrators/Anna", new { unlock = true })).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, "Anna", Password)).Status);
    }

    [Theory]
    [InlineData("a new password")]
    [InlineData("another role")]
    [InlineData("removed")]
    [InlineData("signed out")]
    [InlineData("eight hours")]
    public async Task Ends(string by)
    {
        await using var host = new Host();
        var id = (string)(await AddAsync(host, "Anna", "administrator"))["administratorId"]!;
        using var browser = host.ClientWith(null);
        var token = (string)(await InAsync(browser, new { name = "Anna", password = Password }))["antiForgeryToken"]!;
        host.Clock.Advance(TimeSpan.FromHours(7.9));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/api/me")).StatusCode);

        switch (by)
        {
            case "a new password": await host.Admin.PatchAsJsonAsync($"/admin/api/administrators/{id}", new { password = "battery staple horse" }); break;
            case "another role": await host.Admin.PatchAsJsonAsync($"/admin/api/administrators/{id}", new { role = "reader" }); break;
            case "removed": await host.Admin.DeleteAsync($"/admin/api/administrators/{id}"); break;
            case "signed out": Assert.Equal(HttpStatusCode.NoContent, await PostAsync(browser, "/admin/api/sign-out", null, token)); break;
            case "eight hours": host.Clock.Advance(TimeSpan.FromHours(0.2)); break;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/admin/api/me")).StatusCode);
    }

    [Fact]
    public async Task With_a_key_ends_with_the_key()
    {
        await using var host = new Host();
        var made = await (await host.Admin.PostAsJsonAsync("/admin/api/keys", new { name = "Rita", role = "reader" })).Content.ReadFromJsonAsync<JsonObject>();
        using var browser = host.ClientWith(null);
        using var first = host.ClientWith(null);

        var me = await InAsync(browser, new { key = (string)made!["key"]! });
        Assert.Equal(("Rita", "reader"), ((string)me["name"]!, (string)me["role"]!));
        Assert.Equal("administrator", (string)(await InAsync(first, new { key = Host.AdminKey }))["role"]!);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/api/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/admin/api/administrators")).StatusCode);

        Assert.NotNull(JsonNode.Parse(await host.Admin.GetStringAsync("/admin/api/keys"))!["items"]![0]!["lastUsedAt"]);
        await host.Admin.DeleteAsync($"/admin/api/keys/{made["keyId"]}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/admin/api/directories")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/admin/api/directories")).StatusCode);
    }

    [Fact]
    public async Task Sets_a_cookie_that_scripts_cannot_read_and_other_sites_cannot_send()
    {
        await using var host = new Host();
        await AddAsync(host, "Anna", "administrator");
        using var plain = host.CreateClient(new() { HandleCookies = false });
        using var secure = host.CreateClient(new() { HandleCookies = false, BaseAddress = new("https://localhost") });

        var cookies = new List<string>();
        foreach (var client in new[] { plain, secure })
        {
            var answer = await client.PostAsJsonAsync("/admin/api/sign-in", new { name = "Anna", password = Password });
            cookies.AddRange(answer.Headers.GetValues("Set-Cookie").Where(c => c.StartsWith("orgvue_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }

        Assert.Equal(4, cookies.Count);
        Assert.All(cookies, c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, c => Assert.Contains("samesite=strict", c, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("secure", cookies[1], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookies[3], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Is_nothing_with_a_cookie_of_another_make_or_beside_a_wrong_key()
    {
        await using var host = new Host();
        await AddAsync(host, "Anna", "administrator");
        using var client = host.CreateClient(new() { HandleCookies = false });
        var answer = await client.PostAsJsonAsync("/admin/api/sign-in", new { name = "Anna", password = Password });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("orgvue_console", StringComparison.Ordinal)).Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, await GetAsync(client, cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client, cookie[..^4] + "AAAA"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client, "orgvue_console=CfDJ8AAAA"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client, cookie, "Bearer wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client, cookie, "Basic YTpi"));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name":"Anna"}""")]
    [InlineData("""{"name":"Anna","password":""}""")]
    [InlineData("""{"name":"Anna","password":"x","key":"y"}""")]
    [InlineData("""{"key":""}""")]
    [InlineData("""{"name":["Anna"],"password":"x"}""")]
    [InlineData("""[]""")]
    public async Task Says_what_it_expected(string body)
    {
        await using var host = new Host();
        using var browser = host.ClientWith(null);

        var answer = await browser.PostAsync("/admin/api/sign-in", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Keeps_no_password_and_no_hash_where_anybody_reads()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        await AddAsync(host, "Anna", "administrator");
        var made = await (await host.Admin.PostAsJsonAsync("/admin/api/administrators", new { name = "Otto", role = "operator" })).Content.ReadFromJsonAsync<JsonObject>();
        var generated = (string)made!["password"]!;
        using var browser = host.ClientWith(null);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, "Otto", generated)).Status);

        var rows = await host.Store.ReadAsync(db => db.Administrators.AsNoTracking().ToListAsync());
        var read = await host.Admin.GetStringAsync("/admin/api/administrators") + await host.Admin.GetStringAsync("/admin/api/audit") + await host.Admin.GetStringAsync("/odata/Changes");

        Assert.All(rows, r => Assert.DoesNotContain(r.PasswordHash, read, StringComparison.Ordinal));
        foreach (var secret in new[] { Password, generated }) Assert.DoesNotContain(secret, read + string.Concat(rows.Select(r => r.PasswordHash)), StringComparison.Ordinal);
        Assert.Contains("signedInAt", read, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("", "administrator", Password)]
    [InlineData("Anna", null, Password)]
    [InlineData("Anna", "king", Password)]
    [InlineData("Anna", "reader", "too short")]
    [InlineData("Anna", "reader", "aaaaaaaaaaaaaaa")]
    [InlineData("Anna", "reader", "anna and anna and")]
    [InlineData("6f2b3c1e-0000-7000-8000-000000000000", "reader", Password)]
    public async Task Takes_a_name_a_role_and_a_good_password(string name, string? role, string password)
    {
        await using var host = new Host();

        var answer = await host.Admin.PostAsJsonAsync("/admin/api/administrators", new { name, role, password });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(password, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await PeopleAsync(host));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Knows_a_name_once_in_any_case(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await AddAsync(host, "Anna", "reader");

        Assert.Equal(HttpStatusCode.Conflict, (await host.Admin.PostAsJsonAsync("/admin/api/administrators", new { name = "ANNA", role = "reader" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Admin.PatchAsJsonAsync("/admin/api/administrators/Otto", new { unlock = true })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Admin.PatchAsJsonAsync("/admin/api/administrators/anna", new { })).StatusCode);
        Assert.Single(await PeopleAsync(host));
    }

    static readonly object NewDirectory = new
    {
        name = "Contoso", provider = "generic", environment = "staging",
        tenants = new[] { new { tenantId = "ACME", mode = "singleTenant", groupPrefix = "IAMAPP_Orgvue_SCIM_" } },
    };

    static async Task<JsonObject> AddAsync(Host host, string name, string role)
    {
        var answer = await host.Admin.PostAsJsonAsync("/admin/api/administrators", new { name, role, password = Password });
        var made = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True(answer.StatusCode == HttpStatusCode.Created, made.ToJsonString());
        Assert.Null(made["password"]);
        return made;
    }

    static async Task<JsonNode> InAsync(HttpClient browser, object credentials)
    {
        var answer = await browser.PostAsJsonAsync("/admin/api/sign-in", credentials);
        var me = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True(answer.IsSuccessStatusCode, me.ToJsonString());
        return me;
    }

    static async Task<(HttpStatusCode Status, string Detail)> TryAsync(HttpClient browser, string name, string password)
    {
        var answer = await browser.PostAsJsonAsync("/admin/api/sign-in", new { name, password });
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!);
    }

    static async Task<HttpStatusCode> PostAsync(HttpClient browser, string path, object? body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null) request.Headers.TryAddWithoutValidation("X-Anti-Forgery", token);
        return (await browser.SendAsync(request)).StatusCode;
    }

    static async Task<HttpStatusCode> GetAsync(HttpClient client, string cookie, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/api/directories");
        request.Headers.Add("Cookie", cookie);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return (await client.SendAsync(request)).StatusCode;
    }

    static async Task<IReadOnlyList<JsonNode>> PeopleAsync(Host host) => [.. JsonNode.Parse(await host.Admin.GetStringAsync("/admin/api/administrators"))!["items"]!.AsArray()!];

    static async Task<IReadOnlyList<JsonNode>> AuditAsync(Host host) => [.. JsonNode.Parse(await host.Admin.GetStringAsync("/admin/api/audit"))!["items"]!.AsArray()!];
}
