using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The answer that shows one resource.</summary>
public sealed class ScimResource(Resource resource, Projection projection, ResourceText text, int status) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) =>
        ScimJson.WriteAsync(context.HttpContext.Response, buffer => text.Write(buffer, resource, projection), status);
}
