using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>What all SCIM endpoints share: who asks, where resources live, and how an answer is shaped.</summary>
[Authorize(AuthenticationSchemes = Schemes.Directory)]
public abstract class ScimController : ControllerBase, IAsyncActionFilter
{
    /// <summary>The directory of the caller's token; there before the action begins.</summary>
    protected DirectoryContext Directory { get; private set; } = null!;

    /// <summary>The directory's base URL, as the client reached it.</summary>
    protected string Root => $"{Request.Scheme}://{Request.Host}{Request.PathBase}/scim/v2/{Request.RouteValues["directory"]}";

    protected IReadOnlyCollection<int>? IfMatch => Preconditions.IfMatch(Request);

    [NonAction]
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var contexts = HttpContext.RequestServices.GetRequiredService<DirectoryContexts>();
        Directory = await contexts.OfAsync(User.Directory(), User.Profile(), User.SchemasVersion(), HttpContext.RequestAborted);
        HttpContext.Features.Set(Directory);
        if (Directory.Profile.IsWorkOs) WorkOsRules.CheckSize(ScimBody.Size(Request));
        await next();
    }

    protected IActionResult Resource(Resource resource, Projection projection, int status = StatusCodes.Status200OK)
    {
        Response.Headers.ETag = Representation.ETag(resource.Version);
        var location = Representation.Location(resource, Root);
        if (status == StatusCodes.Status201Created) Response.Headers.Location = location;
        else if (Preconditions.Has(Request, resource.Version) && HttpMethods.IsGet(Request.Method)) return StatusCode(StatusCodes.Status304NotModified);
        Response.Headers.ContentLocation = location;
        return new ScimJson(projection.Apply(Representation.Of(resource, Root)), status);
    }

    protected IActionResult Page(Page page, Projection projection) => new ScimJson(Paging.List(
        page.Resources.Select(r => projection.Apply(Representation.Of(r, Root))), page.TotalResults, page.StartIndex));

    protected static IActionResult Json(JsonObject body) => new ScimJson(body);
}
