namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>What an answer must be.</summary>
public sealed record Expectation
{
    /// <summary>Any of these.</summary>
    public IReadOnlyList<int> Status { get; init; } = [];

    /// <summary>Of a parallel step: how often each status must come, e.g. one 201 and nineteen 409.</summary>
    public IReadOnlyDictionary<int, int>? Statuses { get; init; }

    /// <summary>The error's scimType; alternatives are separated by <c>|</c>.</summary>
    public string? ScimType { get; init; }

    public IReadOnlyList<HeaderCheck> Headers { get; init; } = [];
    public IReadOnlyList<JsonCheck> Json { get; init; } = [];
}
