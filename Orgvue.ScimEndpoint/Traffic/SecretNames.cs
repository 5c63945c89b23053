using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>The names under which secrets are sent, however they are spelled, and the encodings in which such a name hides. Pure.</summary>
static partial class SecretNames
{
    /// <summary>As often a text is decoded at most: %2522 is a quotation mark that was encoded twice.</summary>
    const int Layers = 3;

    /// <summary>Words that promise a secret wherever they stand in a name; a secretary is none.</summary>
    public const string Words = "(?:password|passwd|passphrase|passcode|secret(?!ar)|token|api[_\\- ]?key|authorization|bearer|credential"
        + "|private[_\\- ]?key)";

    /// <summary>Whether what bears the name is a secret: newPassword, urn:…:User:password, password[value eq "x"], x-api-key.</summary>
    public static bool IsOne(string name) => Decoded(name) is var plain && (Within().IsMatch(plain) || Short().IsMatch(plain));

    /// <summary>Behind the first secret's name of a filter or a path; -1 where none is outside of its quoted values.</summary>
    public static int EndIn(string expression)
    {
        var names = Quoted().Replace(expression, literal => new string(' ', literal.Length));
        var found = Mentioned().Match(names);
        return found.Success ? found.Index + found.Length : -1;
    }

    /// <summary>The text less its percent and JSON escapes, of several layers.</summary>
    public static string Decoded(string text)
    {
        for (var layer = 0; layer < Layers; layer++)
        {
            var before = text;
            if (text.Contains('%', StringComparison.Ordinal)) text = Uri.UnescapeDataString(text);
            if (text.Contains('\\', StringComparison.Ordinal)) text = Unescaped(text);
            if (text == before) break;
        }
        return text;
    }

    /// <summary>The text less JSON's escapes of printable ASCII, in which names are written, and of quotation marks.</summary>
    public static string Unescaped(string text) => Escape().Replace(text, m =>
        m.Groups[1].Success ? ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString() : m.Groups[2].Value);

    [GeneratedRegex(Words, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Within();

    [GeneratedRegex(@"(?:^|[.:_\-\[/ ])(?:pwd|pass|jwt|sig|signature|key)[\] ]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Short();

    [GeneratedRegex(
        Words + "[A-Za-z0-9_]*|(?<![A-Za-z0-9])(?:pwd|pass|jwt)(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mentioned();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\u(00[2-7][0-9a-fA-F])|\\([""/\\])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
