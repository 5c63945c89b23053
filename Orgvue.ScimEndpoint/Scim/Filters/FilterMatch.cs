using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>A filter × a representation → whether it matches (RFC 7644 section 3.4.2.2, tables 3 to 5).</summary>
public static class FilterMatch
{
    public static bool Matches(Filter filter, ResourceType type, JsonObject representation) =>
        Holds(filter, path => InResource(path, type, representation));

    /// <summary>Whether one value of a complex attribute meets a filter that stood in brackets.</summary>
    public static bool MatchesElement(Filter inner, SchemaAttribute attribute, JsonObject element) =>
        Holds(inner, path => InElement(path, attribute, element));

    static bool Holds(Filter filter, Func<AttributePath, Found> find) => filter switch
    {
        Filter.And both => Holds(both.Left, find) && Holds(both.Right, find),
        Filter.Or either => Holds(either.Left, find) || Holds(either.Right, find),
        Filter.Not not => !Holds(not.Inner, find),
        Filter.Present present => find(present.Path).Values.Exists(IsPresent),
        Filter.Value value => HoldsForOne(value, find(value.Path)),
        Filter.Compare compare => Compares(compare, find(compare.Path)),
        Filter.Constant constant => constant.Holds,
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    static bool HoldsForOne(Filter.Value filter, Found found) =>
        found.Attribute is { } attribute && found.Values.OfType<JsonObject>().Any(e => MatchesElement(filter.Inner, attribute, e));

    static bool Compares(Filter.Compare filter, Found found)
    {
        var (op, values) = (filter.Op, found.Values);
        // RFC 7643 2.5: null and unassigned are the same.
        if (filter.Value is FilterValue.Null) return values.Exists(IsPresent) == (op == CompareOp.Ne);
        // RFC 7643 2.4: "primary" is assumed to be false where it is not given.
        if (filter.Value is FilterValue.Boolean flag && found.Unmarked && flag.IsTrue == (op == CompareOp.Ne)) return true;
        if (found.Attribute is not { } attribute || values.Count == 0) return op == CompareOp.Ne && !found.Unmarked;
        return values.Exists(v => Compares(v, attribute.CaseExact, op, filter.Value));
    }

    static bool Compares(JsonNode value, bool caseExact, CompareOp op, FilterValue literal) => literal switch
    {
        FilterValue.Text text => Texts(value) is { } left && Compares(left, text.Content, caseExact, op),
        FilterValue.Instant instant => Texts(value) is { } left && ScimTime.Parse(left) is { } at && Orders(at.CompareTo(instant.At), op),
        FilterValue.Boolean flag => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            && (value.GetValueKind() == JsonValueKind.True == flag.IsTrue) == (op == CompareOp.Eq),
        FilterValue.Number number => value.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            && Orders(amount.CompareTo(number.Amount), op),
        _ => false,
    };

    static bool Compares(string left, string right, bool caseExact, CompareOp op)
    {
        if (!caseExact) (left, right) = (Fold.Key(left), Fold.Key(right));
        return op switch
        {
            CompareOp.Eq => left == right,
            CompareOp.Ne => left != right,
            CompareOp.Co => left.Contains(right, StringComparison.Ordinal),
            CompareOp.Sw => left.StartsWith(right, StringComparison.Ordinal),
            CompareOp.Ew => left.EndsWith(right, StringComparison.Ordinal),
            _ => Orders(CompareCodePoints(left, right), op),
        };
    }

    static bool Orders(int comparison, CompareOp op) => op switch
    {
        CompareOp.Eq => comparison == 0,
        CompareOp.Ne => comparison != 0,
        CompareOp.Gt => comparison > 0,
        CompareOp.Ge => comparison >= 0,
        CompareOp.Lt => comparison < 0,
        CompareOp.Le => comparison <= 0,
        _ => false,
    };

    /// <summary>The order of code points, which is that of UTF-8 and so of the databases, and not that of UTF-16.</summary>
    public static int CompareCodePoints(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (left[i] != right[i]) return Rank(left[i]).CompareTo(Rank(right[i]));
        }
        return left.Length.CompareTo(right.Length);

        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    // "pr": a non-empty value, or a complex value with one (RFC 7644 table 3).
    static bool IsPresent(JsonNode value) => value switch
    {
        JsonObject json => json.Any(p => p.Value is not null && IsPresent(p.Value)),
        JsonArray array => array.Any(i => i is not null && IsPresent(i)),
        _ => value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length > 0,
    };

    static string? Texts(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    static Found InResource(AttributePath path, ResourceType type, JsonObject representation)
    {
        if (type.Resolve(path) is not { } target) return new Found(null, []);
        JsonNode? owner = target.Extension is null ? representation : representation[target.Extension.Id];
        if (target.Attribute is null) return new Found(null, Elements.Of(owner));
        var values = Elements.Of((owner as JsonObject)?[target.Attribute.Name]);
        return target.Sub is null
            ? new Found(target.Attribute, values)
            : new Found(target.Sub, [.. values.OfType<JsonObject>().SelectMany(v => Elements.Of(v[target.Sub.Name]))])
            {
                Unmarked = IsMark(target.Attribute, target.Sub) && values.Exists(v => v is JsonObject json && json[target.Sub.Name] is null),
            };
    }

    static Found InElement(AttributePath path, SchemaAttribute attribute, JsonObject element) =>
        attribute.Sub(path.Name) is { } sub
            ? new Found(sub, Elements.Of(element[sub.Name])) { Unmarked = IsMark(attribute, sub) && element[sub.Name] is null }
            : new Found(null, []);

    static bool IsMark(SchemaAttribute attribute, SchemaAttribute sub) =>
        attribute.MultiValued && sub is { Name: "primary", Type: AttributeType.Boolean };

    sealed record Found(SchemaAttribute? Attribute, List<JsonNode> Values)
    {
        /// <summary>Whether there is a value that does not say if it is primary.</summary>
        public bool Unmarked { get; init; }
    }
}
