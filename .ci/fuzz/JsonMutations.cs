using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>Changes JSON as a tree: bytes alone would leave hardly any that can still be read.</summary>
sealed class JsonMutations(IReadOnlyList<string> words, Random random)
{
    const int MostChanges = 4;
    const int MostCopies = 24;

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly string[] Literals =
    [
        "null", "true", "false", "0", "-1", "1.0", "1e400", "9007199254740993", "0.1", "\"\"", "\" \"", "\"true\"", "\"False\"", "\"x\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"é\"", "\"2026-11-27T08:00:00Z\"", "[]", "{}", "[null]", "[[]]", "[{}]", """{"value":""}""", """[{"value":"x"}]""", "\"AQID\"",
    ];

    /// <summary>The JSON with a few changes, with parts of the other; null where it is none.</summary>
    public byte[]? Of(ReadOnlySpan<byte> json, ReadOnlySpan<byte> other)
    {
        try
        {
            if (JsonNode.Parse(json) is not { } root) return null;
            var places = new List<Place>();
            for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
            {
                places.Clear();
                Collect(root, places);
                if (places.Count > 0) Change(places, places[random.Next(places.Count)], other);
            }
            return JsonSerializer.SerializeToUtf8Bytes(root, Plain);
        }
        // Names given twice and halves of characters are found out late; depth that cannot be written, too.
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    void Change(List<Place> places, Place place, ReadOnlySpan<byte> other)
    {
        switch (random.Next(11))
        {
            case 0:
                place.Remove();
                break;
            case 1:
                place.Set(Literal());
                break;
            case 2:
                place.Set(Text());
                break;
            case 3:
                place.Set(places[random.Next(places.Count)].Value?.DeepClone());
                break;
            case 4:
                place.Add(Word(), place.Value?.DeepClone());
                break;
            case 5:
                place.Add(Word(), Literal());
                break;
            case 6:
                place.Rename(Word());
                break;
            case 7:
                place.Set(random.Next(3) switch
                {
                    0 => new JsonArray(place.Value?.DeepClone()),
                    1 => new JsonObject { ["value"] = place.Value?.DeepClone() },
                    _ => new JsonObject { [Word()] = place.Value?.DeepClone() },
                });
                break;
            case 8 when place.Value is JsonArray { Count: > 0 } array:
                place.Set(array[random.Next(array.Count)]?.DeepClone());
                break;
            case 9:
                for (var times = random.Next(MostCopies); times > 0; times--) place.Add(Word(), place.Value?.DeepClone());
                break;
            default:
                place.Set(From(other) ?? Text());
                break;
        }
    }

    JsonNode? From(ReadOnlySpan<byte> other)
    {
        if (other.IsEmpty || JsonNode.Parse(other) is not { } root) return null;
        var places = new List<Place>();
        Collect(root, places);
        return places.Count == 0 ? null : places[random.Next(places.Count)].Value?.DeepClone();
    }

    JsonNode? Literal() => JsonNode.Parse(Literals[random.Next(Literals.Length)]);

    JsonValue Text() => JsonValue.Create(Word());

    string Word() => words[random.Next(words.Count)];

    static void Collect(JsonNode? node, List<Place> into)
    {
        if (node is JsonObject json)
            foreach (var (name, value) in json)
            {
                into.Add(new(json, name, -1));
                Collect(value, into);
            }
        if (node is not JsonArray array) return;
        for (var i = 0; i < array.Count; i++)
        {
            into.Add(new(array, "", i));
            Collect(array[i], into);
        }
    }

    sealed record Place(JsonNode Owner, string Name, int Index)
    {
        public JsonNode? Value => Owner is JsonObject json ? json[Name] : Owner[Index];

        public void Set(JsonNode? value)
        {
            if (Owner is JsonObject json) json[Name] = value;
            else Owner[Index] = value;
        }

        public void Remove()
        {
            if (Owner is JsonObject json) json.Remove(Name);
            else Owner.AsArray().RemoveAt(Index);
        }

        public void Add(string name, JsonNode? value)
        {
            if (Owner is JsonObject json) json[name] = value;
            else Owner.AsArray().Insert(Index, value);
        }

        public void Rename(string name)
        {
            if (Owner is not JsonObject json) return;
            var value = json[Name]?.DeepClone();
            json.Remove(Name);
            json[name] = value;
        }
    }
}
