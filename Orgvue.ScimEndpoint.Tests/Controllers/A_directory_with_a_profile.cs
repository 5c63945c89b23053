using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

public sealed class A_directory_with_a_profile
{
    const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    [Fact]
    public async Task Is_created_shown_and_edited_with_it()
    {
        await using var host = new Host();

        var made = await host.Admin.PostAsync("/admin/api/directories", new { name = "A", profile = "workos" }, HttpStatusCode.Created);
        var shown = await host.Admin.GetAsync($"/admin/api/directories/{made["directoryId"]}", HttpStatusCode.OK);
        var edited = await host.Admin.PatchAsync($"/admin/api/directories/{made["directoryId"]}", new { profile = "strict" }, HttpStatusCode.OK);
        var plain = await host.NewDirectoryAsync();
        var refused = await host.Admin.PostAsync("/admin/api/directories", new { name = "B", profile = "lenient" }, HttpStatusCode.BadRequest);

        Assert.Equal(("workos", "strict"), ((string)shown["profile"]!, (string)edited["profile"]!));
        Assert.Equal("tolerant", (string)(await host.Admin.GetAsync($"/admin/api/directories/{plain.Id}", HttpStatusCode.OK))["profile"]!);
        Assert.Contains("tolerant, strict, workos, interop", refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_refuses_what_the_tolerant_one_serves_from_the_next_request_on()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var user = await directory.UserAsync("ada");
        var deviating = Pushes.Patch(new { op = "Replace", path = "active", value = "False" });
        await directory.Scim.PatchAsync($"Users/{user}", deviating, HttpStatusCode.OK);

        await host.Admin.PatchAsync($"/admin/api/directories/{directory.Id}", new { profile = "strict" }, HttpStatusCode.OK);
        var refused = await directory.Scim.PatchAsync($"Users/{user}", deviating, HttpStatusCode.BadRequest);

        Assert.Equal("invalidSyntax", (string)refused["scimType"]!);
    }

    [Fact]
    public async Task Strict_takes_both_media_types_of_the_rfc()
    {
        await using var host = new Host();
        var directory = await WithAsync(host, "strict");

        foreach (var type in new[] { "application/json", "application/scim+json" })
        {
            var body = $$"""{"schemas":["{{User}}"],"userName":"{{type}}"}""";
            await Answers.ReadAsync(directory.PostAsync("Users", new StringContent(body, Encoding.UTF8, type)), HttpStatusCode.Created);
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task WorkOS_compares_userName_ignoring_case_409_on_a_duplicate(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await WithAsync(host, "workos");
        await CreateAsync(directory, "Ada@x.example");

        var none = await directory.PostAsync("Users", new { schemas = new[] { User } }, HttpStatusCode.BadRequest);
        var second = await directory.PostAsync("Users", new { schemas = new[] { User }, userName = "ADA@x.example" }, HttpStatusCode.Conflict);

        Assert.Equal(("invalidValue", "uniqueness"), ((string)none["scimType"]!, (string)second["scimType"]!));
    }

    [Fact]
    public async Task WorkOS_wants_a_usable_email_and_copies_a_userName_that_is_one()
    {
        await using var host = new Host();
        var directory = await WithAsync(host, "workos");

        var missing = await directory.PostAsync("Users", new { schemas = new[] { User }, userName = "ada" }, HttpStatusCode.BadRequest);
        var copied = await directory.PostAsync("Users", new { schemas = new[] { User }, userName = "ada@x.example" }, HttpStatusCode.Created);

        Assert.Equal("Required attributes missing: emails", (string)missing["detail"]!);
        Assert.Equal("ada@x.example", (string)copied["emails"]![0]!["value"]!);
        await directory.PatchAsync($"Users/{copied["id"]}", Pushes.Patch(new { op = "replace", path = "userName", value = "ada" }), HttpStatusCode.OK);
        await directory.PatchAsync($"Users/{copied["id"]}", Pushes.Patch(new { op = "remove", path = "emails" }), HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task WorkOS_refuses_two_active_users_with_one_email(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await WithAsync(host, "workos");
        object Named(string name, bool active) => new { schemas = new[] { User }, userName = name, active, emails = new[] { new { value = "Ada@x.example", primary = true } } };

        await directory.PostAsync("Users", Named("one", true), HttpStatusCode.Created);
        await directory.PostAsync("Users", Named("two", true), HttpStatusCode.Conflict);
        var inactive = await directory.PostAsync("Users", Named("two", false), HttpStatusCode.Created);
        var awake = await directory.PatchAsync($"Users/{inactive["id"]}", Pushes.Patch(new { op = "replace", path = "active", value = true }), HttpStatusCode.Conflict);

        Assert.Equal("uniqueness", (string)awake["scimType"]!);
    }

    [Fact]
    public async Task WorkOS_takes_no_strings_for_active_and_no_null_values_in_POST_and_PUT()
    {
        await using var host = new Host();
        var directory = await WithAsync(host, "workos");
        var id = await CreateAsync(directory, "ada@x.example");

        await directory.PostAsync("Users", new { schemas = new[] { User }, userName = "b@x.example", active = "True" }, HttpStatusCode.BadRequest);
        var put = await Answers.ReadAsync(directory.PutAsJsonAsync($"Users/{id}", new { schemas = new[] { User }, userName = "ada@x.example", active = "False" }), HttpStatusCode.BadRequest);
        var nulls = await directory.PostAsync("Users", new { schemas = new[] { User }, userName = "c@x.example", title = (string?)null }, HttpStatusCode.BadRequest);

        Assert.Contains("active", (string)put["detail"]!, StringComparison.Ordinal);
        Assert.Contains("\"title\" is null", (string)nulls["detail"]!, StringComparison.Ordinal);
        await directory.PatchAsync($"Users/{id}", Pushes.Patch(new { op = "Replace", path = "active", value = "False" }), HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task WorkOS_knows_a_group_by_externalId_else_displayName_through_renames(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await WithAsync(host, "workos");
        var named = await directory.PostAsync("Groups", new { schemas = new[] { Group }, displayName = "A" }, HttpStatusCode.Created);
        await directory.PostAsync("Groups", new { schemas = new[] { Group }, displayName = "B", externalId = "1" }, HttpStatusCode.Created);

        await directory.PatchAsync($"Groups/{named["id"]}", Pushes.Patch(new { op = "replace", path = "displayName", value = "A2" }), HttpStatusCode.NoContent);
        await directory.PostAsync("Groups", new { schemas = new[] { Group }, displayName = "A" }, HttpStatusCode.Conflict);
        await directory.PostAsync("Groups", new { schemas = new[] { Group }, displayName = "C", externalId = "1" }, HttpStatusCode.Conflict);
        await directory.DeleteAsync($"Groups/{named["id"]}", HttpStatusCode.NoContent);

        await directory.PostAsync("Groups", new { schemas = new[] { Group }, displayName = "A" }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task WorkOS_drops_unresolvable_members_silently()
    {
        await using var host = new Host();
        var directory = await WithAsync(host, "workos");
        var user = await CreateAsync(directory, "ada@x.example");

        var group = await directory.PostAsync("Groups",
            new { schemas = new[] { Group }, displayName = "A", members = new[] { new { value = "nobody" }, new { value = user } } }, HttpStatusCode.Created);
        await directory.PatchAsync($"Groups/{group["id"]}",
            Pushes.Patch(new { op = "add", path = "members", value = new[] { new { value = "nobody" } } }), HttpStatusCode.NoContent);

        Assert.Equal([user], group["members"]!.AsArray().Select(m => (string)m!["value"]!));
    }

    [Fact]
    public async Task WorkOS_takes_no_body_over_2000_KB()
    {
        await using var host = new Host();
        var directory = await WithAsync(host, "workos");
        string Body(int size) => $$"""{"schemas":["{{User}}"],"userName":"ada@x.example"}""".PadRight(size);

        var tooLarge = await Answers.ReadAsync(
            directory.PostAsync("Users", new StringContent(Body(2_000 * 1024 + 1), Encoding.UTF8, "application/scim+json")), HttpStatusCode.RequestEntityTooLarge);
        await Answers.ReadAsync(directory.PostAsync("Users", new StringContent(Body(2_000 * 1024), Encoding.UTF8, "application/scim+json")), HttpStatusCode.Created);

        Assert.Contains("2,000 KB", (string)tooLarge["detail"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task WorkOS_has_at_most_two_active_tokens(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var made = await host.Admin.PostAsync("/admin/api/directories", new { name = "A", profile = "workos" }, HttpStatusCode.Created);
        var tokens = $"/admin/api/directories/{made["directoryId"]}/tokens";

        var second = await host.Admin.PostAsync(tokens, null, HttpStatusCode.Created);
        var third = await host.Admin.PostAsync(tokens, null, HttpStatusCode.Conflict);
        await host.Admin.DeleteAsync($"{tokens}/{second["tokenId"]}", HttpStatusCode.NoContent);

        Assert.Equal("TooManyTokens", (string)third["code"]!);
        await host.Admin.PostAsync(tokens, null, HttpStatusCode.Created);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task WorkOS_has_the_external_key_in_its_URL_and_answers_the_id_too(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var made = await host.Admin.PostAsync("/admin/api/directories", new { name = "A", profile = "workos" }, HttpStatusCode.Created);
        using var client = host.ClientWith((string)made["token"]!);

        Assert.EndsWith($"/scim/v2/{made["externalKey"]}", (string)made["scimBaseUrl"]!, StringComparison.Ordinal);
        await client.GetAsync($"/scim/v2/{made["externalKey"]}/Users", HttpStatusCode.OK);
        await client.GetAsync($"/scim/v2/{made["directoryId"]}/Users", HttpStatusCode.OK);
        await host.Admin.PatchAsync($"/admin/api/directories/{made["directoryId"]}", new { profile = "tolerant" }, HttpStatusCode.OK);
        await client.GetAsync($"/scim/v2/{made["externalKey"]}/Users", HttpStatusCode.Unauthorized);
    }

    static async Task<HttpClient> WithAsync(Host host, string profile)
    {
        var made = await host.Admin.PostAsync("/admin/api/directories", new { name = "A", profile }, HttpStatusCode.Created);
        var client = host.ClientWith((string)made["token"]!);
        client.BaseAddress = new Uri((string)made["scimBaseUrl"]! + "/");
        return client;
    }

    static async Task<string> CreateAsync(HttpClient directory, string userName) =>
        (string)(await directory.PostAsync("Users", new { schemas = new[] { User }, userName }, HttpStatusCode.Created))["id"]!;
}
