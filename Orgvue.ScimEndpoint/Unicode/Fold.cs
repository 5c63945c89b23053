using System.Text;

namespace Orgvue.ScimEndpoint.Unicode;

/// <summary>
/// The form in which texts are compared ignoring case: the same for "É", "é" and "e" with a combining accent, and for full-width letters
/// (RFC 7644 §5 and §7.8, by the steps of RFC 7613 §3.2.2). It is stored beside what is filtered or unique, because no two databases agree on collations.
/// </summary>
public static class Fold
{
    public static string Key(string value)
    {
        if (Ascii.IsValid(value)) return value.ToUpperInvariant();
        // Some letters have a capital only once they are taken apart: "ǰ" is "j" with a caron.
        var apart = NormalForm.Decompose(value);
        return NormalForm.Compose(apart.ToUpperInvariant());
    }
}
