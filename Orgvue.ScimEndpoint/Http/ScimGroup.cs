using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The answer that shows a group with its members, of which there may be very many: they are written as they are read.</summary>
/// <param name="group">The group without its members.</param>
/// <param name="members">Its members, some at a time.</param>
public sealed class ScimGroup(
    Resource group, IAsyncEnumerable<IReadOnlyList<Reference>> members, Projection projection, ResourceText text) : IActionResult
{
    /// <summary>More than this is sent before the rest is read.</summary>
    const int Part = 64 * 1024;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, ct) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        using var buffer = new PooledBuffer();
        if (!text.IsPlain(group.Type, projection) || !PlainRepresentation.TryBegin(buffer, group))
        {
            await WholeAsync(response, ct);
            return;
        }
        RequestTime.Over(context.HttpContext);
        ScimJson.Head(response, StatusCodes.Status200OK);
        var (written, sent) = (0, false);
        await foreach (var part in members.WithCancellation(ct))
            foreach (var member in part)
            {
                if (written == 0) System.Buffers.BuffersExtensions.Write(buffer, ",\"members\":["u8);
                text.Stored.Write(buffer, member, group, isFirst: written++ == 0);
                if (buffer.Length < Part) continue;
                // What cannot be taken back any more: from here on a failure ends the connection in the middle.
                await response.Body.WriteAsync(buffer.Written, ct);
                sent = true;
                buffer.Clear();
            }
        if (written > 0) System.Buffers.BuffersExtensions.Write(buffer, "]"u8);
        text.Stored.End(buffer, group);
        if (!sent) response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.Written, ct);
    }

    async Task WholeAsync(HttpResponse response, CancellationToken ct)
    {
        var all = new List<Reference>();
        await foreach (var part in members.WithCancellation(ct)) all.AddRange(part);
        await ScimJson.WriteAsync(response, to => text.Write(to, group with { References = all }, projection), StatusCodes.Status200OK);
    }
}
