using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>draft-ietf-scim-roles-entitlements: what groups can give, how many users have it, and nothing of other directories.</summary>
public sealed class Roles_that_groups_can_give
{
    const string Role = "urn:ietf:params:scim:schemas:core:2.0:Role";

    static readonly TestTenant[] Two =
        [new("ACME", "singleTenant", Pushes.Prefix), new("MYTENANT", "multiTenant", Pushes.Prefix)];

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_counted_by_membership_as_it_is_now(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: Two);
        var other = await host.NewDirectoryAsync("Other", tenants: new TestTenant("OTHER"));
        await other.RoleAsync("Secret", await other.UserAsync("stranger"));
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        Assert.Equal(["admin (ACME) 0", "user (ACME) 0", "admin (MYTENANT) 0", "user (MYTENANT) 0"], await ShownAsync(directory));

        var user = await directory.RoleAsync("user", ada, bob);
        // A second group of the same role: ada is counted once. A nested group gives no role (rule M11).
        await directory.RoleAsync(" USER", ada);
        await directory.RoleAsync("HR", bob, user);
        var east = await directory.RoleAsync("MYTENANT_Finance", ada);
        await directory.GroupAsync("Marketing", ada);
        await directory.GroupAsync("IMAPP_Orgvue_SCIM_HR", ada);
        Assert.Equal(
            ["admin (ACME) 0", "user (ACME) 2", "HR (ACME) 1", "admin (MYTENANT) 0", "user (MYTENANT) 0", "Finance (MYTENANT) 1"], await ShownAsync(directory));

        await directory.RemoveAsync(user, ada);
        await directory.RemoveAsync(user, bob);
        await directory.RenameAsync(east, Pushes.Prefix + "MYTENANT_admin");
        Assert.Equal(["admin (ACME) 0", "user (ACME) 1", "HR (ACME) 1", "admin (MYTENANT) 1", "user (MYTENANT) 0"], await ShownAsync(directory));

        await directory.DeleteGroupAsync(east);
        await directory.DeleteUserAsync(bob);
        Assert.Equal(["admin (ACME) 0", "user (ACME) 1", "HR (ACME) 0", "admin (MYTENANT) 0", "user (MYTENANT) 0"], await ShownAsync(directory));
        Assert.Equal(["admin (OTHER) 0", "user (OTHER) 0", "Secret (OTHER) 1"], await ShownAsync(other));
    }

    [Fact]
    public async Task Have_ids_that_stay_and_that_only_their_own_directory_knows()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var other = await host.NewDirectoryAsync("Other", tenants: new TestTenant("OTHER"));
        var group = await directory.RoleAsync("Finance");
        var before = (await AllAsync(directory))[2]!;
        await directory.DeleteGroupAsync(group);
        await directory.RoleAsync(" FINANCE ", await directory.UserAsync("ada"));

        var after = await directory.Scim.GetAsync($"Roles/{before["id"]}", HttpStatusCode.OK);

        Assert.Equal("""{"schemas":["%"],"id":"%","value":"FINANCE","display":"FINANCE (ACME)","type":"role","supported":true,"limitedAssignmentsPermitted":false,"totalAssignmentsUsed":1,"meta":{"resourceType":"Role","location":"%"}}""",
            after.ToJsonString().Replace(Role, "%", StringComparison.Ordinal).Replace($"{directory.Scim.BaseAddress}Roles/{before["id"]}", "%", StringComparison.Ordinal)
                .Replace((string)before["id"]!, "%", StringComparison.Ordinal));
        Assert.Matches("^[A-Za-z0-9]+$", (string)before["id"]!);
        await other.Scim.GetAsync($"Roles/{before["id"]}", HttpStatusCode.NotFound);
        await directory.Scim.GetAsync("Roles/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_a_configuration_that_is_switched_off_are_not_offered()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync(tenants: Two);
        var all = await host.Admin.GetAsync($"/admin/api/configurations?directoryId={directory.Id}", HttpStatusCode.OK);
        var east = all["items"]!.AsArray().Single(c => (string?)c!["tenantId"] == "MYTENANT")!;

        await host.Admin.PatchAsync($"/admin/api/configurations/{east["configurationId"]}", new { enabled = false }, HttpStatusCode.OK);

        Assert.Equal(["admin (ACME) 0", "user (ACME) 0"], await ShownAsync(directory));
    }

    [Theory]
    [InlineData("filter=type%20eq%20%22platform%22", new[] { "admin (ACME)", "user (ACME)" }, 2)]
    [InlineData("filter=value%20sw%20%22F%22%20and%20totalAssignmentsUsed%20ge%201", new[] { "Finance (ACME)" }, 1)]
    [InlineData("filter=supported%20eq%20false", new string[0], 0)]
    [InlineData("startIndex=2&count=2", new[] { "user (ACME)", "Finance (ACME)" }, 4)]
    [InlineData("count=0", new string[0], 4)]
    public async Task Are_found_and_paged_like_other_resources(string query, string[] found, int total)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("Finance", await directory.UserAsync("ada"));
        await directory.RoleAsync("HR");

        var page = await directory.Scim.GetAsync($"Roles?{query}&attributes=display", HttpStatusCode.OK);

        Assert.Equal(found, page["Resources"]!.AsArray().Select(r => (string)r!["display"]!));
        Assert.Equal((total, found.Length), ((int)page["totalResults"]!, (int)page["itemsPerPage"]!));
        Assert.All(page["Resources"]!.AsArray(), r => Assert.Equal(["schemas", "id", "display"], r!.AsObject().Select(p => p.Key)));
    }

    [Fact]
    public async Task Are_found_by_post_too_and_refuse_what_is_no_filter()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var found = await directory.Scim.PostAsync("Roles/.search",
            new { schemas = new[] { "urn:ietf:params:scim:api:messages:2.0:SearchRequest" }, filter = "value eq \"ADMIN\"" }, HttpStatusCode.OK);
        var refused = await directory.Scim.GetAsync("Roles?filter=userName%20pr", HttpStatusCode.BadRequest);

        Assert.Equal(1, (int)found["totalResults"]!);
        Assert.Equal("invalidFilter", (string?)refused["scimType"]);
    }

    [Theory]
    [InlineData("POST", "Roles")]
    [InlineData("PUT", "Roles/x")]
    [InlineData("PATCH", "Roles/x")]
    [InlineData("DELETE", "Roles/x")]
    public async Task Cannot_be_written(string method, string path)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { value = "x" }) };

        var error = await Answers.ReadAsync(directory.Scim.SendAsync(request), HttpStatusCode.MethodNotAllowed);

        Assert.Equal("405", (string?)error["status"]);
    }

    [Fact]
    public async Task Are_announced_with_schema_and_endpoint_and_entitlements_are_not()
    {
        await using var host = new Host();
        var scim = (await host.NewDirectoryAsync()).Scim;

        var type = await scim.GetAsync("ResourceTypes/Role", HttpStatusCode.OK);
        var schema = await scim.GetAsync($"Schemas/{Role}", HttpStatusCode.OK);
        var config = (await scim.GetAsync("ServiceProviderConfig", HttpStatusCode.OK))["RolesAndEntitlements"]!;

        Assert.Equal(("/Roles", Role), ((string)type["endpoint"]!, (string)type["schema"]!));
        Assert.Equal(
            ["value", "display", "type", "supported", "limitedAssignmentsPermitted", "totalAssignmentsPermitted", "totalAssignmentsUsed", "containedBy", "contains"],
            schema["attributes"]!.AsArray().Select(a => (string)a!["name"]!));
        Assert.All(schema["attributes"]!.AsArray(), a => Assert.Equal("readOnly", (string?)a!["mutability"]));
        Assert.Equal("""{"roles":{"supported":true,"multipleRolesSupported":true,"primarySupported":true,"typeSupported":true},"entitlements":{"supported":false}}""", config.ToJsonString());
        await scim.GetAsync("Entitlements", HttpStatusCode.NotFound);
        Assert.Equal(3, (int)(await scim.GetAsync("ResourceTypes", HttpStatusCode.OK))["totalResults"]!);
    }

    static async Task<JsonArray> AllAsync(TestDirectory directory) =>
        (await directory.Scim.GetAsync("Roles", HttpStatusCode.OK))["Resources"]!.AsArray();

    static async Task<IEnumerable<string>> ShownAsync(TestDirectory directory) =>
        (await AllAsync(directory)).Select(r => $"{r!["display"]} {r["totalAssignmentsUsed"]}");
}
