namespace Orgvue.ScimEndpoint.Scim;

/// <summary>As much of a client's text as an error may repeat.</summary>
static class Excerpt
{
    const int Length = 60;

    /// <summary>The text in quotes, cut short, without characters that could forge a line of a log.</summary>
    public static string Of(string text)
    {
        var cut = text.Length <= Length ? text : text[..Length] + "…";
        return "\"" + string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + "\"";
    }
}
