using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>One request and what must come back.</summary>
public sealed record DialogueStep
{
    public required string Method { get; init; }

    /// <summary>Relative to the target's root; an absolute URL (a captured Location) only on the target's own host.</summary>
    public required string Path { get; init; }

    /// <summary>Added to the default headers or in their place; null takes a default header away.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    public JsonNode? Body { get; init; }
    public string? RawBody { get; init; }
    public Target On { get; init; }

    /// <summary>Sends the step so many times at once, with <c>{{n}}</c> from 1 on; null is once.</summary>
    public int? Parallel { get; init; }

    /// <summary>Variable → JSONPath into the answer, or <c>header:Name</c>.</summary>
    public IReadOnlyDictionary<string, string> Capture { get; init; } = new Dictionary<string, string>();

    public required Expectation Expect { get; init; }
}
