using System.Globalization;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The parameters of a query (RFC 7644 §3.4.2, RFC 9865 §2), and the list that answers it.</summary>
static class Paging
{
    public const int DefaultCount = 100;
    public const int MaxCount = 1000;

    public static Query Query(HttpRequest request, string root) => Query(
        name => Text(request, name), name => List(request, name), (name, scimType) => Number(request, name, scimType), root);

    /// <param name="text">A parameter, null where it was not given; and so the others: a list with commas between, and a whole number.</param>
    public static Query Query(Func<string, string?> text, Func<string, string?> list, Func<string, string, long?> number, string root)
    {
        var (cursor, sortBy) = (text("cursor"), text("sortBy"));
        // Below 1 is 1, a negative count is 0: the RFC says so, and Okta asks for startIndex=0.
        var startIndex = number("startIndex", ScimTypes.InvalidValue);
        if (cursor is not null && startIndex is not null)
            throw new ScimException(ScimTypes.InvalidValue, "Expected either startIndex or cursor (RFC 9865 section 2.4), but found both.");
        var count = number("count", cursor is null ? ScimTypes.InvalidValue : ScimTypes.InvalidCount);
        var descending = Descends(text("sortOrder"));
        return new()
        {
            Filter = text("filter"),
            SortBy = string.IsNullOrEmpty(sortBy) ? null : sortBy,
            Descending = descending && !string.IsNullOrEmpty(sortBy),
            StartIndex = (int)Math.Clamp(startIndex ?? 1, 1, int.MaxValue),
            Count = (int)Math.Clamp(count ?? DefaultCount, 0, MaxCount),
            Cursor = cursor,
            Attributes = list("attributes"),
            ExcludedAttributes = list("excludedAttributes"),
            Root = root,
        };
    }

    public static Projection Projection(HttpRequest request, ResourceType type) => Scim.Schemas.Projection.Parse(
        type, List(request, "attributes"), List(request, "excludedAttributes"));

    public static JsonObject List(
        IEnumerable<JsonObject> resources, int total, int? startIndex, string? nextCursor = null, string? previousCursor = null)
    {
        var shown = new JsonArray([.. resources]);
        var list = new JsonObject { ["schemas"] = new JsonArray(ScimUris.ListResponse), ["totalResults"] = total };
        if (startIndex is not null) list["startIndex"] = startIndex;
        list["itemsPerPage"] = shown.Count;
        if (previousCursor is not null) list["previousCursor"] = previousCursor;
        if (nextCursor is not null) list["nextCursor"] = nextCursor;
        list["Resources"] = shown;
        return list;
    }

    static bool Descends(string? sortOrder) => sortOrder?.ToUpperInvariant() switch
    {
        null or "" or "ASCENDING" => false,
        "DESCENDING" => true,
        _ => throw new ScimException(
            ScimTypes.InvalidValue, $"Expected ascending or descending as sortOrder, but found {Excerpt.Of(sortOrder)}."),
    };

    // Of two filters, say, either one alone would answer another question than was asked.
    static string? Text(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [var only] => only,
        var many => many.Distinct().Count() == 1 ? many[0]
            : throw new ScimException(ScimTypes.InvalidValue, $"Expected {name} once, but found it {many.Count} times with different values."),
    };

    // attributes=a&attributes=b is attributes=a,b.
    static string? List(HttpRequest request, string name) => request.Query[name] is [_, ..] given ? string.Join(',', given.ToArray()) : null;

    static long? Number(HttpRequest request, string name, string scimType) => Text(request, name) is not { Length: > 0 } text ? null
        : Whole(text) ?? throw new ScimException(scimType, $"Expected a whole number as {name}, but found {Excerpt.Of(text)}.");

    /// <summary>The whole number in the text, or null; of one too great for us all that matters is that it is beyond every limit.</summary>
    public static long? Whole(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        var digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        return digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') ? null : text[0] == '-' ? long.MinValue : long.MaxValue;
    }
}
