using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>Reads a body of application/scim+json or application/json into a JSON object; refuses everything else as SCIM refuses.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromScimBodyAttribute : ModelBinderAttribute
{
    public FromScimBodyAttribute() : base(typeof(ScimBodyBinder)) => BindingSource = BindingSource.Body;
}

sealed class ScimBodyBinder(ScimLimits limits) : IModelBinder
{
    public async Task BindModelAsync(ModelBindingContext bindingContext) =>
        bindingContext.Result = ModelBindingResult.Success(await ScimBody.ReadAsync(bindingContext.HttpContext.Request, limits));
}

static class ScimBody
{
    public static Task<JsonObject> ReadAsync(HttpRequest request, ScimLimits limits) => ParseAsync(request, request.Body, limits.Depth);

    public static async Task<JsonObject> ParseAsync(HttpRequest request, System.IO.Stream content, int depth)
    {
        RefuseOtherMediaTypes(request.ContentType);
        try
        {
            // Two spellings of one attribute would leave it to chance which counts.
            var options = new JsonDocumentOptions { MaxDepth = depth, AllowDuplicateProperties = false };
            var body = await JsonNode.ParseAsync(content, documentOptions: options, cancellationToken: request.HttpContext.RequestAborted);
            if (body is JsonObject received) request.HttpContext.Features.Set(new ReceivedBody(received));
            return body as JsonObject ?? throw new ScimException(ScimTypes.InvalidSyntax, "Expected a JSON object as the body.");
        }
        catch (JsonException e)
        {
            throw new ScimException(ScimTypes.InvalidSyntax, Malformed(e));
        }
        // Looking for names that occur twice, the reader meets a lone surrogate in one.
        catch (InvalidOperationException)
        {
            throw new ScimException(ScimTypes.InvalidSyntax, "A name in the body is not valid Unicode text.");
        }
    }

    /// <summary>Bytes of the body; of one whose length was not announced, as it would be written compactly.</summary>
    public static long Size(HttpRequest request) => request.ContentLength
        ?? (request.HttpContext.Features.Get<ReceivedBody>() is { } body ? Encoding.UTF8.GetByteCount(body.Json.ToJsonString()) : 0);

    // RFC 7644 §3.1 and §8.1; IdPs send either type, and some send none.
    static void RefuseOtherMediaTypes(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return;
        var known = MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/scim+json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!known) throw new ScimException(415, null, "Expected Content-Type application/scim+json or application/json, in UTF-8.");
    }

    static string Malformed(JsonException e) => e.LineNumber is { } line
        ? $"The body is not well-formed JSON: see line {line + 1}, byte {e.BytePositionInLine + 1} (nothing may be nested deeper than the limit)."
        // What has no place is a name that occurs twice, and the reader's own sentence has the name.
        : $"The body is not well-formed JSON: {e.Message}";
}

/// <summary>The body that the request's action read, for whoever looks at the request when it is done. Not to be changed.</summary>
public sealed record ReceivedBody(JsonObject Json);
