using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>Compares an answer with what was expected of it.</summary>
static class Checks
{
    const string ErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is not as expected: (expected, got) pairs, none when all is well.</summary>
    public static IEnumerable<(string Expected, string Got)> Failures(Expectation expect, Target on, Answer answer)
    {
        var wanted = string.Join(" or ", expect.Status);
        if (ServerFault(answer.Status, expect.Status))
            return [($"status {wanted}", $"{answer.Status}, and no request may make a server fail: {answer.Body}")];
        if (!expect.Status.Contains(answer.Status))
            return [($"status {wanted}", $"{answer.Status} {answer.Body}")];
        return [
            .. on == Target.Scim && answer.Status >= 400 ? ErrorShape(answer) : [],
            .. expect.ScimType is { } type ? ScimType(type, answer) : [],
            .. expect.Headers.SelectMany(h => Header(h, answer)),
            .. expect.Json.SelectMany(j => Json(j, answer.Json)),
        ];
    }

    // RFC 7644 3.11 and 3.12: 501 is how a server says that it does not do this at all, so a dialogue may ask for it.
    internal static bool ServerFault(int status, IEnumerable<int> wanted) => status >= 500 && !(status == 501 && wanted.Contains(501));

    // RFC 7644 3.12: an error is a body of the Error schema whose status is a string; 3.1: its media type is SCIM's.
    static IEnumerable<(string, string)> ErrorShape(Answer answer)
    {
        var media = answer.Headers.GetValueOrDefault("Content-Type", "none");
        if (!media.StartsWith("application/scim+json", StringComparison.OrdinalIgnoreCase))
            yield return ("an error with Content-Type application/scim+json", media);
        var schemas = JsonPath.Child(answer.Json, "schemas");
        if (schemas is not JsonArray || !Holds(schemas, JsonValue.Create(ErrorSchema)))
            yield return ($"an error body with the schema {ErrorSchema}", answer.Body.Length == 0 ? "no body" : answer.Body);
        var status = JsonPath.Child(answer.Json, "status");
        if (!Same(status, JsonValue.Create(answer.Status.ToString(CultureInfo.InvariantCulture))))
            yield return ($"an error body with \"status\": \"{answer.Status}\" (a string)", Shown(status));
    }

    static IEnumerable<(string, string)> ScimType(string wanted, Answer answer)
    {
        var got = JsonPath.Child(answer.Json, "scimType");
        if (wanted.Split('|').Any(w => Same(got, JsonValue.Create(w)))) yield break;
        yield return ($"scimType {wanted.Replace("|", " or ", StringComparison.Ordinal)}", Shown(got));
    }

    static IEnumerable<(string, string)> Header(HeaderCheck check, Answer answer)
    {
        var got = answer.Headers.GetValueOrDefault(check.Name);
        return
            from claim in Claims(check, got)
            where !claim.Holds
            select ($"header {check.Name} {claim.Text}", got ?? "no such header");
    }

    static IEnumerable<(bool Holds, string Text)> Claims(HeaderCheck check, string? got)
    {
        if (check.Exists is { } exists) yield return (exists == got is not null, exists ? "present" : "absent");
        if (check.EqualTo is { } text) yield return (text == got, $"= {text}");
        if (check.Contains is { } part)
            yield return (got?.Contains(part, StringComparison.OrdinalIgnoreCase) == true, $"containing {part}");
        if (check.Matches is { } pattern) yield return (got is not null && Regex.IsMatch(got, pattern), $"like {pattern}");
    }

    static IEnumerable<(string, string)> Json(JsonCheck check, JsonNode? document)
    {
        var found = JsonPath.Parse(check.Path).In(document);
        var shown = found.Count == 0 ? "nothing" : string.Join(", ", found.Select(Shown));
        return
            from claim in Claims(check, found)
            where !claim.Holds
            select ($"{check.Path} {claim.Text}", shown);
    }

    static IEnumerable<(bool Holds, string Text)> Claims(JsonCheck check, IReadOnlyList<JsonNode> found)
    {
        if (check.EqualTo is { } value) yield return (found.Any(n => Same(n, value)), $"= {Shown(value)}");
        if (check.NotEqualTo is { } other) yield return (found.Count > 0 && !found.Any(n => Same(n, other)), $"other than {Shown(other)}");
        if (check.Exists is { } exists) yield return (exists == found.Count > 0, exists ? "present" : "absent");
        if (check.Contains is { } part) yield return (found.Any(n => Holds(n, part)), $"containing {Shown(part)}");
        if (check.NotContains is { } alien) yield return (!found.Any(n => Holds(n, alien)), $"not containing {Shown(alien)}");
        if (check.Count is { } count) yield return (CountOf(found) == count, $"with {count} elements");
        if (check.AtLeast is { } least) yield return (found.Any(n => Number(n) >= least), $">= {least}");
        if (check.AtMost is { } most) yield return (found.Any(n => Number(n) <= most), $"<= {most}");
        if (check.Type is { } type) yield return (found.Count > 0 && found.All(n => JsonTypes.NameOf(n) == type), $"of type {type}");
        if (check.Matches is { } pattern) yield return (found.Any(n => Regex.IsMatch(TextOf(n), pattern)), $"like {pattern}");
    }

    static int CountOf(IReadOnlyList<JsonNode> found) => found is [JsonArray array] ? array.Count : found.Count;

    static decimal? Number(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<decimal>(out var number) ? number : null;

    static string TextOf(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(Plain);

    static bool Same(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(a, b);

    /// <summary>An array has such an element, a string such a part, an object at least these properties.</summary>
    static bool Holds(JsonNode got, JsonNode want) => got switch
    {
        JsonArray array => array.Any(e => Covers(e, want)),
        JsonValue when got.GetValueKind() == JsonValueKind.String && want.GetValueKind() == JsonValueKind.String =>
            got.GetValue<string>().Contains(want.GetValue<string>(), StringComparison.Ordinal),
        _ => Covers(got, want),
    };

    static bool Covers(JsonNode? got, JsonNode? want) => want switch
    {
        JsonObject record => got is JsonObject && record.All(p => Covers(JsonPath.Child(got, p.Key), p.Value)),
        JsonArray array => got is JsonArray others && array.All(w => others.Any(g => Covers(g, w))),
        _ => Same(got, want),
    };

    static string Shown(JsonNode? node) => node?.ToJsonString(Plain) ?? "nothing";
}
