namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>What an answer must be.</summary>
public sealed record Expectation
{
    public required IReadOnlyList<int> Status { get; init; }

    /// <summary>The error's scimType; alternatives are separated by <c>|</c>.</summary>
    public string? ScimType { get; init; }

    public IReadOnlyList<HeaderCheck> Headers { get; init; } = [];
    public IReadOnlyList<JsonCheck> Json { get; init; } = [];
}
