using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>Reads the body of a bulk request, which has a limit of its own, counted in the bytes that come (RFC 7644 §3.7.4).</summary>
static class BulkBody
{
    // The envelope, its operations and an operation stand around a body that alone may be as deep as any other.
    const int Envelope = 3;

    public static async Task<JsonObject> ReadAsync(HttpRequest request, ScimLimits limits)
    {
        // The server's own limit would refuse without naming this one.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;
        if (request.ContentLength > limits.BulkPayload)
        {
            await HttpSetup.ReadAwayAsync(request.HttpContext);
            throw TooLarge(limits);
        }
        using var body = await UpToAsync(request, limits);
        return await ScimBody.ParseAsync(request, body, limits.Depth + Envelope);
    }

    static async Task<System.IO.MemoryStream> UpToAsync(HttpRequest request, ScimLimits limits)
    {
        var body = new System.IO.MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > limits.BulkPayload) throw TooLarge(limits);
            body.Write(buffer, 0, read);
        }
        body.Position = 0;
        return body;
    }

    static ScimException TooLarge(ScimLimits limits) =>
        new(413, null, $"The size of the bulk operation exceeds the maxPayloadSize ({limits.BulkPayload}).");
}
