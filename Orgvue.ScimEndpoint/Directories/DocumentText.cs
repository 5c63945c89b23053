using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>A stored document as it is stored, JSON in UTF-8, and parsed only where somebody wants to look into it.</summary>
public sealed class DocumentText
{
    // Text stays what it is where JSON allows, so that what is stored can be sent.
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    JsonObject? _json;

    public DocumentText(byte[] utf8) => Utf8 = utf8;

    public DocumentText(string text) => Utf8 = Encoding.UTF8.GetBytes(text);

    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Not to be changed.</summary>
    public JsonObject Json => _json ??= JsonNode.Parse(Utf8.Span)!.AsObject();

    /// <summary>As a document is stored.</summary>
    public static string Of(JsonObject document) => document.ToJsonString(Plain);

    /// <summary>A text within a stored document.</summary>
    public static string Quoted(string text) => JsonValue.Create(text).ToJsonString(Plain);
}
