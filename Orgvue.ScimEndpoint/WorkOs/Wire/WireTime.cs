using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.WorkOs.Wire;

/// <summary>Instants on WorkOS's wire: written in one way only, read in every way in which they were ever seen. Pure.</summary>
public static partial class WireTime
{
    const string Strict = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>What a refusal says was expected.</summary>
    public const string Expected = "an instant such as 2026-11-23T20:05:00.000Z";

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(Strict, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">It is no instant.</exception>
    public static DateTimeOffset Read(string text) =>
        TryRead(text, out var instant) ? instant : throw new FormatException($"Expected {Expected}.");

    /// <summary>With a T or a blank, with or without a fraction; without an offset it is UTC, and without a time midnight.</summary>
    public static bool TryRead([NotNullWhen(true)] string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is not { Length: <= 64 } || Spelling().Match(text) is not { Success: true } match) return false;
        if (!DateTime.TryParseExact($"{match.Groups["date"].Value}T{(match.Groups["time"] is { Success: true } time ? time.Value : "00:00")}"
                + (match.Groups["second"] is { Success: true } second ? second.Value : ":00"),
                "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        var fraction = match.Groups["fraction"] is { Success: true } digits ? long.Parse(digits.Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture) : 0;
        if (Offset(match) is not { } offset) return false;
        var ticks = local.Ticks + fraction - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        instant = new(ticks, TimeSpan.Zero);
        return true;
    }

    static TimeSpan? Offset(Match match)
    {
        if (!match.Groups["sign"].Success) return TimeSpan.Zero;
        var hours = int.Parse(match.Groups["hours"].Value, CultureInfo.InvariantCulture);
        var minutes = match.Groups["minutes"] is { Success: true } m ? int.Parse(m.Value, CultureInfo.InvariantCulture) : 0;
        if (hours > 14 || minutes > 59) return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return match.Groups["sign"].Value == "-" ? -offset : offset;
    }

    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ](?<time>[0-9]{2}:[0-9]{2})(?<second>:[0-9]{2})?([.,](?<fraction>[0-9]+))?" +
        @" ?([Zz]|UTC|(?<sign>[+-])(?<hours>[0-9]{2})(:?(?<minutes>[0-9]{2}))?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spelling();
}
