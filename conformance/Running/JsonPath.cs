using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>A small JSONPath: <c>$ .name ['name'] [0] [*] [?(@.name=='text')]</c>.</summary>
public sealed partial class JsonPath
{
    readonly IReadOnlyList<Segment> _segments;

    JsonPath(IReadOnlyList<Segment> segments) => _segments = segments;

    public static JsonPath Parse(string text) =>
        TryParse(text, out var path) ? path : throw new FormatException($"\"{text}\" is no JSONPath this runner knows.");

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path)
    {
        path = null;
        if (!text.StartsWith('$')) return false;
        var segments = new List<Segment>();
        for (var at = 1; at < text.Length;)
        {
            var token = Token.Match(text, at);
            if (!token.Success) return false;
            segments.Add(SegmentOf(token));
            at += token.Length;
        }
        path = new JsonPath(segments);
        return true;
    }

    /// <summary>What the path finds; a null counts as nothing (RFC 7643 2.5: null is unassigned).</summary>
    public IReadOnlyList<JsonNode> In(JsonNode? document)
    {
        IEnumerable<JsonNode?> found = [document];
        foreach (var segment in _segments) found = found.SelectMany(segment.Of);
        return [.. found.OfType<JsonNode>()];
    }

    static Segment SegmentOf(Match token)
    {
        if (token.Groups["dot"] is { Success: true } dot) return new Segment.Name(dot.Value);
        if (token.Groups["quoted"] is { Success: true } quoted) return new Segment.Name(quoted.Value);
        if (token.Groups["index"] is { Success: true } index) return new Segment.Index(int.Parse(index.Value, CultureInfo.InvariantCulture));
        if (token.Groups["all"].Success) return new Segment.All();
        return new Segment.Where(token.Groups["key"].Value, token.Groups["text"] is { Success: true } text ? text.Value : token.Groups["bare"].Value);
    }

    [GeneratedRegex("""
        \G(?: \.(?<dot>[^.\[\]]+)
            | \['(?<quoted>[^']*)'\]
            | \[(?<index>-?\d{1,6})\]
            | \[(?<all>\*)\]
            | \[\?\(\s*@\.(?<key>[^=\s]+)\s*==\s*(?:'(?<text>[^']*)'|(?<bare>true|false|-?\d+))\s*\)\] )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    static partial Regex Token { get; }

    abstract record Segment
    {
        public abstract IEnumerable<JsonNode?> Of(JsonNode? node);

        public sealed record Name(string Key) : Segment
        {
            public override IEnumerable<JsonNode?> Of(JsonNode? node) => [Child(node, Key)];
        }

        public sealed record Index(int At) : Segment
        {
            public override IEnumerable<JsonNode?> Of(JsonNode? node) =>
                node is JsonArray array && (At < 0 ? At + array.Count : At) is var at && at >= 0 && at < array.Count ? [array[at]] : [];
        }

        public sealed record All : Segment
        {
            public override IEnumerable<JsonNode?> Of(JsonNode? node) =>
                node switch { JsonArray array => array, JsonObject record => record.Select(p => p.Value), _ => [] };
        }

        public sealed record Where(string Key, string Text) : Segment
        {
            public override IEnumerable<JsonNode?> Of(JsonNode? node) =>
                node is JsonArray array ? array.Where(e => string.Equals(TextOf(Child(e, Key)), Text, StringComparison.OrdinalIgnoreCase)) : [];
        }

        static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString();
    }

    // RFC 7643 2.1: attribute names are case-insensitive; an exact match still wins.
    internal static JsonNode? Child(JsonNode? node, string key)
    {
        if (node is not JsonObject record) return null;
        if (record.TryGetPropertyValue(key, out var exact)) return exact;
        return record.FirstOrDefault(p => string.Equals(p.Key, key, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
