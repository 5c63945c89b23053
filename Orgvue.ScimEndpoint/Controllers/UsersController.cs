using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>RFC 7644 §3 over the users of a directory.</summary>
[Route("scim/v2/{directory}/Users")]
public sealed class UsersController(Users users, Lists lists, ScimLimits limits) : ScimController
{
    Projection Projection => Paging.Projection(Request, Directory.User);

    [HttpPost]
    public async Task<IActionResult> Create([FromScimBody] JsonObject body, CancellationToken ct)
    {
        var projection = Projection;
        return Resource(await users.CreateAsync(Directory, body, ct), projection.Showing(Specified.By(Directory.User, body)), StatusCodes.Status201Created);
    }

    [HttpGet]
    public async Task<IActionResult> List()
    {
        var query = Paging.Query(Request, Root);
        return Page(await lists.UsersAsync(Directory, query, Aborted), query);
    }

    [HttpPost(".search")]
    public async Task<IActionResult> Search([FromScimBody] JsonObject body, CancellationToken ct)
    {
        var query = SearchRequest.Read(body, Root, Directory.Tolerance, limits);
        return Page(await lists.UsersAsync(Directory, query, ct), query);
    }

    [HttpGet(One)]
    public async Task<IActionResult> Get()
    {
        var projection = Projection;
        return Resource(await users.GetAsync(Directory, Id, projection.Returns("groups"), Aborted), projection);
    }

    [HttpPut(One)]
    public async Task<IActionResult> Replace(string id, [FromScimBody] JsonObject body, CancellationToken ct)
    {
        var projection = Projection;
        return Resource(await users.ReplaceAsync(Directory, id, body, IfMatch, ct), projection.Showing(Specified.By(Directory.User, body)));
    }

    [HttpPatch(One)]
    public async Task<IActionResult> Patch(string id, [FromScimBody] JsonObject body, CancellationToken ct)
    {
        var projection = Projection;
        var operations = PatchRequest.Read(body, Directory.Tolerance, limits);
        return Resource(await users.PatchAsync(Directory, id, operations, IfMatch, ct), projection.Showing(Specified.By(Directory.User, operations)));
    }

    [HttpDelete(One)]
    public async Task<IActionResult> Delete(string id, CancellationToken ct)
    {
        await users.DeleteAsync(Directory, id, IfMatch, ct);
        return NoContent();
    }
}
