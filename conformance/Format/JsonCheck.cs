using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>A statement about the nodes a JSONPath finds in an answer; all operators given must hold.</summary>
public sealed record JsonCheck
{
    public required string Path { get; init; }
    [JsonPropertyName("equals")] public JsonNode? EqualTo { get; init; }
    [JsonPropertyName("notEquals")] public JsonNode? NotEqualTo { get; init; }
    public bool? Exists { get; init; }
    public JsonNode? Contains { get; init; }
    public JsonNode? NotContains { get; init; }
    public int? Count { get; init; }
    public decimal? AtLeast { get; init; }
    public decimal? AtMost { get; init; }
    public string? Type { get; init; }
    public string? Matches { get; init; }

    internal bool SaysNothing =>
        EqualTo is null && NotEqualTo is null && Exists is null && Contains is null && NotContains is null && Count is null
        && AtLeast is null && AtMost is null && Type is null && Matches is null;
}
