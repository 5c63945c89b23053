using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>A SCIM answer: JSON under its own media type (RFC 7644 §3.1), names as they are, text unescaped where JSON allows.</summary>
public sealed class ScimJson(JsonNode body, int status = StatusCodes.Status200OK) : IActionResult
{
    public const string MediaType = "application/scim+json";

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public Task ExecuteResultAsync(ActionContext context) => WriteAsync(context.HttpContext.Response, body, Status);

    public static Task WriteAsync(HttpResponse response, JsonNode body, int status) => WriteAsync(response, to =>
    {
        using var json = new Utf8JsonWriter(to, Plain);
        body.WriteTo(json);
    }, status);

    /// <summary>Sends what is written, and how long it is.</summary>
    internal static async Task WriteAsync(HttpResponse response, Action<IBufferWriter<byte>> write, int status, int expected = PooledBuffer.Smallest)
    {
        using var buffer = new PooledBuffer(expected);
        write(buffer);
        Head(response, status);
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.Written, response.HttpContext.RequestAborted);
    }

    internal static void Head(HttpResponse response, int status) => (response.StatusCode, response.ContentType) = (status, MediaType);
}
