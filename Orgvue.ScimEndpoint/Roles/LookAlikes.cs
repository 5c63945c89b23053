using System.Collections.Frozen;

namespace Orgvue.ScimEndpoint.Roles;

/// <summary>
/// Characters that pass for others in a group name (M8). Held here because the server runs without ICU, where Normalize folds little.
/// </summary>
static class LookAlikes
{
    // Escapes, not glyphs: here above all the reader must see which alphabet a letter is of. ToUpperInvariant covers most small letters.
    static readonly (string Seen, string Meant)[] Alphabets =
    [
        // Cyrillic.
        ("\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423", "ABEKMHOPCTY"),
        ("\u0425\u0405\u0406\u0408\u050C\u051A\u051C\u0474\u04BA\u0500", "XSIJGQWVHD"),
        // Greek capitals.
        ("\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7", "ABEZHIKMNOPTYX"),
        // Greek small letters that resemble another letter than their capital does.
        ("\u03BD\u03C5\u03B3\u03C9", "VUYW"),
        // Latin extensions.
        ("\u0131\u017F\u0251\u0261\u0269\u212A", "ISAGIK"),
        // Roman numerals.
        ("\u2160\u2164\u2169\u216C\u216D\u216E\u216F", "IVXLCDM"),
        // Armenian.
        ("\u0555\u054D\u0570", "OUH"),
    ];

    static readonly FrozenDictionary<char, char> Letters = Alphabets
        .SelectMany(alphabet => alphabet.Seen.Zip(alphabet.Meant))
        .ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The ASCII capital, digit or <c>_</c> a character passes for; any other character's own capital.</summary>
    public static char Fold(char c)
    {
        if (char.IsAsciiLetterOrDigit(c)) return char.ToUpperInvariant(c);
        if (IsSeparator(c)) return '_';
        if (c is >= '\uFF01' and <= '\uFF5E') return Fold((char)(c - 0xFEE0)); // full width
        if (c < '\u0080') return c;
        if (Letters.TryGetValue(c, out var letter)) return letter;
        var capital = char.ToUpperInvariant(c);
        return Letters.TryGetValue(capital, out letter) ? letter : capital;
    }

    /// <summary>Underscores, dashes, dots and spaces, non-breaking ones included: what people type where the prefix has <c>_</c>.</summary>
    public static bool IsSeparator(char c) =>
        c is '_' or '-' or '.' or '\u00AD' or '\u00AF' or '\u02CD' or '\u2212' or '\u30FC' or '\uFE58' or '\uFE63' or '\uFF0D' or '\uFF3F'
            or (>= '\u2010' and <= '\u2015') or '\u2017' or '\u203F' or (>= '\uFE4D' and <= '\uFE4F')
        || char.IsWhiteSpace(c) && !char.IsControl(c);

    /// <summary>Characters that show nothing: zero-width, directional and variation marks, controls.</summary>
    public static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u034F' or '\u061C' or '\u180E' or '\uFEFF'
            or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F')
            or (>= '\uFE00' and <= '\uFE0F')
        || char.IsControl(c);

    /// <summary>The platform role a custom role passes for, if only by look-alikes, invisible characters or separators around it.</summary>
    public static string? PlatformRoleIn(string role)
    {
        const int longest = 16;
        if (role.Length is 0 or > longest) return null;
        Span<char> folded = stackalloc char[longest];
        var length = 0;
        foreach (var c in role)
            if (!IsInvisible(c)) folded[length++] = Fold(c);
        return PlatformRole.Canonical(((ReadOnlySpan<char>)folded[..length]).Trim('_'));
    }

    /// <summary>A character as a person can read it: quoted when it is plain, else by its code point.</summary>
    public static string Describe(char c) => c is > ' ' and <= '~' ? $"\"{c}\"" : $"U+{(int)c:X4}";
}
