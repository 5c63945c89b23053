using System.Globalization;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>startIndex and count (RFC 7644 §3.4.2.4), and the list that answers them.</summary>
static class Paging
{
    public const int DefaultCount = 100;
    public const int MaxCount = 1000;

    public static Query Query(HttpRequest request, ResourceType type) => Query(
        request.Query["filter"] is { Count: > 0 } filter ? filter.ToString() : null,
        Number(request, "startIndex"), Number(request, "count"), Projection(request, type));

    // Below 1 is 1, a negative count is 0: the RFC says so, and Okta asks for startIndex=0.
    public static Query Query(string? filter, long? startIndex, long? count, Projection projection) => new(
        filter, (int)Math.Clamp(startIndex ?? 1, 1, int.MaxValue), (int)Math.Clamp(count ?? DefaultCount, 0, MaxCount), projection);

    public static Projection Projection(HttpRequest request, ResourceType type) => Scim.Schemas.Projection.Parse(
        type, request.Query["attributes"].FirstOrDefault(), request.Query["excludedAttributes"].FirstOrDefault());

    public static JsonObject List(IEnumerable<JsonObject> resources, int total, int startIndex)
    {
        var shown = new JsonArray([.. resources]);
        return new()
        {
            ["schemas"] = new JsonArray(ScimUris.ListResponse),
            ["totalResults"] = total,
            ["startIndex"] = startIndex,
            ["itemsPerPage"] = shown.Count,
            ["Resources"] = shown,
        };
    }

    static long? Number(HttpRequest request, string name)
    {
        var text = request.Query[name].FirstOrDefault();
        if (string.IsNullOrEmpty(text)) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        throw new ScimException(ScimTypes.InvalidValue, $"Expected a whole number as {name}.");
    }
}
