using System.Globalization;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Points_of_time
{
    [Theory]
    [InlineData("2026-11-01T12:00:00Z", "UTC", "2026-11-01T12:00:00.0000000Z")]
    [InlineData("2026-11-01T12:00Z", "UTC", "2026-11-01T12:00:00.0000000Z")]
    [InlineData("2026-11-01T12:00:00.1234567+02:00", "UTC", "2026-11-01T10:00:00.1234567Z")]
    [InlineData("2026-11-01T12:00:00 02:00", "UTC", "2026-11-01T10:00:00.0000000Z")]
    [InlineData("2026-11-01", "UTC", "2026-11-01T23:59:59.9999999Z")]
    [InlineData("2026-11-01", "Europe/Berlin", "2026-11-01T22:59:59.9999999Z")]
    [InlineData("2026-07-01", "Europe/Berlin", "2026-07-01T21:59:59.9999999Z")]
    // The day on which the clocks go back has 25 hours.
    [InlineData("2026-10-25", "Europe/Berlin", "2026-10-25T22:59:59.9999999Z")]
    // Cairo's Friday of the 24th began at one o'clock.
    [InlineData("2026-04-23", "Africa/Cairo", "2026-04-23T21:59:59.9999999Z")]
    // Havana's Sunday has two midnights: it begins with the first.
    [InlineData("2026-10-31", "America/Havana", "2026-11-01T03:59:59.9999999Z")]
    [InlineData("2026-11-01", "Pacific/Kiritimati", "2026-11-01T09:59:59.9999999Z")]
    public void Are_an_instant_or_the_end_of_a_day(string text, string zone, string expected)
    {
        var checks = new Checks();

        var end = Moments.End(checks, "at", text, Moments.Zone(checks, zone));

        checks.Refuse();
        Assert.Equal(expected, end!.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-11-01T12:00:00")]
    [InlineData("2026-11-01T25:00:00Z")]
    [InlineData("2026-02-30")]
    [InlineData("1969-12-31")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("1.11.2026")]
    [InlineData("")]
    public void Are_refused_when_they_are_none(string text)
    {
        var checks = new Checks();

        Assert.Null(Moments.End(checks, "at", text, TimeZoneInfo.Utc));

        Assert.Equal("at", Assert.Single(Assert.Throws<RefusalException>(checks.Refuse).Errors).Field);
    }
}
