using System.Globalization;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Points of time as a query gives them: an instant with its offset (RFC 3339), or a day of a time zone.</summary>
public static partial class Moments
{
    const int FirstYear = 1970;
    static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>UTC where none is named.</summary>
    public static TimeZoneInfo Zone(Checks checks, string? name)
    {
        if (name is null) return TimeZoneInfo.Utc;
        // What is no name must not be taken for a path.
        if (name.Length <= 64 && ZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        checks.Add("timeZone", "timeZone", "Expected a name of the IANA time zone database such as Europe/Berlin, or UTC.");
        return TimeZoneInfo.Utc;
    }

    /// <summary>The instant, or the first of the day.</summary>
    public static DateTimeOffset? Start(Checks checks, string field, string? text, TimeZoneInfo zone) =>
        text is null ? null : Day(text) is { } day ? StartOf(day, zone) : Instant(checks, field, text);

    /// <summary>The instant, or the last of the day.</summary>
    public static DateTimeOffset? End(Checks checks, string field, string? text, TimeZoneInfo zone) =>
        text is null ? null : Day(text) is { } day ? EndOf(day, zone) : Instant(checks, field, text);

    /// <summary>Whether it is a day rather than an instant.</summary>
    public static bool IsDay(string text) => Day(text) is not null;

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year >= FirstYear && day < DateOnly.MaxValue ? day : null;

    static DateTimeOffset? Instant(Checks checks, string field, string text)
    {
        // A Z is an offset of nothing; a plus that was not escaped has become a blank.
        var spelled = text is [.. var local, 'Z' or 'z'] ? local + "+00:00" : text.Replace(' ', '+');
        if (DateTimeOffset.TryParseExact(spelled, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            && instant.UtcDateTime.Year is >= FirstYear and < 9999)
            return instant.ToUniversalTime();
        checks.Add(field, "format", $"Expected an instant with its offset such as 2026-11-01T12:00:00Z, or a day such as 2026-11-01, from {FirstYear} on.");
        return null;
    }

    static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone) => StartOf(day.AddDays(1), zone).AddTicks(-1);

    // Where the clocks go forward at midnight the day begins later; where they go back to it, with the first of the two midnights.
    static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")]
    private static partial Regex ZoneName();
}
