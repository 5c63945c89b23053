using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The answer that shows a page of resources (RFC 7644 §3.4.2).</summary>
public sealed class ScimList(Page page, Func<ResourceType, Projection> projectionOf, ResourceText text) : IActionResult
{
    const int Usual = 1024;

    public Task ExecuteResultAsync(ActionContext context) =>
        ScimJson.WriteAsync(context.HttpContext.Response, Write, StatusCodes.Status200OK, PooledBuffer.Smallest + page.Resources.Count * Usual);

    void Write(IBufferWriter<byte> to)
    {
        using (var head = new Utf8JsonWriter(to, new() { SkipValidation = true }))
        {
            head.WriteStartObject();
            head.WriteStartArray("schemas");
            head.WriteStringValue(ScimUris.ListResponse);
            head.WriteEndArray();
            head.WriteNumber("totalResults", page.TotalResults);
            if (page.StartIndex is { } start) head.WriteNumber("startIndex", start);
            head.WriteNumber("itemsPerPage", page.Resources.Count);
            if (page.PreviousCursor is { } previous) head.WriteString("previousCursor", previous);
            if (page.NextCursor is { } next) head.WriteString("nextCursor", next);
        }
        to.Write(",\"Resources\":["u8);
        var projections = new Dictionary<ResourceType, Projection>();
        for (var i = 0; i < page.Resources.Count; i++)
        {
            var resource = page.Resources[i];
            if (!projections.TryGetValue(resource.Type, out var projection)) projections[resource.Type] = projection = projectionOf(resource.Type);
            if (!projection.Returns(resource.Type.Members is null ? "groups" : "members")) resource = resource with { References = null };
            if (i > 0) to.Write(","u8);
            text.Write(to, resource, projection);
        }
        to.Write("]}"u8);
    }
}
