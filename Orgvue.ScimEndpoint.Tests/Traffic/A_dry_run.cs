using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Tests.Traffic;

public sealed class A_dry_run
{
    const string Ops = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":";

    static Host On(StorageProvider provider) => new(provider, ("Inspector:Enabled", "true"));

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_new_user_shows_the_user_and_leaves_no_trace(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();

        // The name is blank: refused, and recorded; the dry run tries it mended.
        var id = await RecordAsync(host, directory, "POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":" "}""");
        var trial = await TryAsync(host, directory, id, new
        {
            dryRun = true, body = new { schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "ada", active = "True" },
        });
        var asItWas = await TryAsync(host, directory, id, new { dryRun = true });

        var answer = trial["answer"]!;
        Assert.Equal((201, "ada"), ((int)answer["status"]!, (string)answer["body"]!["userName"]!));
        Assert.StartsWith($"http://localhost/scim/v2/{directory.Id}/Users/", (string)answer["body"]!["meta"]!["location"]!, StringComparison.Ordinal);
        Assert.Equal(["StringBoolean"], answer["deviations"]!.AsArray().Select(d => (string)d!));
        var change = Assert.Single(trial["changes"]!.AsArray())!;
        Assert.Equal(("user", "created", "ada"), ((string)change["kind"]!, (string)change["change"]!, (string)change["name"]!));
        Assert.Null(change["before"]);
        Assert.True((bool)change["after"]!["active"]!);
        Assert.True((bool)trial["opensWindow"]!);
        Assert.False((bool)trial["written"]!);
        Assert.Equal((400, "invalidValue"), ((int)asItWas["answer"]!["status"]!, (string)asItWas["answer"]!["body"]!["scimType"]!));
        Assert.Empty(asItWas["changes"]!.AsArray());
        Assert.False((bool)asItWas["opensWindow"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_patch_shows_the_attributes_that_differ(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();
        var user = await directory.UserAsync("ada");

        var id = await RecordAsync(host, directory, "PATCH", $"Users/{user}", $$"""{{{Ops}}[{"op":"move","path":"active","value":false}]}""");
        var trial = await TryAsync(host, directory, id, new { dryRun = true, body = Pushes.Patch(new { op = "replace", value = new { active = false, title = "Dr" } }) });

        var change = Assert.Single(trial["changes"]!.AsArray())!;
        Assert.Equal(("user", user, "updated"), ((string)change["kind"]!, (string)change["id"]!, (string)change["change"]!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"active":true,"title":null}"""), change["before"]), change["before"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"active":false,"title":"Dr"}"""), change["after"]), change["after"]!.ToJsonString());
        Assert.Equal(200, (int)trial["answer"]!["status"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_members_shows_who_comes_and_goes_by_name(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var group = await directory.RoleAsync("user", ada);

        var id = await RecordAsync(host, directory, "PATCH", $"Groups/{group}", $$"""{{{Ops}}[{"op":"add","path":"members","value":[{"value":"nobody"}]}]}""");
        var trial = await TryAsync(host, directory, id, new
        {
            dryRun = true,
            body = Pushes.Patch(new { op = "add", path = "members", value = new[] { new { value = bob } } }, new { op = "remove", path = $"members[value eq \"{ada}\"]" }),
        });

        Assert.Equal(204, (int)trial["answer"]!["status"]!);
        Assert.Equal(["bob@contoso.example created IAMAPP_Orgvue_SCIM_user", "ada@contoso.example deleted IAMAPP_Orgvue_SCIM_user"],
            trial["changes"]!.AsArray().Select(c => $"{c!["name"]} {c["change"]} {c["group"]!["name"]}").OrderDescending());
        Assert.Equal([bob, ada], trial["changes"]!.AsArray().OrderByDescending(c => (string)c!["name"]!).Select(c => (string)c!["id"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_deletion_shows_what_goes_with_it(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var group = await directory.RoleAsync("user", ada, bob);
        var id = await RecordAsync(host, directory, "DELETE", "Users/nobody");

        var ofUser = await TryAsync(host, directory, id, new { dryRun = true, path = $"/Users/{ada}" });
        var ofGroup = await TryAsync(host, directory, id, new { dryRun = true, path = $"/Groups/{group}" });

        Assert.Equal(["member ada@contoso.example deleted", "user ada@contoso.example deleted"], Shown(ofUser));
        Assert.Equal("ada@contoso.example", (string)ofUser["changes"]!.AsArray().Single(c => (string)c!["kind"]! == "user")!["before"]!["userName"]!);
        Assert.Equal(["group IAMAPP_Orgvue_SCIM_user deleted", "member ada@contoso.example deleted", "member bob@contoso.example deleted"], Shown(ofGroup));
        Assert.Equal((204, 204), ((int)ofUser["answer"]!["status"]!, (int)ofGroup["answer"]!["status"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Sees_what_it_wrote_before_and_takes_back_only_what_was_refused(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.UserAsync("ada");
        var before = await Sent.DumpAsync(host);

        var (found, changes) = await host.Store.DryRunAsync(directory.Key, async run =>
        {
            await host.Store.WriteAsync(db => { db.Users.Single().Version = 7; return Task.CompletedTask; }, CancellationToken.None);
            await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync<int>(async db =>
            {
                db.Users.Single().Version = 8;
                await db.SaveChangesAsync();
                throw new InvalidOperationException();
            }, CancellationToken.None));
            return (await host.Store.ReadAsync(db => Task.FromResult(db.Users.Single().Version)), run.Changes.Count);
        }, CancellationToken.None);

        // In memory nothing that was saved can be taken back; there, too, the refused change is not listed.
        Assert.Equal((provider == StorageProvider.InMemory ? 8 : 7, 1), (found, changes));
        Assert.Equal(before, await Sent.DumpAsync(host));
        Assert.Null(DryRun.Current);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Keeps_writers_waiting_and_then_lets_them_through(StorageProvider provider)
    {
        await using var host = On(provider);
        var directory = await host.NewDirectoryAsync();
        Task? write = null;

        await host.Store.DryRunAsync(directory.Key, async run =>
        {
            // In a flow of its own, as another request is; what WriteAsync does before it waits is done when it returns.
            Task<Task> started;
            using (ExecutionContext.SuppressFlow()) started = Task.Run(() => Task.FromResult<Task>(host.Store.WriteAsync(db => db.Users.CountAsync(), default)));
            write = await started;
            Assert.False(write.IsCompleted);
            return 0;
        }, CancellationToken.None);

        await write!;
    }

    [Fact]
    public async Task Is_given_up_when_it_takes_too_long()
    {
        await using var host = On(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var pipeline = host.Services.GetRequiredService<ScimPipeline>();
        pipeline.Serve = http =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(11));
            return Task.Delay(Timeout.InfiniteTimeSpan, host.Clock, http.RequestAborted);
        };

        var trial = new Trial(new TokenOwner(directory.Key, directory.Id, "", Model.DirectoryProfile.Tolerant, 0), "http", new("localhost"), "GET", "/Users", "", [], null);
        await Assert.ThrowsAsync<TimeoutException>(() => host.Services.GetRequiredService<Rehearsal>().TryAsync(trial, CancellationToken.None));

        await host.Store.WriteAsync(_ => Task.CompletedTask, CancellationToken.None);
    }

    [Theory]
    [InlineData("""{}""", "dryRun")]
    [InlineData("""{"dryRun":false}""", "dryRun")]
    [InlineData("""{"dryRun":true,"path":"Users"}""", "path")]
    [InlineData("""{"dryRun":true,"body":{"userName":"\ud800"}}""", "body")]
    public async Task Is_all_that_is_offered(string wish, string field)
    {
        await using var host = On(StorageProvider.InMemory);
        var directory = await host.NewDirectoryAsync();
        var id = await RecordAsync(host, directory, "GET", "Users");

        using var sent = new StringContent(wish, System.Text.Encoding.UTF8, "application/json");
        using var refused = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/requests/{id}/send", sent);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(field, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cannot_repeat_a_body_that_was_not_kept_whole()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Inspector:Enabled", "true"), ("Inspector:MaxBodyBytes", "40"));
        var directory = await host.NewDirectoryAsync();
        var id = await RecordAsync(host, directory, "POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}""");

        var refused = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/requests/{id}/send", new { dryRun = true }, HttpStatusCode.Conflict);

        Assert.Equal("BodyNotKept", (string)refused["code"]!);
    }

    [Fact]
    public async Task Cannot_repeat_a_body_of_which_no_text_can_be_made()
    {
        await using var host = On(StorageProvider.InMemory);
        var directory = await host.NewDirectoryAsync();
        var id = await RecordAsync(host, directory, "POST", "Users", """{"userName":"\ud800"}""");

        var refused = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/requests/{id}/send", new { dryRun = true }, HttpStatusCode.Conflict);

        Assert.Equal("BodyNotKept", (string)refused["code"]!);
    }

    [Fact]
    public async Task Cannot_be_asked_for_by_a_client()
    {
        await using var host = On(StorageProvider.InMemory);
        var directory = await host.NewDirectoryAsync();
        using var stranger = host.ClientWith(null);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/scim/v2/{directory.Id}/Users?dryRun=true");
        request.Headers.Add("DryRunCaller", directory.Id);
        using var answer = await stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>Sends it for good, so that it is recorded, and answers its id.</summary>
    static async Task<string> RecordAsync(Host host, TestDirectory directory, string method, string url, string? body = null)
    {
        using (await directory.SendAsync(host, method, url, body)) { }
        return (string)(await directory.AdminAsync(host, "requests"))["items"]![0]!["requestId"]!;
    }

    [Fact]
    public async Task Of_a_body_that_is_nested_as_deep_as_any_may_be_is_answered()
    {
        await using var host = On(StorageProvider.InMemory);
        var directory = await host.NewDirectoryAsync();
        JsonNode nested = JsonValue.Create("x");
        for (var depth = 0; depth < 28; depth++) nested = new JsonObject { ["title"] = nested };

        var id = await RecordAsync(host, directory, "POST", "Users", "{}");
        var trial = await TryAsync(host, directory, id, new { dryRun = true, body = nested });

        Assert.Equal(400, (int)trial["answer"]!["status"]!);
    }

    /// <summary>Every dry run of these tests leaves every row of every table as it was, and no window, count or record.</summary>
    static async Task<JsonNode> TryAsync(Host host, TestDirectory directory, string id, object wish)
    {
        await directory.AdminAsync(host, "requests");
        var before = await Sent.DumpAsync(host);
        var window = await host.Admin.GetStringAsync($"/admin/api/directories/{directory.Id}/window");

        var trial = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/requests/{id}/send", wish, HttpStatusCode.OK);
        await directory.AdminAsync(host, "requests");

        Assert.Equal(before, await Sent.DumpAsync(host));
        Assert.Equal(window, await host.Admin.GetStringAsync($"/admin/api/directories/{directory.Id}/window"));
        return trial;
    }

    static IEnumerable<string> Shown(JsonNode trial) => trial["changes"]!.AsArray().Select(c => $"{c!["kind"]} {c["name"]} {c["change"]}").Order();
}
