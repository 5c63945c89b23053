using System.Globalization;
using System.Text;

namespace Orgvue.ScimEndpoint.Scim.Filters;

/// <summary>compValue = false / null / true / number / string (RFC 7644 section 3.4.2.2); a string for a dateTime is an instant.</summary>
public abstract record FilterValue
{
    public sealed record Text(string Content) : FilterValue
    {
        public override string ToString() => Quote(Content);
    }

    public sealed record Number(decimal Amount) : FilterValue
    {
        public override string ToString() => Amount.ToString(CultureInfo.InvariantCulture);
    }

    public sealed record Boolean(bool IsTrue) : FilterValue
    {
        public override string ToString() => IsTrue ? "true" : "false";
    }

    /// <summary>The instant, in UTC, and the text it was written as.</summary>
    public sealed record Instant(DateTimeOffset At, string Written) : FilterValue
    {
        public override string ToString() => Quote(Written);
    }

    public sealed record Null : FilterValue
    {
        public override string ToString() => "null";
    }

    static string Quote(string content)
    {
        var text = new StringBuilder("\"", content.Length + 2);
        foreach (var c in content)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ') text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }
        return text.Append('"').ToString();
    }
}
