using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>What a server answered, as it came.</summary>
sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode? Json { get; } = Parsed(Body);

    public static async Task<Answer> From(HttpResponseMessage response, CancellationToken ct)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => string.Join(", ", g.SelectMany(h => h.Value)), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync(ct));
    }

    static JsonNode? Parsed(string body)
    {
        try
        {
            return string.IsNullOrWhiteSpace(body) ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            // Not JSON: every check of the body then finds nothing, and says so.
            return null;
        }
    }
}
