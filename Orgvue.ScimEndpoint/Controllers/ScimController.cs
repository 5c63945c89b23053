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
    /// <summary>The route of one resource.</summary>
    protected const string One = "{id:" + ResourceId.Name + "}";

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
        // The tag stands for what is shown: without groups it does not tell of them.
        if (!projection.Returns(resource.Type.Members is null ? "groups" : "members")) resource = resource with { References = null };
        var tag = Identify(resource);
        // RFC 9110 §13.2.2: If-Match first. What was written was checked where it was written.
        if (HttpMethods.IsGet(Request.Method)) Preconditions.Check(Request, resource.Version);
        if (HttpMethods.IsGet(Request.Method) && Preconditions.Has(Request, tag)) return StatusCode(StatusCodes.Status304NotModified);
        return new ScimJson(projection.Apply(Representation.Of(resource, Root)), status);
    }

    /// <summary>Says in headers which resource, at which version, an answer is about; returns the tag (RFC 7643 §3.1, RFC 7644 §3.1).</summary>
    protected string Identify(Resource resource)
    {
        var (location, tag) = (Representation.Location(resource, Root), Representation.ETag(resource));
        (Response.Headers.Location, Response.Headers.ContentLocation, Response.Headers.ETag) = (location, location, tag);
        return tag;
    }

    protected IActionResult Page(Page page, Query query)
    {
        var projections = page.Resources.Select(r => r.Type).Distinct().ToDictionary(type => type, query.ProjectionOf);
        return new ScimJson(Paging.List(
            page.Resources.Select(r => projections[r.Type].Apply(Representation.Of(r, Root))),
            page.TotalResults, page.StartIndex, page.NextCursor, page.PreviousCursor));
    }

    protected static IActionResult Json(JsonObject body) => new ScimJson(body);
}
