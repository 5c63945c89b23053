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
    protected string Root => field ??= $"{Request.Scheme}://{Request.Host}{Request.PathBase}/scim/v2/{Request.RouteValues["directory"]}";

    // What is asked most takes these two from here: binding a parameter of an action costs as much as reading a row.
    protected string Id => (string)Request.RouteValues["id"]!;

    protected CancellationToken Aborted => HttpContext.RequestAborted;

    ResourceText Text => new(Root, Directory.SchemasVersion == 0);

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
        return Known(resource) is { } known ? known : new ScimResource(resource, projection, Text, status);
    }

    /// <param name="group">Without its members, which are read as they are written.</param>
    protected IActionResult Group(Resource group, IAsyncEnumerable<IReadOnlyList<Reference>> members, Projection projection) =>
        Known(group) is { } known ? known : new ScimGroup(group, members, projection, Text);

    /// <summary>304 where a client that reads has the resource already; null where it is to be shown.</summary>
    StatusCodeResult? Known(Resource resource)
    {
        var tag = Identify(resource);
        if (!HttpMethods.IsGet(Request.Method)) return null;
        // RFC 9110 §13.2.2: If-Match first. What was written was checked where it was written.
        Preconditions.Check(Request, resource.Version);
        return Preconditions.Has(Request, tag) ? StatusCode(StatusCodes.Status304NotModified) : null;
    }

    /// <summary>Says in headers which resource, at which version, an answer is about; returns the tag (RFC 7643 §3.1, RFC 7644 §3.1).</summary>
    protected string Identify(Resource resource)
    {
        var (location, tag) = (Representation.Location(resource, Root), Representation.ETag(resource));
        (Response.Headers.Location, Response.Headers.ContentLocation, Response.Headers.ETag) = (location, location, tag);
        return tag;
    }

    protected IActionResult Page(Page page, Query query) => new ScimList(page, query.ProjectionOf, Text);

    protected static IActionResult Json(JsonObject body) => new ScimJson(body);
}
