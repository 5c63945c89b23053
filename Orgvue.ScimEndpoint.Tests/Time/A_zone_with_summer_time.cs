using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Time;

/// <summary>The machine's zone and its summer time are nobody's business: what is stored and compared is UTC. Days of a zone that somebody names are <c>Points_of_time</c>.</summary>
public sealed class A_zone_with_summer_time
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-10-25T00:58:00Z")]
    [InlineData("Europe/Berlin", "2027-03-28T00:58:00Z")]
    // Half an hour, at half past one.
    [InlineData("Australia/Lord_Howe", "2026-10-03T15:28:00Z")]
    [InlineData("Australia/Lord_Howe", "2027-04-03T14:58:00Z")]
    public async Task Leaves_a_window_as_long_as_it_is(string zone, string twoMinutesBefore)
    {
        var start = DateTimeOffset.Parse(twoMinutesBefore, System.Globalization.CultureInfo.InvariantCulture);
        await using var host = new Host(StorageProvider.Sqlite) { Clock = new(start) };
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        host.Clock.SetLocalTimeZone(local);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));

        host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await host.RunDueAsync();
        Assert.Empty(await host.RunsAsync(directory));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.RunDueAsync();

        Assert.NotEqual(local.GetUtcOffset(start), local.GetUtcOffset(host.Clock.GetUtcNow()));
        Assert.Equal(start.AddMinutes(5), (DateTimeOffset)Assert.Single(await host.RunsAsync(directory))!["dueAt"]!);
        Assert.Equal(["ada: user"], await host.AccountsAsync());
    }
}
