using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Fuzz.Targets;

/// <summary>Bodies as the server reads them off a request.</summary>
static class Bodies
{
    /// <summary>The keywords that a body may be refused with.</summary>
    public static readonly string[] Keywords =
        [ScimTypes.InvalidSyntax, ScimTypes.InvalidValue, ScimTypes.InvalidPath, ScimTypes.NoTarget, ScimTypes.Mutability];

    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = ScimJson.MediaType;
        http.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        // All of it is there: nothing is waited for.
        return ScimBody.ReadAsync(http.Request, Samples.Limits).GetAwaiter().GetResult();
    }
}
