using System.Buffers;
using System.Text.Json;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Benchmarks.Floor;

/// <summary>Groups as a name and the set of their members' ids.</summary>
sealed class FloorGroups(FloorRows rows)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, Group> _byId = [];

    public byte[] Create(JsonElement wanted)
    {
        var group = new Group(NewId.At(TimeProvider.System).ToString(), wanted.GetProperty("displayName"u8).GetString()!, []);
        lock (_gate) _byId.Add(group.Id, group);
        rows.Put(group.Id, group.Name, 0, []);
        return Rendered(group, members: true);
    }

    public byte[]? Get(string id, bool members)
    {
        lock (_gate) return _byId.TryGetValue(id, out var group) ? Rendered(group, members) : null;
    }

    /// <summary>Adds and removes members; false when there is no such group.</summary>
    public bool Change(string id, JsonElement operations)
    {
        var changes = new List<(string, bool)>();
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var group)) return false;
            foreach (var operation in operations.EnumerateArray())
            {
                var joins = operation.GetProperty("op"u8).ValueEquals("add"u8);
                foreach (var user in Named(operation))
                    if (joins ? group.Members.Add(user) : group.Members.Remove(user)) changes.Add((user, joins));
            }
        }
        rows.Members(id, changes);
        return true;
    }

    public bool Delete(string id)
    {
        lock (_gate)
            if (!_byId.Remove(id)) return false;
        rows.Drop(id);
        return true;
    }

    // The members of the value, or the one of the path members[value eq "…"].
    static IEnumerable<string> Named(JsonElement operation) => operation.TryGetProperty("value"u8, out var value)
        ? value.EnumerateArray().Select(m => m.GetProperty("value"u8).GetString()!)
        : [operation.GetProperty("path"u8).GetString()!.Split('"')[1]];

    static byte[] Rendered(Group group, bool members)
    {
        var to = new ArrayBufferWriter<byte>(members ? 256 + group.Members.Count * 49 : 256);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("schemas"u8);
        json.WriteStringValue("urn:ietf:params:scim:schemas:core:2.0:Group"u8);
        json.WriteEndArray();
        json.WriteString("id"u8, group.Id);
        json.WriteString("displayName"u8, group.Name);
        if (members)
        {
            json.WriteStartArray("members"u8);
            foreach (var member in group.Members)
            {
                json.WriteStartObject();
                json.WriteString("value"u8, member);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.Flush();
        return to.WrittenSpan.ToArray();
    }

    sealed record Group(string Id, string Name, HashSet<string> Members);
}
