using System.Text.Json;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>An object that WorkOS wrote, read by its fields: what is there must be of its type, and nothing else is demanded. Pure.</summary>
readonly struct ObjectReader
{
    public const int LongestId = 255;
    readonly JsonElement _json;
    readonly string _path;

    ObjectReader(JsonElement json, string path) => (_json, _path) = (json, path);

    public JsonElement Json => _json;

    /// <summary>The object itself.</summary>
    /// <param name="path">How refusals call it; empty for the whole.</param>
    public static ObjectReader Of(JsonElement json, string path) => json.ValueKind == JsonValueKind.Object
        ? new(json, path)
        : throw Wrong(path, "an object");

    /// <summary>Every text of it can be read: a half of a surrogate pair, escaped, is well-formed JSON and no text.</summary>
    public static void CheckTexts(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    Read(() => property.Name, path);
                    CheckTexts(property.Value, path);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) CheckTexts(item, path);
                break;
            case JsonValueKind.String:
                Read(json.GetString, path);
                break;
        }
    }

    public ObjectReader Required(string name) => Of(
        _json.TryGetProperty(name, out var value) ? value : throw Missing(At(name)), At(name));

    /// <summary>An id: some characters, and not too many for a key.</summary>
    public string Id(string name)
    {
        var id = Text(name);
        if (string.IsNullOrEmpty(id)) throw Missing(At(name));
        return id.Length <= LongestId ? id : throw Wrong(At(name), $"at most {LongestId} characters");
    }

    /// <summary>A text, or null where there is none.</summary>
    public string? Text(string name)
    {
        if (!_json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? Read(value.GetString, At(name)) : throw Wrong(At(name), "a string");
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        return WireTime.TryRead(text, out var time) ? time : throw Wrong(At(name), WireTime.Expected);
    }

    /// <summary>Fields that are read later, when the directory is to show the object: each absent, null or of this kind.</summary>
    public void Check(JsonValueKind kind, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && value.ValueKind != kind)
                throw Wrong(At(name), kind switch { JsonValueKind.Array => "an array", JsonValueKind.Object => "an object", _ => "a string" });
    }

    string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    static string? Read(Func<string?> text, string path)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            throw Wrong(path, "Unicode text");
        }
    }

    static UnreadableException Missing(string path) => new("required", path, $"{path} is missing.");

    static UnreadableException Wrong(string path, string expected) => new(
        "invalid", path, path.Length == 0 ? $"Expected {expected} as the body." : $"{path}: expected {expected}.");
}
