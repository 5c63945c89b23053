using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using MemoryStream = System.IO.MemoryStream;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Takes passwords, tokens and keys out of what is to be kept, wherever they stand. Pure.</summary>
public static partial class Redaction
{
    public const string Gone = "***";

    /// <summary>Characters of a body that is not JSON: enough to see what was sent instead.</summary>
    const int Excerpt = 1024;

    /// <summary>Shorter secrets are not looked for elsewhere: they would be found in innocent words.</summary>
    const int Findable = 4;

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body as JSON, less its secrets, which are added to <paramref name="found"/>; of anything else a redacted excerpt.</summary>
    public static string? Body(string? body, bool cut, ISet<string> found)
    {
        if (body is null) return null;
        if (!cut && Json(body, found) is { } json) return json;
        var text = cut ? body : Start(body, Excerpt);
        text = Text(Escaped().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString()));
        // Half a PATCH cannot be searched for the path that makes its value a secret.
        return NamedValue().Replace(text, $"$1{Gone}");
    }

    /// <summary>The query as it came, or, where something in it is a secret, written anew without it.</summary>
    public static string Query(string query)
    {
        if (query.Length < 2) return query;
        var pairs = query[1..].Split('&')
            .Select(pair => pair.Split('=', 2).Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).ToArray()).ToList();
        var shown = pairs.Select(p => p.Length == 1 ? [Text(p[0])] : new[] { Text(p[0]), IsSecret(p[0]) ? Gone : Text(p[1]) }).ToList();
        return pairs.Zip(shown).All(both => both.First.SequenceEqual(both.Second))
            ? query
            : "?" + string.Join('&', shown.Select(p => string.Join('=', p.Select(Uri.EscapeDataString))));
    }

    /// <summary>Any text: what looks like a credential, and what follows a name that promises one.</summary>
    public static string Text(string text) => NamedSecret().Replace(Credential().Replace(text, Gone), $"$1{Gone}");

    /// <summary>The beginning of a text; no character is cut in two.</summary>
    public static string Start(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";

    /// <summary>A secret of the request that came back in the answer, or stood in its address too.</summary>
    public static string? Without(string? text, IEnumerable<string> secrets)
    {
        if (text is null) return null;
        foreach (var secret in secrets.Where(s => s.Length >= Findable))
            text = text.Replace(secret, Gone, StringComparison.OrdinalIgnoreCase)
                .Replace(JsonEncodedText.Encode(secret).ToString(), Gone, StringComparison.OrdinalIgnoreCase)
                .Replace(Uri.EscapeDataString(secret), Gone, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    static string? Json(string body, ISet<string> found)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 64 });
            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output, Plain)) Write(document.RootElement, writer, found, isSecret: false);
            return Encoding.UTF8.GetString(output.ToArray());
        }
        // What JSON allows and .NET's text does not: a lone surrogate.
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    static void Write(JsonElement element, Utf8JsonWriter writer, ISet<string> found, bool isSecret)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var secretValue = element.EnumerateObject()
                    .Any(p => Is(p.Name, "path") && p.Value.ValueKind == JsonValueKind.String && IsSecret(p.Value.GetString()!));
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(Text(property.Name));
                    Write(property.Value, writer, found, isSecret || IsSecret(property.Name) || (secretValue && Is(property.Name, "value")));
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer, found, isSecret);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number when isSecret:
                found.Add(element.ToString());
                writer.WriteStringValue(Gone);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    // The last part of a path counts: urn:…:User:password, name.secret.
    static bool IsSecret(string name) => SecretName().IsMatch(name);

    const string Names = "(?:password|passwd|passphrase|pwd|client_?secret|secret|access_?token|refresh_?token|bearer_?token|auth_?token|token"
        + "|api_?key|authorization)";

    [GeneratedRegex($@"(?:^|[.:_\-]){Names}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex SecretName();

    [GeneratedRegex(
        @"\b(?:ovscim_|ovadmin_|sk_)[A-Za-z0-9_\-]+|\bBearer\s+[A-Za-z0-9._~+/\-]+=*|\bBasic\s+[A-Za-z0-9+/]{8,}=*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    internal static partial Regex Credential();

    // password=x, "password": "x y", \"password\":\"x y\", password eq "x y"
    [GeneratedRegex(
        $"""({Names}(?:\\?["'])?\s*(?:[:=]|\b(?:eq|ne|co|sw|ew|gt|ge|lt|le)\b)\s*)""" + Value, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex NamedSecret();

    const string Value = """(?:\\"(?:(?!\\").)*|"(?:[^"\\]|\\.)*|'[^']*|[^&\s,;}\]"']+)""";

    [GeneratedRegex("""("value"\s*:\s*")(?:[^"\\]|\\.)+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex NamedValue();

    // Printable ASCII, in which names of secrets are written; anything else stays as it was sent.
    [GeneratedRegex(@"\\u(00[2-7][0-9a-eA-E])", RegexOptions.CultureInvariant)]
    internal static partial Regex Escaped();
}
