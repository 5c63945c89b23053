using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>A statement about one header of an answer.</summary>
public sealed record HeaderCheck
{
    public required string Name { get; init; }
    [JsonPropertyName("equals")] public string? EqualTo { get; init; }
    public string? Contains { get; init; }
    public string? Matches { get; init; }
    public bool? Exists { get; init; }

    internal bool SaysNothing => EqualTo is null && Contains is null && Matches is null && Exists is null;
}
