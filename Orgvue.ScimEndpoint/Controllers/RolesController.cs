using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>The roles that groups can give (draft-ietf-scim-roles-entitlements). They follow from the groups and cannot be written.</summary>
[Route("scim/v2/{directory}/Roles")]
public sealed class RolesController(RoleCatalog roles, ScimLimits limits) : ScimController
{
    [HttpGet]
    public Task<IActionResult> List(CancellationToken ct) => PageAsync(Paging.Query(Request, Root), ct);

    [HttpPost(".search")]
    public Task<IActionResult> Search([FromScimBody] JsonObject body, CancellationToken ct) =>
        PageAsync(SearchRequest.Read(body, Root, Directory.Tolerance, limits), ct);

    [HttpGet(One)]
    public async Task<IActionResult> Get(string id, CancellationToken ct)
    {
        var projection = Paging.Projection(Request, BuiltIn.Role);
        return Json(projection.Apply(await roles.GetAsync(Directory, id, Root, ct)));
    }

    async Task<IActionResult> PageAsync(Query query, CancellationToken ct)
    {
        var projection = query.ProjectionOf(BuiltIn.Role);
        var page = await roles.ListAsync(Directory, query, ct);
        return Json(Paging.List(page.Resources.Select(projection.Apply), page.TotalResults, page.StartIndex, page.NextCursor, page.PreviousCursor));
    }
}
