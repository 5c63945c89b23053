using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>A SCIM answer: JSON under its own media type (RFC 7644 §3.1), names as they are, text unescaped where JSON allows.</summary>
public sealed class ScimJson(JsonNode body, int status = StatusCodes.Status200OK) : IActionResult
{
    public const string MediaType = "application/scim+json";

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public Task ExecuteResultAsync(ActionContext context) => WriteAsync(context.HttpContext.Response, body, Status);

    public static Task WriteAsync(HttpResponse response, JsonNode body, int status)
    {
        response.StatusCode = status;
        response.ContentType = MediaType;
        return response.WriteAsync(body.ToJsonString(Plain), response.HttpContext.RequestAborted);
    }
}
