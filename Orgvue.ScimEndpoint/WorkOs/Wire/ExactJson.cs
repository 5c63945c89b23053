using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.WorkOs.Wire;

/// <summary>
/// JSON as JavaScript's <c>JSON.stringify</c> writes it, character for character: a receiver that hands the parsed body to WorkOS's SDK has it
/// written again, and the signature must still hold. None of System.Text.Json's encoders does that. Pure.
/// </summary>
public static class ExactJson
{
    public static string Text(JsonNode? node)
    {
        var text = new StringBuilder(512);
        Write(text, node);
        return text.ToString();
    }

    static void Write(StringBuilder to, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                Write(to, json);
                break;
            case JsonArray array:
                Write(to, array);
                break;
            case JsonValue value:
                Write(to, value);
                break;
            default:
                to.Append("null");
                break;
        }
    }

    static void Write(StringBuilder to, JsonObject json)
    {
        to.Append('{');
        var first = true;
        foreach (var (name, value) in InOrder(json))
        {
            if (!first) to.Append(',');
            first = false;
            Write(to, name);
            to.Append(':');
            Write(to, value);
        }
        to.Append('}');
    }

    static void Write(StringBuilder to, JsonArray array)
    {
        to.Append('[');
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0) to.Append(',');
            Write(to, array[i]);
        }
        to.Append(']');
    }

    static void Write(StringBuilder to, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                Write(to, value.TryGetValue<string>(out var text) ? text : value.Deserialize<string>()!);
                break;
            case JsonValueKind.Number:
                to.Append(Number(double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)));
                break;
            case JsonValueKind.True:
                to.Append("true");
                break;
            case JsonValueKind.False:
                to.Append("false");
                break;
            default:
                to.Append("null");
                break;
        }
    }

    // ECMA-262 §10.1.11.1: names that are array indexes come first, in the order of their numbers.
    static IEnumerable<KeyValuePair<string, JsonNode?>> InOrder(JsonObject json) =>
        json.Any(p => Index(p.Key) is not null)
            ? json.Where(p => Index(p.Key) is not null).OrderBy(p => Index(p.Key)).Concat(json.Where(p => Index(p.Key) is null))
            : json;

    static uint? Index(string name) =>
        name.Length is > 0 and <= 10 && char.IsAsciiDigit(name[0]) && (name.Length == 1 || name[0] != '0')
        && uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < uint.MaxValue
            ? index
            : null;

    // ECMA-262 §25.5.2.3, QuoteJSONString.
    static void Write(StringBuilder to, string text)
    {
        to.Append('"');
        for (var i = 0; i < text.Length; i++)
            switch (text[i])
            {
                case '"': to.Append("\\\""); break;
                case '\\': to.Append(@"\\"); break;
                case '\b': to.Append("\\b"); break;
                case '\t': to.Append("\\t"); break;
                case '\n': to.Append("\\n"); break;
                case '\f': to.Append("\\f"); break;
                case '\r': to.Append("\\r"); break;
                case var pair when char.IsHighSurrogate(pair) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    to.Append(pair).Append(text[++i]);
                    break;
                case var odd when odd < ' ' || char.IsSurrogate(odd):
                    to.Append(CultureInfo.InvariantCulture, $"\\u{(int)odd:x4}");
                    break;
                case var plain: to.Append(plain); break;
            }
        to.Append('"');
    }

    // ECMA-262 §6.1.6.1.20, Number::toString: the shortest digits that name the number, with an exponent only far from one.
    static string Number(double number)
    {
        if (!double.IsFinite(number)) return "null";
        if (number == 0) return "0";
        var (digits, exponent) = Parts(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        var sign = number < 0 ? "-" : "";
        var point = exponent + 1;
        if (point is > 0 and <= 21)
            return sign + (digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}");
        if (point is > -6 and <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        var mantissa = digits.Length == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? "" : "+")}{exponent}");
    }

    // 12.5, 0.0125 and 1.25E-07 alike: 125 and the power of ten of its first digit.
    static (string Digits, int Exponent) Parts(string number)
    {
        var parts = number.Split('E');
        var whole = parts[0].Split('.')[0];
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var power = parts.Length == 1 ? 0 : int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return (digits.TrimEnd('0'), power + whole.Length - 1 - (all.Length - digits.Length));
    }
}
