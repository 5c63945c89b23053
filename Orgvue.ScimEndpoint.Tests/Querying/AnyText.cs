namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Texts on which folding, ordering, quoting and LIKE go wrong, if they do.</summary>
static class AnyText
{
    static readonly string[] Parts =
    [
        "a", "A", "b", "B", "z", "Z", "k", "K", "\u212A", "i", "I", "\u0130", "\u0131", "i\u0307", "ß", "\u1E9E", "SS", "ss", "s", "\u017F", "é", "É", "e\u0301",
        "Å", "\u212B", "σ", "ς", "Σ", "ǆ", "ǅ", "Ǆ", "\uFB01", "µ", "μ", "\uD801\uDC00", "\uD801\uDC28", "\uD83D\uDE00", "\uE000", "\uFFFD", "\uFF21", "\uFF41",
        "%", "_", "\\", "*", "?", "[", "]", "(", ")", "'", "\"", " ", ".", "-", "0", "9", "10", "@", "/", "Ω", "ω", "\u2126", "ж", "Ж", "中", "\u0345", "\u1F80", "\u1F88",
    ];

    // UTF-16 has these in another order than UTF-8 and the code points themselves.
    static readonly string[] High = ["\uD801\uDC00", "\uD83D\uDE00", "\uE000", "\uFF21", "\uFFFD"];

    public static string Of(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1))
        .Select(_ => random.One(random.Next(4) == 0 ? High : Parts)));

    /// <summary>The same in another case, a part of it, or something else.</summary>
    public static string Like(Random random, string text) => random.Next(13) switch
    {
        0 or 1 => text.ToLowerInvariant(),
        2 or 3 => text.ToUpperInvariant(),
        4 or 5 => Cut(text, 0, random.Next(text.Length + 1)),
        6 or 7 => random.Next(text.Length + 1) is var at ? Cut(text, at, text.Length) : text,
        8 or 9 => Of(random, 2),
        10 => FullWidth(text),
        _ => text,
    };

    // As an input method for Chinese or Japanese writes ASCII.
    static string FullWidth(string text) => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c));

    // Never through the middle of a surrogate pair.
    static string Cut(string text, int from, int to)
    {
        if (from < text.Length && char.IsLowSurrogate(text[from])) from++;
        if (to < text.Length && to > 0 && char.IsLowSurrogate(text[to])) to--;
        return from < to ? text[from..to] : "";
    }

    public static T One<T>(this Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
