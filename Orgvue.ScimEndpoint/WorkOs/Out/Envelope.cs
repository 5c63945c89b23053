using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>Puts what is told into the envelope in which WorkOS sends it.</summary>
static class Envelope
{
    /// <param name="data">Exact JSON already: a membership's user and group are written once for many events.</param>
    public static WorkOsEvent Of(TimeProvider clock, int directory, string name, string data)
    {
        var (id, at) = (AscendingIds.Next(clock), Instant.Now(clock));
        return new()
        {
            Id = id, DirectoryKey = directory, Event = name, CreatedAt = at,
            Payload = $$$"""{"object":"event","id":"{{{WireId.Of(WireId.Event, id)}}}","event":"{{{name}}}","data":{{{data}}},"created_at":"{{{WireTime.Text(at)}}}","context":{}}""",
        };
    }

    public static WorkOsEvent Of(TimeProvider clock, int directory, string name, JsonObject data) => Of(clock, directory, name, ExactJson.Text(data));

    /// <summary>The same event with other domains.</summary>
    public static string WithDomains(string payload, IEnumerable<string> domains)
    {
        var whole = JsonNode.Parse(payload)!.AsObject();
        var data = whole["data"]!.AsObject();
        data["domains"] = Views.Domains((string)data["id"]!, domains);
        return ExactJson.Text(whole);
    }
}
