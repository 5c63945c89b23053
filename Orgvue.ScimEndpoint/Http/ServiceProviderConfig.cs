using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>What this server can do (RFC 7643 §5). It says only what is so.</summary>
static class ServiceProviderConfig
{
    public static JsonObject Of(string root, PagingOptions paging, ScimLimits limits, JsonArray authentication) => new()
    {
        ["schemas"] = new JsonArray(ScimUris.ServiceProviderConfig),
        ["documentationUri"] = "https://www.rfc-editor.org/rfc/rfc7644",
        ["patch"] = Supported(true),
        // authentik cuts its PATCHes of members by maxOperations.
        ["bulk"] = new JsonObject { ["supported"] = true, ["maxOperations"] = limits.BulkOperations, ["maxPayloadSize"] = limits.BulkPayload },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = Paging.MaxCount },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(true),
        ["etag"] = Supported(true),
        ["pagination"] = Pagination(paging),
        // draft-ietf-scim-roles-entitlements. What it says of a user's roles is so of the attribute; which roles count, groups decide.
        ["RolesAndEntitlements"] = new JsonObject
        {
            ["roles"] = new JsonObject
            {
                ["supported"] = true, ["multipleRolesSupported"] = true, ["primarySupported"] = true, ["typeSupported"] = true,
            },
            ["entitlements"] = Supported(false),
        },
        ["authenticationSchemes"] = authentication,
        ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = $"{root}/ServiceProviderConfig" },
    };

    // RFC 9865 §4. Clients that ask for no method have always got pages by index.
    static JsonObject Pagination(PagingOptions paging)
    {
        var shown = new JsonObject
        {
            ["cursor"] = true, ["index"] = true, ["defaultPaginationMethod"] = "index",
            ["defaultPageSize"] = Paging.DefaultCount, ["maxPageSize"] = Paging.MaxCount,
        };
        if (paging.CursorTimeout >= TimeSpan.FromSeconds(1)) shown["cursorTimeout"] = (long)paging.CursorTimeout.TotalSeconds;
        return shown;
    }

    static JsonObject Supported(bool supported) => new() { ["supported"] = supported };
}
