using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>A role that the groups of a directory can give, and how many users have it so (draft-ietf-scim-roles-entitlements).</summary>
public sealed record OfferedRole(TenantRole Role, int Users)
{
    /// <summary>Made of the tenant and the role alone: the same role has the same id for ever, whichever group gives it.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Role.Tenant}\n{Role.Key}")).AsSpan(0, 16));

    /// <summary>By tenant, the platform roles first: the order where nobody asked for another.</summary>
    internal SortKey Place => SortKey.Of($"{Role.Tenant}\n{(Role.IsPlatform ? 0 : 1)}{Role.Key}");

    /// <param name="root">The directory's SCIM base URL, without a slash at its end.</param>
    public JsonObject Shown(string root) => new()
    {
        ["schemas"] = new JsonArray(ScimUris.Role),
        ["id"] = Id,
        ["value"] = Role.Role,
        ["display"] = $"{Role.Role} ({Role.Tenant})",
        ["type"] = Role.IsPlatform ? "platform" : "role",
        ["supported"] = true,
        ["limitedAssignmentsPermitted"] = false,
        ["totalAssignmentsUsed"] = Users,
        ["meta"] = new JsonObject { ["resourceType"] = BuiltIn.Role.Name, ["location"] = $"{root}{BuiltIn.Role.Endpoint}/{Id}" },
    };
}

/// <summary>One page of roles, whole; the caller shows what was asked for.</summary>
public sealed record RolePage(
    IReadOnlyList<JsonObject> Resources, int TotalResults, int? StartIndex = null, string? NextCursor = null, string? PreviousCursor = null);
