using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>An answer in exact JSON. WorkOS's node SDK drops the body of anything that does not say it is JSON.</summary>
public sealed class WireJson(string text, int status = StatusCodes.Status200OK) : IActionResult
{
    public WireJson(JsonNode body, int status = StatusCodes.Status200OK) : this(ExactJson.Text(body), status) { }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var bytes = Encoding.UTF8.GetBytes(text);
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json", bytes.Length);
        await response.Body.WriteAsync(bytes, context.HttpContext.RequestAborted);
    }
}
