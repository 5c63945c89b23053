using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>What a client can find out before it pushes anything (RFC 7644 §4).</summary>
[Route("scim/v2/{directory}")]
public sealed class DiscoveryController(PagingOptions paging, ScimLimits limits) : ScimController
{
    ResourceType[] Types => [Directory.User, Directory.Group, BuiltIn.Role];

    [HttpGet("ServiceProviderConfig")]
    public IActionResult Config()
    {
        RefuseFilter();
        return Json(ServiceProviderConfig.Of(Root, paging, limits, AuthenticationSchemes.Of(HttpContext.Features.Get<WaysIn>() ?? WaysIn.Default, $"{Request.Scheme}://{Request.Host}{Request.PathBase}")));
    }

    [HttpGet("ResourceTypes")]
    public IActionResult ResourceTypes() => Everything(Types.Select(Show));

    [HttpGet("ResourceTypes/{id}")]
    public IActionResult ResourceType(string id) =>
        Json(Show(Array.Find(Types, t => t.Name == id) ?? throw new ScimException(404, null, "There is no such resource type; there are User, Group and Role.")));

    [HttpGet("Schemas")]
    public IActionResult Schemas() => Everything(AllSchemas.Select(Show));

    [HttpGet("Schemas/{id}")]
    public IActionResult Schema(string id) => Json(Show(
        AllSchemas.FirstOrDefault(s => s.Id.Equals(Slashed(id), StringComparison.OrdinalIgnoreCase))
        ?? throw new ScimException(404, null, "There is no such schema; GET /Schemas lists them.")));

    /// <summary>A bearer token stands for a directory, not for one of its users (RFC 7644 §3.11).</summary>
    [AcceptVerbs("GET", "POST", "PUT", "PATCH", "DELETE", Route = "Me")]
    public IActionResult Me() => throw new ScimException(501, null, "/Me is not offered: a directory's token stands for no user.");

    // RFC 7643 §7: every URI in a "schemas" has its schema, so those of the discovery resources have theirs (§8.7.2).
    IEnumerable<Schema> AllSchemas => Types.SelectMany(t => t.Extensions.Prepend(t.Core))
        .Concat([BuiltIn.ServiceProviderConfigSchema, BuiltIn.ResourceTypeSchema, BuiltIn.SchemaSchema]).DistinctBy(s => s.Id);

    // A slash in a URI comes through a route as it was escaped.
    static string Slashed(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    // RFC 7644 §4: a filter on these is refused, and paging and sorting are ignored.
    ScimJson Everything(IEnumerable<JsonObject> resources)
    {
        RefuseFilter();
        var all = resources.ToList();
        return new(Paging.List(all, all.Count, 1));
    }

    void RefuseFilter()
    {
        if (Request.Query.ContainsKey("filter")) throw new ScimException(403, null, "Discovery endpoints take no filter (RFC 7644 section 4).");
    }

    JsonObject Show(ResourceType type) => WithMeta(type.ToJson(), "ResourceType", $"{Root}/ResourceTypes/{type.Name}");

    JsonObject Show(Schema schema) => WithMeta(schema.ToJson(), "Schema", $"{Root}/Schemas/{schema.Id.Replace("/", "%2F", StringComparison.Ordinal)}");

    static JsonObject WithMeta(JsonObject shown, string type, string location)
    {
        shown["meta"] = new JsonObject { ["resourceType"] = type, ["location"] = location };
        return shown;
    }
}
