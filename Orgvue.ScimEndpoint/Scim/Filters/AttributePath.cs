using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>attrPath = [URI ":"] ATTRNAME *1subAttr (RFC 7644 section 3.4.2.2); an empty name stands for the URI's whole schema.</summary>
public sealed partial record AttributePath(string? Uri, string Name, string? Sub)
{
    public string Text
    {
        get
        {
            var head = Uri is null ? Name : Name.Length == 0 ? Uri : $"{Uri}:{Name}";
            return Sub is null ? head : $"{head}.{Sub}";
        }
    }

    /// <summary>The path in the text; anything else is refused with invalidPath.</summary>
    public static AttributePath Parse(string text) =>
        TryParse(text) ?? throw new ScimException(ScimTypes.InvalidPath,
            $"Expected an attribute path, such as name.familyName, but found {Excerpt.Of(text)}.");

    /// <summary>The path in the text, or null.</summary>
    public static AttributePath? TryParse(string text)
    {
        // The URI may hold dots and colons of its own ("…:2.0:User"): the name begins after its last colon.
        var colon = text.LastIndexOf(':');
        var uri = colon < 0 ? null : text[..colon];
        if (uri is not null && !UriText().IsMatch(uri)) return null;

        var name = text[(colon + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (head, sub) = dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
        return AttributeName().IsMatch(head) && (sub is null || AttributeName().IsMatch(sub)) ? new AttributePath(uri, head, sub) : null;
    }

    public override string ToString() => Text;

    // RFC 7643 2.1 allows a $ within; "$ref" is the one name of the RFC's own that its ABNF does not allow.
    [GeneratedRegex(@"\A(\$ref|[A-Za-z][A-Za-z0-9$_-]*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    internal static partial Regex AttributeName();

    [GeneratedRegex(@"\A[A-Za-z][^\s""()\[\]]*\z")]
    internal static partial Regex UriText();
}
