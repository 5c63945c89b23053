using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim;

/// <summary>Walks a body once, so that all later reading is safe: depth, size and text that JSON allows and nobody can store.</summary>
public static class JsonShape
{
    /// <summary>Refuses names given twice, lone surrogates, U+0000, nesting, strings, objects beyond the limits.</summary>
    public static void Check(JsonNode? node, ScimLimits limits) => Check(node, limits, depth: 0);

    static void Check(JsonNode? node, ScimLimits limits, int depth)
    {
        if (depth > limits.Depth)
            throw new ScimException(ScimTypes.InvalidSyntax, $"The body must not nest deeper than {limits.Depth} levels.");
        switch (node)
        {
            case JsonObject json:
                foreach (var (name, value) in Entries(json, limits))
                {
                    CheckText(name, "a name", limits);
                    Check(value, limits, depth + 1);
                }
                break;
            case JsonArray array:
                foreach (var item in array) Check(item, limits, depth + 1);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                CheckText(TextOf(value), "a string", limits);
                break;
            default:
                break;
        }
    }

    /// <summary>The names and values of one object, without looking into the values.</summary>
    internal static KeyValuePair<string, JsonNode?>[] Entries(JsonObject json, ScimLimits limits)
    {
        try
        {
            if (json.Count > limits.ValuesPerAttribute)
                throw new ScimException(ScimTypes.InvalidSyntax, $"An object must not have more than {limits.ValuesPerAttribute} names.");
            return [.. json];
        }
        catch (ArgumentException)
        {
            throw new ScimException(ScimTypes.InvalidSyntax, "A name must not occur twice in one object.");
        }
        catch (InvalidOperationException)
        {
            throw new ScimException(ScimTypes.InvalidSyntax, "A name in the body is not valid Unicode text.");
        }
    }

    static string TextOf(JsonValue value)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            throw new ScimException(ScimTypes.InvalidValue, "A string in the body is not valid Unicode text (a lone surrogate, or bytes that are no UTF-8).");
        }
    }

    static void CheckText(string text, string what, ScimLimits limits)
    {
        if (text.Length > limits.StringLength)
            throw new ScimException(ScimTypes.InvalidValue, $"The body holds {what} of more than {limits.StringLength} characters.");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ScimException(ScimTypes.InvalidValue, $"The body holds {what} with the character U+0000.");
        if (HasLoneSurrogate(text))
            throw new ScimException(ScimTypes.InvalidValue, $"The body holds {what} that is not valid Unicode text (a lone surrogate, or bytes that are no UTF-8).");
    }

    public static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
