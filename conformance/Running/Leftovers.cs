using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>What a case has created and not yet deleted.</summary>
sealed class Leftovers
{
    static readonly string[] Ids = ["id", "directoryId", "accountId", "tokenId"];

    readonly List<(Target On, string Path)> _made = [];

    public IEnumerable<(Target On, string Path)> LastFirst => _made.AsEnumerable().Reverse();

    public void Note(Target on, Wire wire, Answer answer)
    {
        var collection = wire.Path.Split('?')[0].Trim('/');
        if (wire.Method == "POST" && on == Target.Scim && collection.Equals("Bulk", StringComparison.OrdinalIgnoreCase)) NoteBulk(answer);
        var id = wire.Method == "POST" && answer.Status == 201 ? IdIn(answer) : null;
        if (id is not null) _made.Add((on, $"/{collection}/{Uri.EscapeDataString(id)}"));
        if (wire.Method == "DELETE" && answer.Status == 204) _made.Remove((on, $"/{collection}"));
    }

    // RFC 7644 3.7.3: each operation of the answer has its own status, and its location where something is there.
    void NoteBulk(Answer answer)
    {
        foreach (var operation in JsonPath.Child(answer.Json, "Operations") as JsonArray ?? [])
        {
            if (ResourceAt(JsonPath.Child(operation, "location")) is not { } path) continue;
            var made = (Target.Scim, path);
            var method = TextOf(JsonPath.Child(operation, "method"));
            var status = TextOf(JsonPath.Child(operation, "status"));
            if (status == "201") _made.Add(made);
            if (status == "204" && "DELETE".Equals(method, StringComparison.OrdinalIgnoreCase)) _made.Remove(made);
        }
    }

    // Some servers give a URL, some a path, some behind a proxy another host's: its end is what counts.
    static string? ResourceAt(JsonNode? location) =>
        TextOf(location)?.Split('/', StringSplitOptions.RemoveEmptyEntries) is [.., var collection, var id] ? $"/{collection}/{id}" : null;

    static string? TextOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => node.GetValue<decimal>().ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    static string? IdIn(Answer answer) => Ids.Select(name => JsonPath.Child(answer.Json, name))
        .FirstOrDefault(node => node?.GetValueKind() == JsonValueKind.String)?.GetValue<string>();
}
