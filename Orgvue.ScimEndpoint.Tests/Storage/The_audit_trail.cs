using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Every change of a directory, its people, its configurations and the accounts is told: by whom, from where, before and after.</summary>
public sealed class The_audit_trail
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_what_a_client_does_to_users(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = "";

        var made = Assert.Single(await host.ToldAsync(async () => ada = await directory.UserAsync("ada")));
        var disabled = Assert.Single(await host.ToldAsync(() => directory.SetActiveAsync(ada, false)));
        var again = await host.ToldAsync(() => directory.SetActiveAsync(ada, false));
        var replaced = await host.WordsAsync(() => directory.Scim.PutAsJsonAsync($"Users/{ada}", Pushes.User("ada")));
        var same = await host.ToldAsync(() => directory.Scim.PutAsJsonAsync($"Users/{ada}", Pushes.User("ada")));
        var deleted = Assert.Single(await host.ToldAsync(() => directory.DeleteUserAsync(ada)));

        Assert.Equal((AuditAction.Created, AuditSubject.User, ada, "ada@contoso.example", directory.Key),
            (made.Action, made.Subject, made.SubjectId, made.Name, made.DirectoryKey));
        Assert.Equal(($"token …{directory.Token[^4..]}", $"POST /scim/v2/{directory.Id}/Users", null), (made.Actor, made.Request, made.RunId));
        Assert.Equal((null, "ada@contoso.example"), (made.Before, (string)JsonNode.Parse(made.After!)!["userName"]!));
        Assert.Equal(("""{"active":true}""", """{"active":false}"""), (disabled.Before, disabled.After));
        Assert.Empty(again);
        Assert.Equal(["Changed User ada@contoso.example"], replaced);
        Assert.Empty(same);
        Assert.Equal((AuditAction.Deleted, null, "ada@contoso.example"), (deleted.Action, deleted.After, (string)JsonNode.Parse(deleted.Before!)!["userName"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_who_comes_into_groups_and_who_goes(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var group = "";

        Assert.Equal(["Changed Members Sales", "Created Group Sales"], await host.WordsAsync(async () => group = await directory.GroupAsync("Sales", ada)));
        var added = Assert.Single(await host.ToldAsync(() => directory.AddAsync(group, bob)));
        Assert.Empty(await host.ToldAsync(() => directory.AddAsync(group, bob)));
        Assert.Equal(["Changed Group Other"], await host.WordsAsync(() => directory.RenameAsync(group, "Other")));
        var replaced = Assert.Single(await host.ToldAsync(() => directory.Scim.PutAsJsonAsync($"Groups/{group}", Pushes.Group("Other", bob))));
        Assert.Empty(await host.ToldAsync(() => directory.Scim.PutAsJsonAsync($"Groups/{group}", Pushes.Group("Other", bob))));
        await directory.AddAsync(group, ada);
        Assert.Equal(["Changed Members Other", "Deleted User ada@contoso.example"], await host.WordsAsync(() => directory.DeleteUserAsync(ada)));
        var deleted = Assert.Single(await host.ToldAsync(() => directory.DeleteGroupAsync(group)));

        Assert.Equal((AuditSubject.Members, group, null, $$"""{"added":["{{bob}}"]}"""), (added.Subject, added.SubjectId, added.Before, added.After));
        Assert.Equal((AuditSubject.Members, $$"""{"removed":["{{ada}}"]}""", null), (replaced.Subject, replaced.Before, replaced.After));
        Assert.Equal((AuditAction.Deleted, AuditSubject.Group, "Other"), (deleted.Action, deleted.Subject, deleted.Name));
        Assert.Equal($"""["{bob}"]""", JsonNode.Parse(deleted.Before!)!["members"]!.ToJsonString());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_each_operation_of_a_bulk_that_was_carried_out(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.UserAsync("known");

        var told = await host.ToldAsync(() => directory.Scim.PostAsync("Bulk", new
        {
            schemas = new[] { "urn:ietf:params:scim:api:messages:2.0:BulkRequest" },
            Operations = new object[]
            {
                new { method = "POST", path = "/Users", bulkId = "a", data = Pushes.User("ada") },
                new { method = "POST", path = "/Users", bulkId = "b", data = Pushes.User("known") },
                new { method = "POST", path = "/Groups", bulkId = "g", data = Pushes.Group("Sales", "bulkId:a") },
            },
        }, HttpStatusCode.OK));

        Assert.Equal(["Changed Members Sales", "Created Group Sales", "Created User ada@contoso.example"], Trail.Words(told));
        Assert.All(told, e => Assert.Equal($"POST /scim/v2/{directory.Id}/Bulk", e.Request));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_what_the_administrator_sets_up(StorageProvider provider)
    {
        await using var host = new Host(provider);
        TestDirectory directory = null!;
        Assert.Equal(["Created Configuration ACME", "Created Directory Contoso", "Created Tenant ACME", $"Created Token …"],
            (await host.WordsAsync(async () => directory = await host.NewDirectoryAsync())).Select(w => w.StartsWith("Created Token …", StringComparison.Ordinal) ? "Created Token …" : w));
        var url = $"/admin/api/directories/{directory.Id}";

        var edited = Assert.Single(await host.ToldAsync(() => host.Admin.PatchAsync(url, new { syncDelay = "00:01:00" }, HttpStatusCode.OK)));
        Assert.Empty(await host.ToldAsync(() => host.Admin.PatchAsync(url, new { syncDelay = "00:01:00" }, HttpStatusCode.OK)));
        JsonNode token = null!, configuration = null!;
        Assert.StartsWith("Created Token …", Assert.Single(await host.WordsAsync(async () => token = await host.Admin.PostAsync($"{url}/tokens", new { }, HttpStatusCode.Created))),
            StringComparison.Ordinal);
        var revoked = Assert.Single(await host.ToldAsync(() => host.Admin.DeleteAsync($"{url}/tokens/{token["tokenId"]}", HttpStatusCode.NoContent)));
        Assert.Equal(["Created Configuration BETA", "Created Tenant BETA"], await host.WordsAsync(async () => configuration =
            await host.Admin.PostAsync("/admin/api/configurations", new { directoryId = directory.Id, tenantId = "BETA", mode = "multiTenant" }, HttpStatusCode.Created)));
        var configured = Assert.Single(await host.ToldAsync(() =>
            host.Admin.PatchAsync($"/admin/api/configurations/{configuration["configurationId"]}", new { guardPercent = 20, domains = new[] { "b.example" } }, HttpStatusCode.OK)));
        Assert.Empty(await host.ToldAsync(() =>
            host.Admin.PatchAsync($"/admin/api/configurations/{configuration["configurationId"]}", new { guardPercent = 20 }, HttpStatusCode.OK)));
        Assert.Equal(["Deleted Configuration BETA"], await host.WordsAsync(() =>
            host.Admin.DeleteAsync($"/admin/api/configurations/{configuration["configurationId"]}", HttpStatusCode.NoContent)));

        Assert.Equal(("admin", $"PATCH {url}", """{"syncDelay":null}""", """{"syncDelay":"00:01:00"}"""), (edited.Actor, edited.Request, edited.Before, edited.After));
        Assert.Equal((AuditAction.Changed, """{"revokedAt":null}"""), (revoked.Action, revoked.Before));
        Assert.Equal("""{"domains":["b.example"],"guardPercent":20}""", configured.After);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_the_life_of_a_schema(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}/schemas/urn:example:Badge";
        static object Badge(string attribute) => new
        {
            resourceType = "User", definition = new { id = "urn:example:Badge", name = "Badge", attributes = new[] { new { name = attribute, type = "string" } } },
        };

        var words = new List<string>();
        words.AddRange(await host.WordsAsync(() => host.Admin.PutAsJsonAsync(url, Badge("number"))));
        words.AddRange(await host.WordsAsync(() => host.Admin.PutAsJsonAsync(url, Badge("number"))));
        words.AddRange(await host.WordsAsync(() => host.Admin.PutAsJsonAsync(url, Badge("colour"))));
        words.AddRange(await host.WordsAsync(() => host.Admin.DeleteAsync(url)));

        Assert.Equal(["Created Schema urn:example:Badge", "Changed Schema urn:example:Badge", "Deleted Schema urn:example:Badge"], words);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_of_an_account_all_that_it_was_and_is(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();
        const string accounts = "/api/v1/ACME/accounts";
        JsonNode eve = null!;

        var made = Assert.Single(await host.ToldAsync(async () =>
            eve = await host.Admin.PostAsync(accounts, new { email = "eve@contoso.example", roles = new[] { "admin", "hr" } }, HttpStatusCode.Created)));
        var url = $"{accounts}/{eve["accountId"]}";
        var edited = Assert.Single(await host.ToldAsync(() => host.Admin.PatchAsync(url, new { roles = new[] { "user" }, tokenAccess = true }, HttpStatusCode.OK)));
        var same = await host.ToldAsync(() => host.Admin.PatchAsync(url, new { roles = new[] { "user" } }, HttpStatusCode.OK));
        var removed = Assert.Single(await host.ToldAsync(() => host.Admin.DeleteAsync(url, HttpStatusCode.NoContent)));

        Assert.Equal((AuditAction.Created, "none", "admin hr"), (made.Action, Trail.Roles(made.Before), Trail.Roles(made.After)));
        Assert.Equal((AuditAction.Changed, "admin hr", "user"), (edited.Action, Trail.Roles(edited.Before), Trail.Roles(edited.After)));
        Assert.Equal((false, true), ((bool)JsonNode.Parse(edited.Before!)!["tokenAccess"]!, (bool)JsonNode.Parse(edited.After!)!["tokenAccess"]!));
        Assert.Empty(same);
        Assert.Equal((AuditAction.Deleted, "user", "none"), (removed.Action, Trail.Roles(removed.Before), Trail.Roles(removed.After)));
        Assert.All([made, edited, removed], e => Assert.Equal(("admin", "eve@contoso.example", null), (e.Actor, e.Name, e.RunId)));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_what_runs_do_to_accounts_at_one_instant_and_by_which_run(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var group = await directory.RoleAsync("user", ada, bob);

        // So little that the lease is not renewed all the while: a run that met its own renewal thirty times in a row was given up.
        host.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(10);
        var made = await host.ToldAsync(() => host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK));
        host.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        var idle = await host.ToldAsync(() => host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK));
        await directory.RoleAsync("hr", ada);
        await directory.DeleteUserAsync(bob);
        await directory.RoleAsync("admin", await directory.UserAsync("cleo"));
        var changed = await host.ToldAsync(host.AfterTheDelayAsync);
        await directory.RemoveAsync(group, ada);
        var disabled = Assert.Single(await host.ToldAsync(host.AfterTheDelayAsync));

        var runs = (await host.RunsAsync(directory)).Reverse().Select(r => Guid.Parse((string)r!["runId"]!)).ToList();
        Assert.Equal(["Created Account ada@contoso.example", "Created Account bob@contoso.example"], Trail.Words(made));
        Assert.Single(made.Select(e => e.At).Distinct());
        Assert.All(made, e => Assert.Equal(("run asked for by admin", $"POST /admin/api/directories/{directory.Id}/sync", runs[0]), (e.Actor, e.Request, e.RunId)));
        Assert.Empty(idle);
        Assert.Equal(["Changed Account ada@contoso.example", "Created Account cleo@contoso.example", "Deleted Account bob@contoso.example"], Trail.Words(changed));
        Assert.All(changed, e => Assert.Equal(("run", null, runs[2]), (e.Actor, e.Request, e.RunId)));
        Assert.Equal(("user", "hr user"), Trail.Words(changed).Any() && changed.Single(e => e.Action == AuditAction.Changed) is var a
            ? (Trail.Roles(a.Before), Trail.Roles(a.After)) : default);
        Assert.False((bool)JsonNode.Parse(disabled.After!)!["enabled"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_of_held_runs_and_of_those_who_decide(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));
        JsonNode held = null!;

        var hold = Assert.Single(await host.ToldAsync(async () =>
            held = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/hold", new { reason = "Wait" }, HttpStatusCode.OK))["runs"]![0]!));
        var release = await host.ToldAsync(() => host.Admin.PostAsync($"/admin/api/runs/{held["runId"]}/release", new { planHash = (string)held["planHash"]! }, HttpStatusCode.OK));

        Assert.Equal((AuditSubject.Run, (string)held["runId"]!, "admin"), (hold.Subject, hold.SubjectId, hold.Actor));
        Assert.Contains("Created Account ada@contoso.example", Trail.Words(release));
        Assert.Contains(release, e => e.Subject == AuditSubject.Run && e.After!.Contains("\"decidedBy\":\"admin\"", StringComparison.Ordinal));
        Assert.Contains(release, e => e.Subject == AuditSubject.Run && e.After!.Contains("\"status\":\"Completed\"", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_of_a_directory_that_is_deleted_what_went_with_it(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await host.AfterTheDelayAsync();

        var told = await host.ToldAsync(() => host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent));

        Assert.Equal(
            ["Deleted Account ada@contoso.example", "Deleted Account bob@contoso.example", "Deleted Configuration ACME", "Deleted Directory Contoso", $"Deleted Token …{directory.Token[^4..]}"],
            Trail.Words(told));
        var gone = JsonNode.Parse(told.Single(e => e.Subject == AuditSubject.Directory).Before!)!;
        Assert.Equal((2, 1), ((int)gone["users"]!, (int)gone["groups"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Says_nothing_of_what_was_refused(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var configuration = (await host.Admin.GetAsync("/admin/api/configurations", HttpStatusCode.OK))["items"]![0]!["configurationId"]!;

        var told = await host.ToldAsync(async () =>
        {
            await directory.Scim.PostAsync("Users", Pushes.User("ADA"), HttpStatusCode.Conflict);
            await directory.Scim.PatchAsync($"Users/{ada}", Pushes.Patch(new { op = "replace", path = "active", value = "perhaps" }), HttpStatusCode.BadRequest);
            await directory.Scim.PostAsync("Groups", Pushes.Group("Sales", "nobody"), HttpStatusCode.BadRequest);
            using var stale = new HttpRequestMessage(HttpMethod.Delete, $"Users/{ada}");
            stale.Headers.TryAddWithoutValidation("If-Match", "W/\"99\"");
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await directory.Scim.SendAsync(stale)).StatusCode);
            await host.Admin.PatchAsync($"/admin/api/configurations/{configuration}", new { guardPercent = 101 }, HttpStatusCode.BadRequest);
            await host.Admin.PostAsync("/admin/api/configurations", new { directoryId = directory.Id, tenantId = "BETA", mode = "singleTenant" }, HttpStatusCode.Conflict);
            await host.Admin.PostAsync("/api/v1/ACME/accounts", new { email = "eve@contoso.example", roles = new[] { "hr" } }, HttpStatusCode.BadRequest);
            await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(db =>
            {
                db.Users.Single().Document = "{}";
                throw new InvalidOperationException();
            }, CancellationToken.None));
        });

        Assert.Empty(told);
    }

    [Fact]
    public async Task Goes_back_with_a_transaction_that_is_rolled_back()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        await directory.UserAsync("ada");

        var told = await host.ToldAsync(() => Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(async db =>
        {
            db.Users.Single().Document = "{}";
            await db.SaveChangesAsync();
            Assert.Equal("{}", db.Users.Single().Document);
            throw new InvalidOperationException();
        }, CancellationToken.None)));

        Assert.Empty(told);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Knows_the_address_that_a_request_came_from(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();

        var told = Assert.Single(await host.ToldAsync(() => host.Server.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
            (http.Request.Method, http.Request.Path, http.Request.ContentType) = ("POST", "/api/v1/ACME/accounts", "application/json");
            http.Request.Headers.Authorization = $"Bearer {Host.AdminKey}";
            http.Request.Body = new MemoryStream("""{"email":"eve@contoso.example","roles":["user"]}"""u8.ToArray());
        })));

        Assert.Equal(("192.0.2.7", "POST /api/v1/ACME/accounts"), (told.Source, told.Request));
    }
}
