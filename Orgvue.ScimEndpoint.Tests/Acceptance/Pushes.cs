using System.Net;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>What an identity provider pushes, a line each; answers are ids.</summary>
static class Pushes
{
    const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    public const string Prefix = "IAMAPP_Orgvue_SCIM_";

    public static async Task<string> UserAsync(this TestDirectory directory, string name) =>
        (string)(await directory.Scim.PostAsync("Users", User(name), HttpStatusCode.Created))["id"]!;

    public static object User(string name) => new
    {
        schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = $"{name}@contoso.example", active = true,
        emails = new[] { new { value = $"{name}@contoso.example", type = "work", primary = true } },
    };

    public static async Task<string> GroupAsync(this TestDirectory directory, string displayName, params string[] members) =>
        (string)(await directory.Scim.PostAsync("Groups", Group(displayName, members), HttpStatusCode.Created))["id"]!;

    public static object Group(string displayName, params string[] members) => new
    {
        schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:Group" }, displayName, members = members.Select(id => new { value = id }),
    };

    public static async Task<string?> FindGroupAsync(this TestDirectory directory, string displayName) => (string?)(await directory.Scim.GetAsync(
        $"Groups?filter={Uri.EscapeDataString($"displayName eq \"{displayName}\"")}&excludedAttributes=members", HttpStatusCode.OK))["Resources"]?[0]?["id"];

    /// <summary>A group with the guide's prefix.</summary>
    public static Task<string> RoleAsync(this TestDirectory directory, string role, params string[] members) =>
        directory.GroupAsync(Prefix + role, members);

    public static Task AddAsync(this TestDirectory directory, string group, params string[] members) =>
        directory.PatchGroupAsync(group, new { op = "add", path = "members", value = members.Select(id => new { value = id }) });

    public static Task RemoveAsync(this TestDirectory directory, string group, string member) =>
        directory.PatchGroupAsync(group, new { op = "remove", path = $"members[value eq \"{member}\"]" });

    public static Task EmptyAsync(this TestDirectory directory, string group) =>
        directory.PatchGroupAsync(group, new { op = "remove", path = "members" });

    public static Task RenameAsync(this TestDirectory directory, string group, string displayName) =>
        directory.PatchGroupAsync(group, new { op = "replace", path = "displayName", value = displayName });

    public static Task SetActiveAsync(this TestDirectory directory, string user, bool active) => directory.Scim.PatchAsync(
        $"Users/{user}", Patch(new { op = "replace", path = "active", value = active }), HttpStatusCode.OK);

    public static Task DeleteUserAsync(this TestDirectory directory, string user) =>
        directory.Scim.DeleteAsync($"Users/{user}", HttpStatusCode.NoContent);

    public static Task DeleteGroupAsync(this TestDirectory directory, string group) =>
        directory.Scim.DeleteAsync($"Groups/{group}", HttpStatusCode.NoContent);

    public static object Patch(params object[] operations) => new { schemas = new[] { PatchOp }, Operations = operations };

    static Task<JsonNode> PatchGroupAsync(this TestDirectory directory, string group, object operation) =>
        directory.Scim.PatchAsync($"Groups/{group}", Patch(operation), HttpStatusCode.NoContent);
}
