using System.Buffers;
using System.Text;
using System.Text.Json;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Benchmarks.Floor;

/// <summary>Users as the bytes they are answered with, by id, by userName and in the order in which they came.</summary>
sealed class FloorUsers
{
    readonly Lock _gate = new();
    readonly FloorRows _rows;
    readonly Dictionary<string, User> _byId = [];
    readonly Dictionary<string, User> _byName = new(StringComparer.OrdinalIgnoreCase);
    readonly List<User> _inOrder = [];

    public FloorUsers(FloorRows rows)
    {
        _rows = rows;
        foreach (var (id, name, active, json) in rows.Users()) Add(new(id, name, _inOrder.Count) { ActiveAt = active, Json = json });
    }

    /// <summary>The answer, or null when the name is taken.</summary>
    public byte[]? Create(JsonElement wanted)
    {
        var user = new User(NewId.At(TimeProvider.System).ToString(), wanted.GetProperty("userName"u8).GetString()!, 0);
        (user.Json, user.ActiveAt) = Rendered(user.Id, wanted);
        lock (_gate)
        {
            if (_byName.ContainsKey(user.Name)) return null;
            Add(user with { Order = _inOrder.Count == 0 ? 0 : _inOrder[^1].Order + 1 });
        }
        _rows.Put(user.Id, user.Name, user.ActiveAt, user.Json);
        return user.Json;
    }

    public byte[]? Get(string id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id)?.Json;
    }

    public byte[] Find(string name)
    {
        byte[]? found;
        lock (_gate) found = _byName.GetValueOrDefault(name)?.Json;
        return found is null ? List(0, 1, []) : List(1, 1, [found]);
    }

    public byte[] Page(int start, int count)
    {
        lock (_gate)
        {
            var from = Math.Clamp(start - 1, 0, _inOrder.Count);
            var users = _inOrder.GetRange(from, Math.Min(count, _inOrder.Count - from));
            return List(_inOrder.Count, start, [.. users.Select(u => u.Json)]);
        }
    }

    /// <summary>The answer, or null when there is no such user: the one word that changes is put into the stored bytes.</summary>
    public byte[]? Turn(string id, bool active)
    {
        User? user;
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out user)) return null;
            ReadOnlySpan<byte> before = user.Json, word = active ? "true"u8 : "false"u8;
            var rest = before[(user.ActiveAt + (before[user.ActiveAt] == (byte)'t' ? 4 : 5))..];
            user.Json = [.. before[..user.ActiveAt], .. word, .. rest];
        }
        _rows.Put(user.Id, user.Name, user.ActiveAt, user.Json);
        return user.Json;
    }

    public bool Delete(string id)
    {
        lock (_gate)
        {
            if (!_byId.Remove(id, out var user)) return false;
            _byName.Remove(user.Name);
            _inOrder.RemoveAt(_inOrder.BinarySearch(user, InOrder));
        }
        _rows.Drop(id);
        return true;
    }

    void Add(User user)
    {
        _byId.Add(user.Id, user);
        _byName.Add(user.Name, user);
        _inOrder.Add(user);
    }

    static (byte[] Json, int ActiveAt) Rendered(string id, JsonElement wanted)
    {
        var to = new ArrayBufferWriter<byte>(1_024);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteBoolean("active"u8, true);
        json.Flush();
        var activeAt = to.WrittenCount - 4;
        foreach (var property in wanted.EnumerateObject())
            if (!property.NameEquals("active"u8)) property.WriteTo(json);
        json.WriteStartObject("meta"u8);
        json.WriteString("resourceType"u8, "User"u8);
        json.WriteString("created"u8, TimeProvider.System.GetUtcNow());
        json.WriteString("location"u8, $"/scim/v2/Users/{id}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return (to.WrittenSpan.ToArray(), activeAt);
    }

    internal static byte[] List(int total, int start, byte[][] resources)
    {
        var head = Encoding.ASCII.GetBytes($$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{{total}},"startIndex":{{start}},"itemsPerPage":{{resources.Length}},"Resources":[""");
        var list = new byte[head.Length + resources.Sum(r => r.Length) + Math.Max(0, resources.Length - 1) + 2];
        var at = head.Length;
        head.CopyTo(list, 0);
        for (var n = 0; n < resources.Length; n++)
        {
            if (n > 0) list[at++] = (byte)',';
            resources[n].CopyTo(list, at);
            at += resources[n].Length;
        }
        (list[at], list[at + 1]) = ((byte)']', (byte)'}');
        return list;
    }

    static readonly Comparer<User> InOrder = Comparer<User>.Create((a, b) => a.Order.CompareTo(b.Order));

    sealed record User(string Id, string Name, int Order)
    {
        public byte[] Json { get; set; } = [];
        public int ActiveAt { get; set; }
    }
}
