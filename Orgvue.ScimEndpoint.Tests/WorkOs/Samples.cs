using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>One signed body of each event, as WorkOS's SDKs made them.</summary>
static class Samples
{
    static readonly JsonArray All = JsonNode.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "dsync-event-samples.json")))!.AsArray();

    public static IReadOnlyList<string> Bodies => [.. All.Select(s => (string)s!["body"]!)];

    public static JsonObject Of(string name) =>
        JsonNode.Parse((string)All.Single(s => (string)s!["event"]! == name)!["body"]!)!.AsObject();
}
