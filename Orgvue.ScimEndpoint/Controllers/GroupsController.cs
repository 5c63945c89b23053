using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>RFC 7644 §3 over the groups of a directory: the roles that the identity provider pushes.</summary>
[Route("scim/v2/{directory}/Groups")]
public sealed class GroupsController(Groups groups, Lists lists, ScimLimits limits) : ScimController
{
    Projection Projection => Paging.Projection(Request, Directory.Group);

    [HttpPost]
    public async Task<IActionResult> Create([FromScimBody] JsonObject body, CancellationToken ct)
    {
        var projection = Projection;
        return Resource(await groups.CreateAsync(Directory, body, ct), projection.Showing(Specified.By(Directory.Group, body)), StatusCodes.Status201Created);
    }

    [HttpGet]
    public async Task<IActionResult> List()
    {
        var query = Paging.Query(Request, Root);
        return Page(await lists.GroupsAsync(Directory, query, Aborted), query);
    }

    [HttpPost(".search")]
    public async Task<IActionResult> Search([FromScimBody] JsonObject body, CancellationToken ct)
    {
        var query = SearchRequest.Read(body, Root, Directory.Tolerance, limits);
        return Page(await lists.GroupsAsync(Directory, query, ct), query);
    }

    [HttpGet(One)]
    public async Task<IActionResult> Get()
    {
        var projection = Projection;
        var group = await groups.GetAsync(Directory, Id, Aborted);
        return projection.Returns("members") ? Group(group, groups.MembersOfAsync(Directory, group.Id, Aborted), projection) : Resource(group, projection);
    }

    [HttpPut(One)]
    public async Task<IActionResult> Replace(string id, [FromScimBody] JsonObject body, CancellationToken ct)
    {
        var projection = Projection;
        return Resource(await groups.ReplaceAsync(Directory, id, body, IfMatch, ct), projection.Showing(Specified.By(Directory.Group, body)));
    }

    /// <summary>204, as Entra is best served for large groups; 200 with the resource where the client asked for attributes (RFC 7644 §3.5.2).</summary>
    [HttpPatch(One)]
    public async Task<IActionResult> Patch(string id, [FromScimBody] JsonObject body, CancellationToken ct)
    {
        var projection = Projection;
        var asked = Request.Query.ContainsKey("attributes") || Request.Query.ContainsKey("excludedAttributes");
        var operations = PatchRequest.Read(body, Directory.Tolerance, limits);
        var resource = await groups.PatchAsync(Directory, id, operations, IfMatch, asked && projection.Returns("members"), ct);
        if (asked) return Resource(resource, projection);
        Identify(resource);
        return NoContent();
    }

    [HttpDelete(One)]
    public async Task<IActionResult> Delete(string id, CancellationToken ct)
    {
        await groups.DeleteAsync(Directory, id, IfMatch, ct);
        return NoContent();
    }
}
