using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

public sealed class A_retry_schedule
{
    static readonly DateTimeOffset Created = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Days = TimeSpan.FromDays(3);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(9, 2560)]
    [InlineData(10, 3600)]
    [InlineData(5000, 3600)]
    public void Doubles_from_ten_seconds_to_an_hour(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Backoff(attempts));

    [Theory]
    [InlineData(1, 5, 10)]
    [InlineData(1, 90, 90)]
    [InlineData(1, 86_400, 3600)]
    [InlineData(1, -5, 10)]
    public void Waits_as_long_as_the_receiver_asks_but_no_longer_than_an_hour(int attempts, int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Backoff(attempts, TimeSpan.FromSeconds(asked)));

    [Fact]
    public void Ends_with_one_try_at_the_very_end_and_then_gives_up()
    {
        var end = Created + Days;

        Assert.Equal(end, RetrySchedule.Next(Created, Days, 70, end - TimeSpan.FromMinutes(5)));
        Assert.Null(RetrySchedule.Next(Created, Days, 71, end));
        Assert.Null(RetrySchedule.Next(Created, Days, 1, end + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Makes_some_eighty_attempts_in_three_days()
    {
        var attempts = 0;
        for (DateTimeOffset? next = Created; next is { } now; next = RetrySchedule.Next(Created, Days, attempts, now)) attempts++;

        Assert.InRange(attempts, 75, 85);
    }
}
