using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>If-Match and If-None-Match (RFC 7644 §3.14, RFC 9110 §13.1). A list that cannot be read names nothing.</summary>
static class Preconditions
{
    // Room for forty of our tags. What the framework cannot read takes it the square of its length: 4 KB took 11 ms.
    const int LongestList = 1024;

    /// <summary>
    /// The versions that the client will accept to change, whatever else its tags tell of; null when it states none or accepts any. With
    /// If-None-Match: * it accepts none that exists.
    /// </summary>
    public static IReadOnlyCollection<int>? IfMatch(HttpRequest request)
    {
        if (request.Headers.IfNoneMatch.Count > 0 && IsAny(Tags(request.Headers.IfNoneMatch))) return [];
        return request.Headers.IfMatch.Count == 0 ? null : IfMatch(request.Headers.IfMatch);
    }

    /// <summary>Refuses to read a resource that is at no version that If-Match names.</summary>
    public static void Check(HttpRequest request, int version)
    {
        if (request.Headers.IfMatch.Count == 0 || IfMatch(request.Headers.IfMatch) is not { } accepted || accepted.Contains(version)) return;
        throw new ScimException(412, null, $"The resource is at version {version}, not at one that If-Match names.");
    }

    /// <summary>The same of a text that stands for the header, as a bulk operation's "version" does (RFC 7644 §3.7).</summary>
    public static IReadOnlyCollection<int>? IfMatch(string version) => IfMatch(new StringValues(version));

    static List<int>? IfMatch(StringValues header)
    {
        var tags = Tags(header);
        return IsAny(tags) ? null : [.. tags.Select(Version)];
    }

    /// <summary>Whether the client already has the representation with this tag; what * asks for is that there be none.</summary>
    public static bool Has(HttpRequest request, string etag)
    {
        if (request.Headers.IfNoneMatch.Count == 0) return false;
        var tags = Tags(request.Headers.IfNoneMatch);
        return IsAny(tags) || tags.Any(tag => tag.Compare(EntityTagHeaderValue.Parse(etag), useStrongComparison: false));
    }

    static IList<EntityTagHeaderValue> Tags(StringValues header) =>
        header.Sum(line => line?.Length ?? 0) <= LongestList && EntityTagHeaderValue.TryParseList(header, out var parsed) ? parsed : [];

    static bool IsAny(IList<EntityTagHeaderValue> tags) => tags.Any(t => t.Tag == "*");

    static int Version(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"');
        var end = text.IndexOf(Representation.VersionEnd);
        return int.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}
