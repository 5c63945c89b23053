using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>An attribute as /Schemas shows it, and values that are right and wrong for it.</summary>
sealed record ShownAttribute(string Endpoint, string? Extension, JsonObject Shown, ShownAttribute? Parent)
{
    ShownAttribute[]? _parts;

    public string Name => (string)Shown["name"]!;
    public string Type => (string)Shown["type"]!;
    public bool Many => (bool)Shown["multiValued"]!;
    public bool Required => (bool)Shown["required"]!;
    public bool CaseExact => (bool)Shown["caseExact"]!;
    public string Returned => (string)Shown["returned"]!;
    public bool Unique => (string)Shown["uniqueness"]! != "none";
    public bool Open => Shown["canonicalValues"] is JsonArray { Count: > 0 };
    public bool ReadOnly => Is("readOnly") || Parent?.ReadOnly == true;
    public bool Fixed => Is("immutable") || Parent?.Fixed == true;
    public bool Kept => !Is("writeOnly") && Returned != "never" && Parent?.Kept != false;
    public bool AmongMany => Many || Parent?.Many == true;
    public string Path => (Extension is null ? "" : Extension + ":") + (Parent is null ? Name : $"{Parent.Name}.{Name}");
    public ShownAttribute[] Parts => _parts ??= [.. (Shown["subAttributes"]?.AsArray() ?? []).Select(s => new ShownAttribute(Endpoint, Extension, s!.AsObject(), this))];

    /// <summary>Members are rows and ids of who is there; what is sent beside "value" is not kept as it was.</summary>
    public bool IsMembers => (Extension is null && Endpoint == "Groups" && Name == "members") || Parent?.IsMembers == true;

    /// <summary>A right value, another for each number; of many values, two.</summary>
    public JsonNode Value(int number) => !Many ? One(number) : Type == "boolean" ? new JsonArray(One(number)) : new JsonArray(One(2 * number), One((2 * number) + 1));

    /// <summary>The same letters in the other case, where there are letters.</summary>
    public static string Swapped(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));

    /// <summary>Values of other types. What a deviation tolerates by name is not among them.</summary>
    public IEnumerable<JsonNode> Wrong()
    {
        var wrong = (string[])(Type switch
        {
            "string" or "reference" => ["5", "true", """{ "a": 1 }"""],
            "boolean" => ["\"maybe\"", "1", """{ "a": 1 }"""],
            "decimal" => ["\"1.5\"", "true", """{ "a": 1 }"""],
            "integer" => ["1.5", "\"1\"", "99999999999999999999"],
            "dateTime" => ["\"yesterday\"", "\"2026-13-01T00:00:00Z\"", "5"],
            "binary" => ["\"***\"", "5", """{ "a": 1 }"""],
            _ => ["5", "true", "[[1]]"],
        });
        foreach (var json in wrong) yield return JsonNode.Parse(Many ? $"[{json}]" : json)!;
        if (!Many) yield return new JsonArray(One(1), One(2));
        else if (Type == "complex") yield return JsonNode.Parse("\"text\"")!;
    }

    JsonNode One(int number) => Type switch
    {
        "string" => $"Value-{number}-aB",
        "boolean" => number % 2 == 0,
        "decimal" => number + 0.5m,
        "integer" => number,
        "dateTime" => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number).ToString("yyyy-MM-ddTHH:mm:ssZ", null),
        "binary" => Convert.ToBase64String(BitConverter.GetBytes(0x0123456789abcdef + number)),
        "reference" => $"https://example.com/Ab/{number}",
        _ => new JsonObject(Parts.Where(p => !p.ReadOnly || ReadOnly).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Value(number)))),
    };

    bool Is(string mutability) => (string)Shown["mutability"]! == mutability;
}
