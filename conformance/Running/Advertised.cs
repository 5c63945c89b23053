using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>What the server says of itself: its ServiceProviderConfig, or the status that came in its place.</summary>
public sealed record Advertised(int Status, JsonObject? Config)
{
    static readonly (string Name, string Path)[] Limits =
    [
        ("filter.maxResults", "$.filter.maxResults"), ("bulk.maxOperations", "$.bulk.maxOperations"),
        ("bulk.maxPayloadSize", "$.bulk.maxPayloadSize"), ("authenticationSchemes", "$.authenticationSchemes[*].type"),
        ("documentationUri", "$.documentationUri"),
    ];

    /// <summary>Every feature a case can need, with yes, no or not said; then the limits that are there.</summary>
    public IEnumerable<(string Name, string Value)> Lines =>
        Need.Features.Select(f => (f, At(Need.PathOf(f)) switch
            {
                "true" => "yes", "false" => "no", null => "not said", var other => other,
            }))
            .Concat(Limits.Select(l => (l.Name, At(l.Path))).Where(l => l.Item2 is not null).Select(l => (l.Name, l.Item2!)));

    /// <summary>What to say before a run whose needs nobody can answer for.</summary>
    internal string Warning =>
        $"ServiceProviderConfig: {Why(Status)}. Nobody can tell whether there is {string.Join(", ", Need.Features)}: "
        + "cases that need one are skipped.";

    internal static async Task<Advertised> By(HttpClient scim, Secrets secrets, CancellationToken ct)
    {
        using var response = await scim.GetAsync(new Uri("ServiceProviderConfig", UriKind.Relative), ct);
        var answer = await Answer.From(response, ct);
        var shown = new Answer(answer.Status, answer.Headers, secrets.Hide(answer.Body));
        return new Advertised(answer.Status, answer.Status == 200 ? shown.Json as JsonObject : null);
    }

    internal static string Why(int? status) =>
        status switch { null => "no answer", 200 => "the answer is no JSON object", _ => $"{status}" };

    string? At(string path) =>
        JsonPath.Parse(path).In(Config) is { Count: > 0 } found ? string.Join(", ", found.Select(n => n.ToJsonString().Trim('"'))) : null;
}
