using System.Globalization;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Scim;

/// <summary>
/// Reads the dateTime of RFC 7643 section 2.3.5 (xsd:dateTime): any offset, any digits of a second, and 24:00:00 for the end of a day.
/// A leap second is none: XML Schema has no second 60.
/// </summary>
public static partial class ScimTime
{
    const string EndOfDay = "T24:00:00";

    /// <summary>The instant, or null when the text is none; without an offset it is UTC, digits below 100 ns are cut.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success) return null;
        var (written, fraction) = (match.Groups["clock"].Value, Fraction(match.Groups["fraction"].Value));
        var endsDay = written.EndsWith(EndOfDay, StringComparison.Ordinal) && fraction == 0;
        if (endsDay) written = written.Replace(EndOfDay, "T00:00:00", StringComparison.Ordinal);
        if (!DateTime.TryParseExact(written, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) return null;

        var ticks = clock.Ticks + (endsDay ? TimeSpan.TicksPerDay : fraction) - Offset(match.Groups["offset"].Value);
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    static long Fraction(string digits) =>
        digits.Length == 0 ? 0 : long.Parse(digits.PadRight(7, '0')[..7], CultureInfo.InvariantCulture);

    static long Offset(string offset)
    {
        if (offset.Length < 6) return 0;
        var minutes = int.Parse(offset[1..3], CultureInfo.InvariantCulture) * 60 + int.Parse(offset[4..6], CultureInfo.InvariantCulture);
        return (offset[0] == '-' ? -minutes : minutes) * TimeSpan.TicksPerMinute;
    }

    [GeneratedRegex(@"\A(?<clock>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?"
        + @"(?<offset>Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?\z", RegexOptions.ExplicitCapture)]
    internal static partial Regex Pattern();
}
