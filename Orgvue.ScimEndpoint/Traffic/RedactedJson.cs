using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MemoryStream = System.IO.MemoryStream;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>A body that can be read, less its secrets. Pure.</summary>
sealed class RedactedJson(ISet<string> found)
{
    /// <summary>JSON in a string in JSON (Entra's app roles are such), no deeper.</summary>
    const int Nested = 4;

    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What may name, beside a "value", the attribute that it is for; the RFC's is path.</summary>
    static readonly HashSet<string> Naming =
        new(["path", "attribute", "attributeName", "attr", "field", "target", "property", "name", "key"], StringComparer.OrdinalIgnoreCase);

    static readonly HashSet<string> Values =
        new(["value", "values", "val", "newValue", "oldValue", "data"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that a secret's parts may have without being the secret themselves.</summary>
    static readonly HashSet<string> Parts =
        new(["value", "supported", "type", "display", "primary", "$ref"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The JSON written anew; null where the text is none.</summary>
    public static string? Of(string json, ISet<string> found) => new RedactedJson(found).Of(json, 0);

    string? Of(string json, int nested)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 64 });
            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output, Relaxed)) Write(document.RootElement, writer, "", isSecret: false, nested);
            return Encoding.UTF8.GetString(output.ToArray());
        }
        // What JSON allows and .NET's text does not: a lone surrogate.
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    void Write(JsonElement element, Utf8JsonWriter writer, string name, bool isSecret, int nested)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, writer, isSecret, nested);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer, name, isSecret, nested);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number when isSecret:
                found.Add(element.ToString());
                writer.WriteStringValue(Redaction.Gone);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!, name, nested));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    void WriteObject(JsonElement json, Utf8JsonWriter writer, bool isSecret, int nested)
    {
        var isForSecret = json.EnumerateObject().Any(p => Naming.Contains(p.Name) && NamesSecret(p.Value));
        var hidden = 0;
        writer.WriteStartObject();
        foreach (var property in json.EnumerateObject())
        {
            var hide = isSecret && !Parts.Contains(property.Name);
            if (hide) found.Add(property.Name);
            writer.WritePropertyName(
                hide ? Redaction.Gone + (++hidden).ToString(CultureInfo.InvariantCulture) : Redaction.Text(property.Name));
            Write(
                property.Value, writer, property.Name,
                isSecret || SecretNames.IsOne(property.Name) || (isForSecret && Values.Contains(property.Name)), nested);
        }
        writer.WriteEndObject();
    }

    static bool NamesSecret(JsonElement name) => name.ValueKind switch
    {
        JsonValueKind.String => SecretNames.IsOne(name.GetString()!),
        JsonValueKind.Array => name.EnumerateArray().Any(NamesSecret),
        _ => false,
    };

    string Text(string text, string name, int nested)
    {
        if (name.Equals("filter", StringComparison.OrdinalIgnoreCase) || name.Equals("path", StringComparison.OrdinalIgnoreCase))
            return Redaction.Expression(text, found);
        var isJson = nested < Nested && text.AsSpan().Trim() is ['{', .., '}'] or ['[', .., ']'];
        return isJson && Of(text, nested + 1) is { } within && within.Contains(Redaction.Gone, StringComparison.Ordinal)
            ? within
            : Redaction.Text(text);
    }
}
