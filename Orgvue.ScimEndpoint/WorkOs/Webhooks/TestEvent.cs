using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Webhooks;

/// <summary>An event that happened nowhere, to see whether a receiver takes what is signed for it. Its name is none of WorkOS's, so that nothing is made of it.</summary>
public static class TestEvent
{
    public static string Payload(Guid id, DateTimeOffset at) => ExactJson.Text(new JsonObject
    {
        ["object"] = "event", ["id"] = WireId.Of(WireId.Event, id), ["event"] = WebhookEvents.Test, ["data"] = new JsonObject(), ["created_at"] = WireTime.Text(at),
    });
}
