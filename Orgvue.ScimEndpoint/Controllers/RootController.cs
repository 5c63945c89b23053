using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>Queries of the server root: users and groups in one list (RFC 7644 §3.4.2.1, §3.4.3).</summary>
[Route("scim/v2/{directory}")]
public sealed class RootController(Lists lists, ScimLimits limits) : ScimController
{
    [HttpGet]
    public async Task<IActionResult> List(CancellationToken ct)
    {
        var query = Paging.Query(Request, Root);
        return Page(await lists.EverythingAsync(Directory, query, ct), query);
    }

    [HttpPost(".search")]
    public async Task<IActionResult> Search([FromScimBody] JsonObject body, CancellationToken ct)
    {
        var query = SearchRequest.Read(body, Root, Directory.Tolerance, limits);
        return Page(await lists.EverythingAsync(Directory, query, ct), query);
    }
}
