using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>A server whose emulated WorkOS API is on, and what it tells.</summary>
static class Emulated
{
    public const string Key = "sk_test_emulated";

    public static Host On(StorageProvider provider = StorageProvider.InMemory) => new(provider, ("WorkOs:ApiKey", Key));

    /// <summary>All events, as they are stored, in their order.</summary>
    public static Task<List<string>> PayloadsAsync(this Host host) =>
        host.Store.ReadAsync(db => db.WorkOsEvents.AsNoTracking().OrderBy(e => e.Sequence).Select(e => e.Payload).ToListAsync());

    /// <summary>The events that the work leaves behind, in their order.</summary>
    public static async Task<List<JsonObject>> EventsAsync(this Host host, Func<Task> work)
    {
        var before = (await host.PayloadsAsync()).Count;
        await work();
        return [.. (await host.PayloadsAsync()).Skip(before).Select(p => JsonNode.Parse(p)!.AsObject())];
    }

    public static async Task<IEnumerable<string>> NamesAsync(this Host host, Func<Task> work) => Names(await host.EventsAsync(work));

    public static IEnumerable<string> Names(IEnumerable<JsonNode> events) => events.Select(e => (string)e["event"]!);

    public static JsonObject Data(this JsonObject of) => of["data"]!.AsObject();

    /// <summary>Every path of an object's properties, in order.</summary>
    public static IEnumerable<string> Shape(JsonNode? node, string path = "") => node switch
    {
        JsonObject json => json.SelectMany(p => Shape(p.Value, $"{path}/{p.Key}").Prepend($"{path}/{p.Key}")),
        JsonArray array => array.SelectMany(i => Shape(i, $"{path}/*")),
        _ => [],
    };

    public static string UserId(string scimId) => WireId.Of(WireId.User, Guid.Parse(scimId));

    public static string GroupId(string scimId) => WireId.Of(WireId.Group, Guid.Parse(scimId));

    /// <summary>A user with all that WorkOS shows of one.</summary>
    public static async Task<string> WholeUserAsync(this TestDirectory directory) => (string)(await directory.Scim.PostAsync("Users", JsonNode.Parse("""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
          "userName": "zoe@contoso.example", "externalId": "8e1f0c7a", "displayName": "Zoë 👩‍💻", "title": "Engineer", "userType": "Contractor", "active": true,
          "name": { "givenName": "Zoë", "familyName": "Łukasik", "formatted": "Zoë Łukasik" },
          "emails": [{ "value": "zoe.lukasik@contoso.example", "type": "work", "primary": true }, { "value": "zoe@home.example", "type": "home" }],
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D", "costCenter": "4130", "division": "Theme Park", "manager": { "value": "boss@contoso.example" } }
        }
        """), HttpStatusCode.Created))["id"]!;

    public static Task PatchUserAsync(this TestDirectory directory, string user, params object[] operations) =>
        directory.Scim.PatchAsync($"Users/{user}", Pushes.Patch(operations), HttpStatusCode.OK);
}
