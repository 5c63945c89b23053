using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>What the parser lets pass but fails when it is looked at: a property that is there twice, half of a character.</summary>
public static class ReadableJson
{
    public const string Message = "Holds a property twice, or half of a character (an unpaired surrogate).";

    public static bool IsReadable(JsonObject json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json.ToJsonString(), new() { AllowDuplicateProperties = false });
            return All(parsed.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Reading a text that is none throws.
    static bool All(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(p => p.Name is not null && All(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(All),
        JsonValueKind.String => value.GetString() is not null,
        _ => true,
    };
}
