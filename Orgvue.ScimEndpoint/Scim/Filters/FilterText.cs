using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>The text of a filter, or of a PATCH path, and how far it has been read; every refusal names the character.</summary>
sealed partial class FilterText(string text, string what, string scimType)
{
    int _at;

    public bool IsFilter => scimType == ScimTypes.InvalidFilter;

    public bool AtEnd => _at >= text.Length;

    public char Next => AtEnd ? '\0' : text[_at];

    public int Position => _at;

    public ScimException Expected(string expected) => ExpectedAt(_at, expected);

    public ScimException ExpectedAt(int position, string expected)
    {
        var found = position >= text.Length ? $"the {what} ends there" : $"found {Excerpt.Of(text[position..])}";
        return new ScimException(scimType, $"Expected {expected} at character {position + 1} of the {what}, but {found}.");
    }

    public ScimException Refused(int position, string sentence) =>
        new(scimType, $"At character {position + 1} of the {what}: {sentence}.");

    public void SkipSpaces()
    {
        while (Next == ' ') _at++;
    }

    /// <summary>Reads spaces, of which there must be one.</summary>
    public void Space(string before)
    {
        if (Next != ' ') throw Expected($"a space before {before}");
        SkipSpaces();
    }

    public bool Take(char c)
    {
        if (Next != c) return false;
        _at++;
        return true;
    }

    public void Need(char c)
    {
        if (!Take(c)) throw Expected($"\"{c}\"");
    }

    /// <summary>The characters up to the next space, bracket or quote.</summary>
    public string Word()
    {
        var word = Peek();
        _at += word.Length;
        return word;
    }

    /// <summary>The word behind the spaces that come next, which stays unread; empty where there is none.</summary>
    public string Ahead()
    {
        var start = _at;
        SkipSpaces();
        var word = _at > start ? Peek() : "";
        _at = start;
        return word;
    }

    /// <summary>Reads the keyword, in any case, when it comes next: surrounded as the grammar wants it, or not at all.</summary>
    public bool TakeKeyword(string keyword)
    {
        if (!Peek().Equals(keyword, StringComparison.OrdinalIgnoreCase)) return false;
        _at += keyword.Length;
        return true;
    }

    /// <summary>Reads " and " or " or ": a keyword between two spaces.</summary>
    public bool TakeJoin(string keyword)
    {
        var start = _at;
        SkipSpaces();
        if (_at > start && TakeKeyword(keyword))
        {
            Space("the next expression");
            return true;
        }
        _at = start;
        return false;
    }

    /// <summary>The rest must be empty but for spaces.</summary>
    public void End(string expected)
    {
        SkipSpaces();
        if (!AtEnd) throw Expected(expected);
    }

    /// <summary>compValue: a JSON literal.</summary>
    public FilterValue Literal()
    {
        if (Next == '"') return new FilterValue.Text(String());
        var start = _at;
        var word = Word();
        if (word == "true") return new FilterValue.Boolean(true);
        if (word == "false") return new FilterValue.Boolean(false);
        if (word == "null") return new FilterValue.Null();
        if (!Number().IsMatch(word)) throw ExpectedAt(start, "a value (a \"string\", a number, true, false or null)");
        // Beyond what any value can be is the greatest, or the least, that can be.
        return new FilterValue.Number(decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount
            : word[0] == '-' ? decimal.MinValue : decimal.MaxValue);
    }

    string String()
    {
        var start = _at++;
        var content = new StringBuilder();
        while (true)
        {
            if (AtEnd) throw Refused(start, "the string that begins here has no closing quote");
            var c = text[_at++];
            if (c == '"') break;
            if (c < ' ') throw Refused(_at - 1, "a control character must be escaped in a string");
            content.Append(c == '\\' ? Escape() : c);
        }
        var result = content.ToString();
        if (result.Contains('\0', StringComparison.Ordinal)) throw Refused(start, "the string holds U+0000, which no attribute does");
        if (JsonShape.HasLoneSurrogate(result)) throw Refused(start, "the string is not valid Unicode text (a lone surrogate)");
        return result;
    }

    char Escape()
    {
        var start = _at - 1;
        if (AtEnd) throw ExpectedAt(start, "an escape");
        var c = text[_at++];
        if (c != 'u') return Unescaped(c) ?? throw ExpectedAt(start, "an escape (one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)");
        if (_at + 4 > text.Length
            || !ushort.TryParse(text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw ExpectedAt(start, "four hexadecimal digits after \\u");
        _at += 4;
        return (char)code;
    }

    static char? Unescaped(char c) => c switch
    {
        '"' or '\\' or '/' => c,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => null,
    };

    string Peek()
    {
        var end = _at;
        while (end < text.Length && text[end] is not (' ' or '(' or ')' or '[' or ']' or '"')) end++;
        return text[_at..end];
    }

    // RFC 8259 section 6, which RFC 7644 borrows.
    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    internal static partial Regex Number();
}
