using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>One user from the identity provider's request to the account, for whoever wants to know why.</summary>
public sealed class An_explanation
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_the_guides_users_says_what_has_come_of_each_and_what_to_do(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await GuidesTable.PushedAsync(host, GuidesTable.Written);
        await host.AfterTheDelayAsync();

        var of = new JsonNode[7];
        for (var n = 1; n <= 6; n++) of[n] = await ExplainAsync(host, directory, $"testuser{n}@contoso.example");

        Assert.Equal("testuser1@contoso.example has an active account in ACME with the role user. All is as it should be.", Summary(of[1]));
        Assert.Equal("testuser2@contoso.example has an active account in ACME with the role admin. All is as it should be.", Summary(of[2]));
        Assert.Equal("testuser3@contoso.example has an active account in ACME with the roles ManagerRetail, Retail, user. All is as it should be.", Summary(of[3]));
        Assert.Equal("testuser4@contoso.example has an active account in MYTENANT with the role admin. All is as it should be.", Summary(of[4]));
        Assert.Equal("testuser5@contoso.example gets no account in ACME: User is not part of either User group or Admin group (MissingPlatformRole). "
            + "Every account needs the role \"user\" or \"admin\"; the user's groups give the roles Tech, training.", Summary(of[5]));
        Assert.Equal("testuser6@contoso.example gets no account in MYTENANT: User is not part of either User group or Admin group (MissingPlatformRole). "
            + "Every account needs the role \"user\" or \"admin\"; the user's groups give the role EuropeFinance.", Summary(of[6]));
        Assert.All(of[1..5], fine => Assert.Empty(fine["whatToDo"]!.AsArray()));
        Assert.StartsWith("Add testuser5@contoso.example to the group IMAPP_Orgvue_SCIM_user or IMAPP_Orgvue_SCIM_admin. ", (string)of[5]["whatToDo"]![0]!, StringComparison.Ordinal);
        Assert.StartsWith("Add testuser6@contoso.example to the group IMAPP_Orgvue_SCIM_MYTENANT_user or ", (string)of[6]["whatToDo"]![0]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Goes_from_groups_to_roles_to_rules_to_the_failure_and_the_run(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, users) = await GuidesTable.PushedAsync(host, GuidesTable.Written);
        await host.AfterTheDelayAsync();

        var five = await ExplainAsync(host, directory, users[5]);

        Assert.Equal(("testuser5@contoso.example", "primaryEmail", true, "id"),
            ((string)five["user"]!["userName"]!, (string)five["user"]!["loginEmailFrom"]!, (bool)five["user"]!["active"]!, (string)five["user"]!["foundBy"]!));
        Assert.Equal(["IMAPP_Orgvue_SCIM_Tech Mapped ACME Tech", "IMAPP_Orgvue_SCIM_training Mapped ACME training"],
            five["groups"]!.AsArray().Select(g => $"{g!["name"]} {g["meaning"]} {g["tenantId"]} {g["role"]}"));
        Assert.Equal(["ACME true", "MYTENANT false"], five["groups"]![0]!["readings"]!.AsArray().Select(r => $"{r!["tenantId"]} {r["takes"]}"));
        Assert.Equal("Starts with \"IMAPP_Orgvue_SCIM_\", but \"MYTENANT_\" does not follow.", (string)five["groups"]![0]!["readings"]![1]!["sentence"]!);
        var (acme, mine) = (five["tenants"]![0]!, five["tenants"]![1]!);
        Assert.Equal(("Failed", "MissingPlatformRole"), ((string)acme["standing"]!, (string)acme["code"]!));
        Assert.Equal(["Tech", "training"], acme["roles"]!.AsArray().Select(r => (string)r!["role"]!));
        Assert.Equal(["M1", "A6", "A1", "A2", "A3", "A4", "A10"], acme["rules"]!.AsArray().Select(r => (string)r!["rule"]!));
        Assert.Null(acme["account"]);
        Assert.Equal("none", (string)acme["nextRun"]!["kind"]!);
        Assert.Equal("CompletedWithFailures", (string)acme["lastRun"]!["status"]!);
        Assert.Equal(1, (int)Assert.Single(acme["openFailures"]!.AsArray())!["count"]!);
        Assert.Equal(("Elsewhere", "none"), ((string)mine["standing"]!, (string)mine["nextRun"]!["kind"]!));
        Assert.Equal(["M1", "A4"], mine["rules"]!.AsArray().Select(r => (string)r!["rule"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Names_the_requests_that_last_changed_the_user_and_its_groups(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await directory.SetActiveAsync(ada, false);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await directory.RemoveAsync(group, ada);

        var changes = (await ExplainAsync(host, directory, ada))["changes"]!.AsArray();

        Assert.Equal(
            [
                "ada@contoso.example was removed from the group IAMAPP_Orgvue_SCIM_user.",
                "ada@contoso.example was changed: active.",
                "ada@contoso.example was added to the group IAMAPP_Orgvue_SCIM_user.",
            ],
            changes.Select(c => (string)c!["what"]!));
        Assert.Equal($"PATCH /scim/v2/{directory.Id}/Users/{ada}", (string)changes[1]!["request"]!);
        Assert.Equal("2026-11-23T09:06:00Z", (string)changes[1]!["at"]!);
        Assert.StartsWith("token …", (string)changes[1]!["by"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_what_the_next_run_would_do_and_what_was_done_by_hand(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada, bob);
        var waiting = await ExplainAsync(host, directory, ada);
        await host.AfterTheDelayAsync();
        await host.Admin.PatchAsync($"/api/v1/ACME/accounts/{(await host.AccountAsync("ada"))["accountId"]}", new { roles = new[] { "admin" } }, HttpStatusCode.OK);
        await host.Admin.DeleteAsync($"/api/v1/ACME/accounts/{(await host.AccountAsync("bob"))["accountId"]}", HttpStatusCode.NoContent);

        var (edited, removed) = (await ExplainAsync(host, directory, ada), await ExplainAsync(host, directory, bob));

        Assert.Equal("create", (string)waiting["tenants"]![0]!["nextRun"]!["kind"]!);
        Assert.StartsWith("Nothing but wait: the next run is due at 2026-11-23 09:05:00Z.", (string)waiting["whatToDo"]![0]!, StringComparison.Ordinal);
        Assert.Null(waiting["tenants"]![0]!["lastRun"]);
        var tenant = edited["tenants"]![0]!;
        Assert.Equal(("update", "user", "admin"), ((string)tenant["nextRun"]!["kind"]!, (string)tenant["nextRun"]!["rolesAdded"]![0]!["role"]!, (string)tenant["nextRun"]!["rolesRemoved"]![0]!));
        Assert.Equal("admin", (string)tenant["account"]!["platformRole"]!);
        var edit = Assert.Single(tenant["manualEdits"]!.AsArray())!;
        Assert.Contains("roles user → admin", (string)edit["what"]!, StringComparison.Ordinal);
        Assert.StartsWith("PATCH /api/v1/ACME/accounts/", (string)edit["request"]!, StringComparison.Ordinal);
        Assert.Equal(("create", "The account bob@contoso.example was removed by hand."),
            ((string)removed["tenants"]![0]!["nextRun"]!["kind"]!, (string)removed["tenants"]![0]!["manualEdits"]![0]!["what"]!));
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        Assert.Empty((await ExplainAsync(host, directory, ada))["tenants"]![0]!["manualEdits"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_of_the_older_user_who_keeps_the_email_and_of_what_would_be_next(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var elder = await PushAsync(directory, "elder", "shared@contoso.example");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var younger = await PushAsync(directory, "younger", "shared@contoso.example");
        await directory.RoleAsync("user", elder);
        await directory.RoleAsync("Tech", younger);

        var (first, second) = (await ExplainAsync(host, directory, "elder"), await ExplainAsync(host, directory, "younger"));

        Assert.Equal("younger would sign in with it too, but this user is older and keeps it.", Rule(first, "A3"));
        Assert.Equal("DuplicateEmail", (string)second["tenants"]![0]!["code"]!);
        Assert.Equal($"elder ({elder}) is older, active and signs in with it too: the older user keeps it.", Rule(second, "A3"));
        Assert.Equal("One failure is recorded, the first that applies: DuplicateEmail. Once that is mended, MissingPlatformRole would be next.", Rule(second, "A10"));
        var refused = await host.Admin.GetAsync(Url(directory, "SHARED@contoso.example"), HttpStatusCode.Conflict);
        Assert.Equal("AmbiguousUser", (string)refused["code"]!);
        Assert.Contains(elder, (string)refused["detail"]!, StringComparison.Ordinal);
        Assert.Contains(younger, (string)refused["detail"]!, StringComparison.Ordinal);
        Assert.Equal(["loginEmail", "loginEmail"], refused["errors"]!.AsArray().Select(e => (string)e!["rule"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Finds_a_user_by_each_of_its_names_and_says_what_was_tried_when_it_finds_nobody(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var made = await directory.Scim.PostAsync("Users", new
        {
            schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "Ada", externalId = "ext-1", active = true,
            emails = new[] { new { value = "ada@contoso.example", type = "work" }, new { value = "ada@home.example", type = "home" } },
        }, HttpStatusCode.Created);
        var bob = await directory.UserAsync("bob");
        await directory.DeleteUserAsync(bob);
        await host.Admin.PostAsync("/api/v1/ACME/accounts", new { email = "eve@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Created);

        foreach (var (name, by) in new[] { ((string)made["id"]!, "id"), ("ada", "userName"), ("ext-1", "externalId"), ("ADA@contoso.example", "loginEmail"), ("ada@home.example", "otherEmail") })
            Assert.Equal(by, (string)(await ExplainAsync(host, directory, name))["user"]!["foundBy"]!);
        var gone = await host.Admin.GetAsync(Url(directory, "bob@contoso.example"), HttpStatusCode.NotFound);
        var byHand = await host.Admin.GetAsync(Url(directory, "eve@contoso.example"), HttpStatusCode.NotFound);
        var part = await host.Admin.GetAsync(Url(directory, "ad"), HttpStatusCode.NotFound);

        Assert.Equal("UserNotFound", (string)gone["code"]!);
        Assert.Equal(["id", "userName", "externalId", "loginEmail", "otherEmail"], gone["errors"]!.AsArray().Select(e => (string)e!["rule"]!));
        Assert.Contains($"({bob}) was deleted at 2026-11-23 09:00:00Z by token …", (string)gone["detail"]!, StringComparison.Ordinal);
        Assert.Contains("account eve@contoso.example in ACME without a user", (string)byHand["detail"]!, StringComparison.Ordinal);
        Assert.Contains("begin with it: Ada.", (string)part["detail"]!, StringComparison.Ordinal);
        await host.Admin.GetAsync(Url(directory, ""), HttpStatusCode.BadRequest);
        await host.Admin.GetAsync(Url(directory, new string('x', 2000)), HttpStatusCode.BadRequest);
        await host.Admin.GetAsync("/admin/api/directories/directory_0/explain?user=ada", HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Says_of_each_group_exactly_why_it_gives_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: [new("EU", "multiTenant"), new("EU_FINANCE", "multiTenant"), new("US", "multiTenant")]);
        var ada = await directory.UserAsync("ada");
        string[] names = ["EU_user", "EU_FINANCE_hr", "EU_FINANCE", "EU_hr,admin", "MARS_user", "US_"];
        foreach (var name in names) await directory.RoleAsync(name, ada);
        var team = await directory.GroupAsync("Team", ada);
        await directory.RoleAsync("US_admin", team);
        await host.Admin.PatchAsync($"/admin/api/configurations/{await ConfigurationAsync(host, directory, "US")}", new { enabled = false }, HttpStatusCode.OK);

        var groups = (await ExplainAsync(host, directory, ada))["groups"]!.AsArray().ToDictionary(g => (string)g!["name"]!, g => g!);

        JsonNode Of(string role) => groups[Pushes.Prefix + role];
        string Reading(string role, int configuration) => (string)Of(role)["readings"]![configuration]!["sentence"]!;
        Assert.Equal("Mapped EU_FINANCE", $"{Of("EU_FINANCE_hr")["meaning"]} {Of("EU_FINANCE_hr")["tenantId"]}");
        Assert.Equal("Starts with \"IAMAPP_Orgvue_SCIM_EU_\" too, but the longer \"IAMAPP_Orgvue_SCIM_EU_FINANCE_\" of EU_FINANCE takes it (M1).", Reading("EU_FINANCE_hr", 0));
        Assert.Equal("EmptyRole", (string)Of("EU_FINANCE")["meaning"]!);
        Assert.Equal("InvalidRoleName", (string)Of("EU_hr,admin")["meaning"]!);
        Assert.Contains("\",\" at character 3", Reading("EU_hr,admin", 0), StringComparison.Ordinal);
        Assert.Equal("UnknownTenant", (string)Of("MARS_user")["meaning"]!);
        Assert.Contains("one of the tenants EU, EU_FINANCE, then", (string)Of("MARS_user")["sentence"]!, StringComparison.Ordinal);
        Assert.Equal("Starts with \"IAMAPP_Orgvue_SCIM_US_\", but the configuration is disabled (B9).", Reading("US_", 2));
        Assert.Equal("NotOrgvue", (string)groups["Team"]["meaning"]!);
        Assert.Equal("NestedGroup", (string)Of("US_admin")["meaning"]!);
        Assert.Contains("only through the group \"Team\"", (string)Of("US_admin")["sentence"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Tells_the_inactive_and_the_held_what_there_is_to_do(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        await directory.SetActiveAsync(ada, false);
        var inactive = await ExplainAsync(host, directory, ada);
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/hold", new { reason = "Audit week." }, HttpStatusCode.OK);
        var held = await ExplainAsync(host, directory, ada);

        Assert.Equal("ada@contoso.example is inactive in the identity provider, but has an active account in ACME. "
            + "The next run would disable the account: its user is inactive (A6).", Summary(inactive));
        Assert.Equal("disable", (string)inactive["tenants"]![0]!["nextRun"]!["kind"]!);
        Assert.Equal("Audit week.", (string)held["tenants"]![0]!["held"]!["because"]!);
        Assert.Contains(held["whatToDo"]!.AsArray(), s => ((string)s!).Contains((string)held["tenants"]![0]!["held"]!["runId"]!, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Under_the_default_prefix_says_what_was_meant_and_which_setting_would_mend_it(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await GuidesTable.PushedAsync(host, GuidesTable.Default);
        await host.AfterTheDelayAsync();

        var three = await ExplainAsync(host, directory, "testuser3@contoso.example");
        var five = await ExplainAsync(host, directory, "testuser5@contoso.example");

        Assert.Equal("testuser3@contoso.example gets no account in any tenant: none of the user's groups gives a role in any of them (NoTenantGroup).", Summary(three));
        Assert.StartsWith("Group \"IMAPP_Orgvue_SCIM_user\" grants nothing: It begins with \"IMAPP_Orgvue_SCIM_\", not with \"IAMAPP_Orgvue_SCIM_\". "
            + "Did you mean \"IAMAPP_Orgvue_SCIM_user\"?", (string)three["whatToDo"]![1]!, StringComparison.Ordinal);
        Assert.Contains("3 groups begin with \"IMAPP_Orgvue_SCIM_\" (1 user), but the configured prefix of ACME and MYTENANT is \"IAMAPP_Orgvue_SCIM_\".",
            (string)three["whatToDo"]![0]!, StringComparison.Ordinal);
        Assert.Equal("IAMAPP_Orgvue_SCIM_Retail", (string)three["groups"]!.AsArray().Single(g => (string)g!["name"]! == "IMAPP_Orgvue_SCIM_Retail")!["didYouMean"]!);
        // Mending the names of groups that give custom roles would not heal this one.
        Assert.StartsWith("Add testuser5@contoso.example to a tenant's user or admin group", (string)five["whatToDo"]![1]!, StringComparison.Ordinal);
        Assert.Equal("NoTenantGroup", (string)Assert.Single(five["failures"]!.AsArray())!["code"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Writes_nothing(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, users) = await GuidesTable.PushedAsync(host, GuidesTable.Written);
        var before = await CountsAsync(host);

        await ExplainAsync(host, directory, users[3]);

        Assert.Equal(before, await CountsAsync(host));
    }

    internal static Task<string> CountsAsync(Host host) => host.Store.ReadAsync(async db => string.Join(' ',
    [
        await db.Audit.CountAsync(), await db.Changes.CountAsync(), await db.Accounts.CountAsync(), await db.Runs.CountAsync(), await db.RunInputs.CountAsync(),
        await db.Failures.CountAsync(), await db.Configurations.SumAsync(c => c.Version), await db.Groups.SumAsync(g => g.Version),
        await db.Leases.SumAsync(l => l.Version), await db.Tenants.CountAsync(),
    ]));

    internal static async Task<string> ConfigurationAsync(Host host, TestDirectory directory, string tenant) =>
        (string)(await host.Admin.GetAsync($"/admin/api/configurations?directoryId={directory.Id}", HttpStatusCode.OK))["items"]!.AsArray()
            .Single(c => (string)c!["tenantId"]! == tenant)!["configurationId"]!;

    static Task<JsonNode> ExplainAsync(Host host, TestDirectory directory, string user) => host.Admin.GetAsync(Url(directory, user), HttpStatusCode.OK);

    static string Url(TestDirectory directory, string user) => $"/admin/api/directories/{directory.Id}/explain?user={Uri.EscapeDataString(user)}";

    static string Summary(JsonNode of) => (string)Assert.Single(of["summary"]!.AsArray())!;

    static string Rule(JsonNode of, string rule) => (string)of["tenants"]![0]!["rules"]!.AsArray().Single(r => (string)r!["rule"]! == rule)!["sentence"]!;

    static async Task<string> PushAsync(TestDirectory directory, string name, string email) => (string)(await directory.Scim.PostAsync("Users", new
    {
        schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = name, active = true,
        emails = new[] { new { value = email, type = "work", primary = true } },
    }, HttpStatusCode.Created))["id"]!;
}
