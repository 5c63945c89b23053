using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The body of POST /.search (RFC 7644 §3.4.3): the same query as in a URL, where nobody logs it.</summary>
static class SearchRequest
{
    public static Query Read(JsonObject body, string root, Tolerance tolerance, ScimLimits limits)
    {
        JsonShape.Check(body, limits);
        var given = new Dictionary<string, JsonNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in body)
            if (value is not null && !given.TryAdd(name, value))
                throw new ScimException(ScimTypes.InvalidSyntax, $"{Excerpt.Of(name)} occurs twice, in two spellings.");
        var schemas = Texts(given, "schemas");
        if (schemas is null) tolerance.Accept(Deviation.MissingSchemas, SchemasExpected);
        else if (!schemas.Split(',').Contains(ScimUris.SearchRequest, StringComparer.OrdinalIgnoreCase)) throw SchemasExpected();
        return Paging.Query(name => Text(given, name), name => Texts(given, name), (name, scimType) => Number(given, name, scimType), root);
    }

    static ScimException SchemasExpected() => new(ScimTypes.InvalidSyntax, $"schemas must be [\"{ScimUris.SearchRequest}\"].");

    static string? Text(Dictionary<string, JsonNode> given, string name) => !given.TryGetValue(name, out var value) ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : throw new ScimException(ScimTypes.InvalidValue, $"Expected a string as {name}.");

    static long? Number(Dictionary<string, JsonNode> given, string name, string scimType) => !given.TryGetValue(name, out var value) ? null
        : value.GetValueKind() == JsonValueKind.Number && Whole(value.ToJsonString()) is { } whole ? whole
        : throw new ScimException(scimType, $"Expected a whole number as {name}.");

    // 10.0 and 1e1 are JSON for 10.
    static long? Whole(string number) => Paging.Whole(number)
        ?? (decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && decimal.IsInteger(amount)
            ? (long)Math.Clamp(amount, long.MinValue, long.MaxValue)
            : null);

    /// <summary>An array of strings as a URL has it, with commas between.</summary>
    static string? Texts(Dictionary<string, JsonNode> given, string name)
    {
        if (!given.TryGetValue(name, out var value)) return null;
        if (value is JsonArray texts && texts.All(t => t?.GetValueKind() == JsonValueKind.String))
            return string.Join(',', texts.Select(t => t!.GetValue<string>()));
        throw new ScimException(ScimTypes.InvalidValue, $"Expected an array of strings as {name}.");
    }
}
