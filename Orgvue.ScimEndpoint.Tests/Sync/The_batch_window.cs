using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using static Orgvue.ScimEndpoint.Tests.Sync.Given;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rules B1, B3 and B4 where they need no database.</summary>
public sealed class The_batch_window
{
    [Fact]
    public void B1_Is_over_a_delay_after_its_first_change() =>
        Assert.Equal(Start.AddMinutes(5), BatchWindow.DueAt(Start, TimeSpan.FromMinutes(5)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(1000, 300)]
    public void B3_A_failed_run_waits_twice_as_long_each_time_up_to_five_minutes(int failed, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BatchWindow.Backoff(failed));

    [Fact]
    public void B4_Changes_of_users_are_followed() => Assert.Equal(
        (false, 1, 1, 1, 1),
        Counts(SyncScope.Of([
            new() { Kind = ChangeKind.MemberAdded, UserId = Id(1), GroupId = Id(2) },
            new() { Kind = ChangeKind.UserChanged, UserId = Id(1), EmailKey = "A@B" },
            new() { Kind = ChangeKind.AccountEdited, AccountId = Id(3), EmailKey = "A@B" },
        ])));

    [Theory]
    [InlineData(ChangeKind.ConfigurationChanged)]
    [InlineData(ChangeKind.Everybody)]
    public void B4_A_change_that_may_touch_anybody_looks_at_everybody(ChangeKind kind) =>
        Assert.True(SyncScope.Of([new() { Kind = ChangeKind.UserChanged, UserId = Id(1) }, new() { Kind = kind }]).Everybody);

    [Fact]
    public void B4_No_change_at_all_is_a_full_reconcile() => Assert.True(SyncScope.Of([]).Everybody);

    [Fact]
    public void B4_So_many_users_that_reading_all_is_cheaper_are_read_all()
    {
        var changes = Enumerable.Range(0, SyncScope.FollowedUsers + 1)
            .Select(n => new Change { Kind = ChangeKind.UserChanged, UserId = Id(n) }).ToList();

        Assert.True(SyncScope.Of(changes).Everybody);
        Assert.False(SyncScope.Of(changes[1..]).Everybody);
    }

    [Fact]
    public void B4_The_members_of_created_and_renamed_groups_are_followed() => Assert.Equal(
        new HashSet<Guid> { Id(1), Id(2) },
        SyncScope.RenamedGroups([
            new() { Kind = ChangeKind.GroupCreated, GroupId = Id(1) }, new() { Kind = ChangeKind.GroupRenamed, GroupId = Id(2) },
            new() { Kind = ChangeKind.GroupDeleted, GroupId = Id(3) }, new() { Kind = ChangeKind.MemberAdded, GroupId = Id(4), UserId = Id(5) },
        ]));

    static (bool, int, int, int, int) Counts(SyncScope scope) =>
        (scope.Everybody, scope.Users.Count, scope.Groups.Count, scope.Accounts.Count, scope.Emails.Count);
}
