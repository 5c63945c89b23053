using System.Text;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Takes passwords, tokens and keys out of what is to be kept, wherever they stand; in doubt, more goes. Pure.</summary>
public static partial class Redaction
{
    public const string Gone = "***";

    /// <summary>Characters of a body that is not JSON: enough to see what was sent instead.</summary>
    const int Excerpt = 1024;

    /// <summary>Shorter secrets are not looked for elsewhere: they would be found in innocent words.</summary>
    const int Findable = 4;

    /// <summary>The body as JSON less its secrets, which are added to <paramref name="found"/>; of anything else a redacted excerpt.</summary>
    public static string? Body(string? body, bool cut, ISet<string> found)
    {
        if (body is null) return null;
        if (!cut && RedactedJson.Of(body, found) is { } json) return json;
        // Half a PATCH cannot be searched for the path that makes its value a secret.
        var text = NamedValue().Replace(SecretNames.Decoded(cut ? body : Start(body, Excerpt)), $"$1\"{Gone}\"");
        // What cannot be read could hide the secret anywhere behind its name.
        return UpToName().Match(text) is { Success: true } start ? Text(start.Value) + Gone : Text(text);
    }

    /// <summary>The query as it came, or, where something in it is a secret, written anew without it.</summary>
    public static string Query(string query, ISet<string> found)
    {
        if (query.Length < 2) return query;
        var pairs = query[1..].Split('&')
            .Select(pair => pair.Split('=', 2).Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).ToArray()).ToList();
        var shown = pairs.Select(p => p.Length == 1 ? [Text(p[0])] : new[] { Text(p[0]), Parameter(p[0], p[1], found) }).ToList();
        return pairs.Zip(shown).All(both => both.First.SequenceEqual(both.Second))
            ? query
            : "?" + string.Join('&', shown.Select(p => string.Join('=', p.Select(Uri.EscapeDataString))));
    }

    /// <summary>Any text: what looks like a credential, and what follows a name that promises one.</summary>
    public static string Text(string text)
    {
        var shown = Plain(text);
        // What hides in an encoding cannot be taken out of it: then nothing of the text is kept.
        var decoded = SecretNames.Decoded(shown);
        return decoded == shown || Plain(decoded) == decoded ? shown : Gone;
    }

    /// <summary>A filter or a path. Where it names a secret, nothing behind the name is kept and no value before it.</summary>
    public static string Expression(string text, ISet<string> found)
    {
        var plain = SecretNames.Decoded(text);
        var end = SecretNames.EndIn(plain);
        if (end < 0) return Text(text);
        foreach (Match literal in Literal().Matches(plain)) found.Add(literal.Groups[1].Value + literal.Groups[2].Value);
        foreach (Match bare in Bare().Matches(plain, end)) found.Add(bare.Groups[1].Value);
        return Text(Literal().Replace(plain[..end], $"\"{Gone}\"")) + (plain.AsSpan(end).IsWhiteSpace() ? "" : $" {Gone}");
    }

    /// <summary>The beginning of a text; no character is cut in two.</summary>
    public static string Start(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";

    /// <summary>A secret of the request that came back in the answer, or stood in its address too.</summary>
    public static string? Without(string? text, IReadOnlyCollection<string> secrets)
    {
        if (text is null || secrets.Count == 0) return text;
        foreach (var secret in secrets.Where(s => s.Length >= Findable))
            text = text.Replace(secret, Gone, StringComparison.OrdinalIgnoreCase)
                .Replace(System.Text.Json.JsonEncodedText.Encode(secret).ToString(), Gone, StringComparison.OrdinalIgnoreCase)
                .Replace(Uri.EscapeDataString(secret), Gone, StringComparison.OrdinalIgnoreCase);
        // A refusal quotes the beginning of what it refuses.
        return Shortened().Replace(text, Gone);
    }

    static string Parameter(string name, string value, ISet<string> found)
    {
        if (name.Equals("filter", StringComparison.OrdinalIgnoreCase)) return Expression(value, found);
        if (!SecretNames.IsOne(name)) return Text(value);
        found.Add(value);
        return Gone;
    }

    static string Plain(string text) => NamedSecret().Replace(Credential().Replace(text, Gone), $"$1{Gone}");

    [GeneratedRegex(
        @"\b(?:ovscim_|ovadmin_|sk_)[A-Za-z0-9_\-]+|\bBearer\s+[A-Za-z0-9._~+/\-]+=*|\bBasic\s+[A-Za-z0-9+/]{8,}=*"
        + @"|\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]*)?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    internal static partial Regex Credential();

    // password=x, "password": "x y", \"password\":\"x y\", password eq "x y", password.value eq x, <password>x, password is x
    [GeneratedRegex(
        $"""((?:{SecretNames.Words}|\bpwd)[A-Za-z0-9_]""" + """{0,16}(?:\.[A-Za-z]{1,16}|\\?["'\])]){0,3}\s*"""
        + """(?:[:=>]+|\b(?:eq|ne|co|sw|ew|gt|ge|lt|le|is|was|like|in|not)\b|\n)\s*)""" + Value,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex NamedSecret();

    const string Value = """(?:\\"(?:(?!\\").)*|"(?:[^"\\]|\\.)*|'[^']*|[^&\s,;}\]"'<]+)""";

    [GeneratedRegex("""("value"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|\[\s*"[^\]]*\]?)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex NamedValue();

    [GeneratedRegex("^.*?" + SecretNames.Words, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    internal static partial Regex UpToName();

    [GeneratedRegex("""\\*"((?:[^"\\]|\\.)*)\\*"|'([^']*)'""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    internal static partial Regex Literal();

    [GeneratedRegex("""(?:\b(?:eq|ne|co|sw|ew|gt|ge|lt|le|is|like|in)\s+|=)([^\s"'()\[\]]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex Bare();

    [GeneratedRegex("""(?<=\\")(?:[^"\\]|\\.)*…(?=\\")""", RegexOptions.CultureInvariant)]
    internal static partial Regex Shortened();
}
