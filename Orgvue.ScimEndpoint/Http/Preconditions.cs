using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>If-Match and If-None-Match (RFC 7644 §3.14), as the versions that they name.</summary>
static class Preconditions
{
    /// <summary>The versions that the client will accept to change; null when it states none or accepts any.</summary>
    public static IReadOnlyCollection<int>? IfMatch(HttpRequest request) => Versions(request.Headers.IfMatch);

    /// <summary>The same of a text that stands for the header, as a bulk operation's "version" does (RFC 7644 §3.7).</summary>
    public static IReadOnlyCollection<int>? IfMatch(string version) => Versions(version);

    /// <summary>Whether the client already has this version.</summary>
    public static bool Has(HttpRequest request, int version) => Versions(request.Headers.IfNoneMatch)?.Contains(version) == true;

    static List<int>? Versions(Microsoft.Extensions.Primitives.StringValues header)
    {
        if (header.Count == 0) return null;
        var tags = EntityTagHeaderValue.TryParseList(header, out var parsed) ? parsed : [];
        if (tags.Any(t => t.Tag == "*")) return null;
        return [.. tags.Select(t => int.TryParse(t.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1)];
    }
}
