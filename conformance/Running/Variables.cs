using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>The values of <c>{{name}}</c>, <c>{{name|upper}}</c>, <c>{{name|lower}}</c> and <c>{{name|url}}</c> within one case.</summary>
sealed partial class Variables
{
    const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Which of a parallel step's requests it is, from 1 on.</summary>
    public const string Number = "n";

    readonly Dictionary<string, JsonNode> _values = [];

    Variables(Variables others) => _values = new(others._values);

    public Variables(Random random, string directory, string baseUrl)
    {
        _values["u"] = new string(random.GetItems(Letters.AsSpan(), 10));
        _values["uuid"] = Uuid(random);
        _values["uuid2"] = Uuid(random);
        _values["uuid3"] = Uuid(random);
        _values["directory"] = directory;
        _values["base"] = baseUrl.TrimEnd('/');
    }

    /// <summary>The names that are there before any step has run.</summary>
    public static IReadOnlyList<string> Given { get; } = ["u", "uuid", "uuid2", "uuid3", "directory", "base"];

    public void Set(string name, JsonNode value) => _values[name] = value.DeepClone();

    public Variables Numbered(int n)
    {
        var own = new Variables(this);
        own._values[Number] = JsonValue.Create(n);
        return own;
    }

    public string In(string text) => Placeholder.Replace(text, m => Shaped(TextOf(_values[m.Groups["name"].Value]), m.Groups["how"].Value));

    /// <summary>The same JSON with its variables filled in; a string that is nothing but a variable takes the variable's type.</summary>
    public JsonNode? In(JsonNode? node) => node switch
    {
        JsonObject record => new JsonObject(record.Select(p => KeyValuePair.Create(In(p.Key), In(p.Value)))),
        JsonArray array => new JsonArray([.. array.Select(In)]),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Filled(text.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    /// <summary>The names a step mentions anywhere.</summary>
    public static IEnumerable<string> UsedBy(DialogueStep step) =>
        from part in (IEnumerable<string?>)[
            step.Path, step.RawBody, step.Body?.ToJsonString(Plain), step.Expect.ScimType,
            .. step.Headers.Values, .. step.Capture.Values,
            .. step.Expect.Headers.SelectMany(h => new[] { h.EqualTo, h.Contains, h.Matches }),
            .. step.Expect.Json.SelectMany(j => new[]
            {
                j.Path, j.Matches, j.EqualTo?.ToJsonString(Plain), j.NotEqualTo?.ToJsonString(Plain),
                j.Contains?.ToJsonString(Plain), j.NotContains?.ToJsonString(Plain),
            })]
        where part is not null
        from Match match in Placeholder.Matches(part)
        select match.Groups["name"].Value;

    /// <summary>The text with a harmless word in every variable's place.</summary>
    public static string Blank(string text) => Placeholder.Replace(text, "x");

    JsonNode Filled(string text) =>
        Placeholder.Match(text) is { Success: true } only && only.Length == text.Length && !only.Groups["how"].Success
            ? _values[only.Groups["name"].Value].DeepClone()
            : JsonValue.Create(In(text));

    static string Shaped(string text, string how) => how switch
    {
        "upper" => text.ToUpperInvariant(),
        "lower" => text.ToLowerInvariant(),
        "url" => Uri.EscapeDataString(text),
        _ => text,
    };

    static string TextOf(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    static string Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(
        @"\{\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(\|(?<how>upper|lower|url))?\}\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    static partial Regex Placeholder { get; }
}
