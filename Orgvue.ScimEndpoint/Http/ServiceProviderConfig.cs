using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>What this server can do (RFC 7643 §5). It says only what is so.</summary>
static class ServiceProviderConfig
{
    public static JsonObject Of(string root, PagingOptions paging) => new()
    {
        ["schemas"] = new JsonArray(ScimUris.ServiceProviderConfig),
        ["documentationUri"] = "https://www.rfc-editor.org/rfc/rfc7644",
        ["patch"] = Supported(true),
        // Required by the RFC even where bulk is off; authentik switches PATCH off when they are missing.
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = Paging.MaxCount },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(true),
        ["etag"] = Supported(true),
        ["pagination"] = Pagination(paging),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "The directory's token, sent as: Authorization: Bearer <token>",
            ["specUri"] = "https://www.rfc-editor.org/rfc/rfc6750",
            ["primary"] = true,
        }),
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
