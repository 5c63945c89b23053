using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>Instants in UTC, RFC 3339, with a Z. Read with any offset, but not without one.</summary>
public sealed class UtcText : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A time without an offset would be read in the server's own zone.
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && HasOffset(reader.GetString()!))
            return instant.ToUniversalTime();
        throw new JsonException("Expected an instant such as 2026-11-23T09:00:00Z.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);

    static bool HasOffset(string text) => text.IndexOf('T') is > 0 and var time && text.AsSpan(time).IndexOfAny('Z', '+', '-') > 0;
}
