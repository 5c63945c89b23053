using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Tests.Security.Hostile;

/// <summary>
/// One line of Vectors/hostile: a request and what has to be answered. <c>&lt;name&gt;</c> stands for what the server under test knows by that name,
/// <c>&lt;*1000:x*&gt;</c> for a thousand x, in which <c>&lt;i&gt;</c> counts.
/// </summary>
sealed partial class HostileCase(string kind, JsonElement line)
{
    public static readonly IReadOnlyList<HostileCase> All =
    [
        .. System.IO.Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "hostile"), "*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(file => System.IO.File.ReadLines(file).Select(text => new HostileCase(
                System.IO.Path.GetFileNameWithoutExtension(file), JsonDocument.Parse(text).RootElement))),
    ];

    public string Id => $"{kind}: {Text("why")}";

    /// <summary>Who sends it: the name of a bearer, or nobody. On SCIM the directory's client unless it is said, elsewhere the administrator.</summary>
    public string As => Text("as") ?? (IsScim ? "token" : Target.StartsWith("/workos/", StringComparison.Ordinal) ? "nobody" : IsWorkOs ? "workosKey" : "adminKey");

    public string Method => Text("send")!.Split(' ', 2)[0];

    /// <summary>A path that begins with a slash is the server's, as is a whole address; any other one is below the directory's base URL.</summary>
    public string Target => Text("send")!.Split(' ', 2)[1] is var target && (target.StartsWith('/') || target.StartsWith("http:", StringComparison.Ordinal) || Method == "CONNECT")
        ? target : "/scim/v2/<mine>/" + target;

    public bool IsScim => Target.StartsWith("/scim/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether SCIM refuses it; a path with dots may lead elsewhere.</summary>
    public bool IsRefusedByScim => IsScim && Text("shape") != "problem";

    public bool IsWorkOs => WorkOs().IsMatch(Target);

    public int Status => line.GetProperty("status").GetInt32();

    /// <summary>Of the RFC, where it names one.</summary>
    public string? ScimType => Text("scimType");

    /// <summary>Words that the answer has to have; an answer with a body says something of use.</summary>
    public IReadOnlyList<string> Says => Texts("says");

    /// <summary>Words that the answer must not have.</summary>
    public IReadOnlyList<string> Lacks => Texts("lacks");

    /// <summary>Refused by the server's reader of HTTP, before there is anybody who knows a shape; or an answer that has no body.</summary>
    public bool IsBare => line.TryGetProperty("bare", out _);

    /// <summary>It is served, and what it asks for is not to be refused: the directory changes, and no other one does.</summary>
    public bool Writes => line.TryGetProperty("writes", out _);

    /// <summary>Of a bulk request: what its operations are answered, such as <c>400 invalidValue</c>.</summary>
    public IReadOnlyList<string> Operations => Texts("operations");

    /// <summary>How old the signature of a webhook is, in milliseconds, and with which secret it was made; null for an unsigned one.</summary>
    public (string Secret, long Age)? Signature => !line.TryGetProperty("sign", out var sign) ? null
        : (sign.GetProperty("secret").GetString()!, sign.TryGetProperty("age", out var age) ? age.GetInt64() : 0);

    /// <summary>Headers as they are written; a name may occur more than once, and a null leaves out what would be sent by itself.</summary>
    public IEnumerable<(string Name, string? Value)> Headers => !line.TryGetProperty("head", out var head) ? []
        : head.EnumerateObject().SelectMany(h => h.Value.ValueKind == JsonValueKind.Array
            ? h.Value.EnumerateArray().Select(v => (h.Name, (string?)v.GetString()))
            : [(h.Name, h.Value.GetString())]);

    /// <summary>The body, with what it was filled with: JSON, text as it stands, or bytes.</summary>
    public byte[]? Body(Func<string, string> filled)
    {
        if (line.TryGetProperty("hex", out var hex)) return Convert.FromHexString(hex.GetString()!.Replace(" ", "", StringComparison.Ordinal));
        var text = line.TryGetProperty("body", out var json) ? json.GetRawText() : Text("raw");
        return text is null ? null : Charset.GetBytes(filled(text));
    }

    Encoding Charset => Text("charset") is { } name ? Encoding.GetEncoding(name) : Encoding.UTF8;

    string? Text(string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    IReadOnlyList<string> Texts(string name) => !line.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [value.GetString()!];

    /// <summary>The text with names and repetitions replaced.</summary>
    public static string Filled(string text, IReadOnlyDictionary<string, string> known)
    {
        text = Repeated().Replace(text, m => string.Concat(Enumerable.Range(1, int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .Select(i => m.Groups[2].Value.Replace("<i>", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))));
        return Named().Replace(text, m => known.TryGetValue(m.Groups[1].Value, out var value) ? value : m.Value);
    }

    [GeneratedRegex(@"<\*(\d+):(.*?)\*>", RegexOptions.Singleline)]
    private static partial Regex Repeated();

    [GeneratedRegex("<([a-zA-Z]+)>")]
    private static partial Regex Named();

    [GeneratedRegex("^/(directories|directory_users|directory_groups|events|webhook_endpoints|workos)", RegexOptions.IgnoreCase)]
    private static partial Regex WorkOs();
}
