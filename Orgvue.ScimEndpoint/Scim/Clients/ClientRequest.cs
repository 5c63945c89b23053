using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Scim.Clients;

/// <summary>As much of a request as tells who may have sent it.</summary>
/// <param name="Path">Below the directory's base URL.</param>
/// <param name="Query">Decoded, without the question mark.</param>
/// <param name="Header">A header's value, or null where the request has no such header.</param>
/// <param name="Body">The body, when it is a JSON object.</param>
public sealed record ClientRequest(string Method, string Path, string Query, Func<string, string?> Header, JsonObject? Body)
{
    public bool Is(string method, string under) =>
        Method.Equals(method, StringComparison.OrdinalIgnoreCase) && Path.StartsWith(under, StringComparison.OrdinalIgnoreCase);

    /// <summary>The operations of a PATCH body; none of any other.</summary>
    public IReadOnlyList<JsonObject> Operations { get; } =
        Elements(Body?.FirstOrDefault(p => p.Key.Equals("Operations", StringComparison.OrdinalIgnoreCase)).Value);

    public IReadOnlyList<JsonObject> Objects(string attribute) => Elements(Body?[attribute]);

    /// <summary>The members that the body or its operations name as objects.</summary>
    public IEnumerable<JsonObject> Members => Objects("members").Concat(Operations
        .Where(o => Text(o, "path")?.Equals("members", StringComparison.OrdinalIgnoreCase) == true).SelectMany(o => Elements(o["value"])));

    public bool Lists(string uriPart) => Body?["schemas"] is JsonArray uris
        && uris.Any(u => u is JsonValue v && v.TryGetValue<string>(out var text) && text.Contains(uriPart, StringComparison.OrdinalIgnoreCase));

    public bool Asks(string pattern) => Query.Length > 0 && Regex.IsMatch(Query, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static string? Text(JsonObject of, string name) => of[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    static List<JsonObject> Elements(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.OfType<JsonObject>()],
        JsonObject one => [one],
        _ => [],
    };
}
