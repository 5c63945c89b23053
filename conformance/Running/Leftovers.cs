using System.Text.Json;
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
        if (wire.Method == "POST" && answer.Status == 201 && IdIn(answer) is { } id) _made.Add((on, $"/{collection}/{Uri.EscapeDataString(id)}"));
        if (wire.Method == "DELETE" && answer.Status == 204) _made.Remove((on, $"/{collection}"));
    }

    static string? IdIn(Answer answer) => Ids
        .Select(name => JsonPath.Child(answer.Json, name))
        .FirstOrDefault(node => node?.GetValueKind() == JsonValueKind.String)?.GetValue<string>();
}
