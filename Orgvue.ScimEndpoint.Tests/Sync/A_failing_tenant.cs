using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B3: a run that fails is tried again; it holds up no other tenant, and after five attempts nothing that comes later.</summary>
public sealed class A_failing_tenant
{
    const int Attempts = 5;
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Holds_up_no_other_is_recorded_once_and_is_tried_again_until_it_works(StorageProvider provider)
    {
        var failing = new FailsOnRunOf(SyncWorld.MyTenant);
        await using var world = await SyncWorld.OnAsync(provider, failing);
        await world.MemberAsync("ann", "user", "MYTENANT_user");

        await world.WindowAsync();
        Assert.Single(await world.AccountsAsync());
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var failed = (await world.RunsAsync()).Single(r => r.TenantKey == SyncWorld.MyTenant);
            Assert.Equal((SyncRunStatus.Failed, "InvalidOperationException; the server's log has the cause. It is tried again."),
                (failed.Status, failed.Error));
            Assert.Equal(attempt, world.Lines.Of(LogLines.TenantFailed).Count());
            world.Clock.Advance(BatchWindow.Backoff(attempt) - TimeSpan.FromMilliseconds(1));
            await world.PollAsync();
            Assert.Equal(attempt, world.Lines.Of(LogLines.TenantFailed).Count());
            world.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await world.PollAsync();
        }

        failing.Works = true;
        world.Clock.Advance(BatchWindow.Backoff(4));
        await world.PollAsync();
        Assert.Equal(
            [(SyncWorld.Acme, SyncRunStatus.Completed, (string?)null), (SyncWorld.MyTenant, SyncRunStatus.Completed, (string?)null)],
            (await world.RunsAsync()).OrderBy(r => r.TenantKey).Select(r => (r.TenantKey, r.Status, r.Error)));
        Assert.Single(await world.AccountsAsync(SyncWorld.MyTenant));
        Assert.Empty(await world.RowsAsync(db => db.Changes));
        Assert.Null(Assert.Single(await world.RowsAsync(db => db.Leases)).RetryAt);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Lets_later_changes_go_on_after_five_attempts_and_makes_up_for_it_when_it_works(StorageProvider provider)
    {
        var failing = new FailsOnRunOf(SyncWorld.MyTenant);
        await using var world = await SyncWorld.OnAsync(provider, failing);
        await world.MemberAsync("ann", "user", "MYTENANT_user");
        await world.WindowAsync();
        await world.MemberAsync("bob", "user", "MYTENANT_user");
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            Assert.Empty(world.Lines.Of(LogLines.GivenUp));
            world.Clock.Advance(BatchWindow.Backoff(attempt));
            await world.PollAsync();
        }

        Assert.Single(world.Lines.Of(LogLines.GivenUp));
        Assert.Equal(Attempts, world.Lines.Of(LogLines.TenantFailed).Count());
        Assert.Equal(2, (await world.RunsAsync()).Count);
        Assert.DoesNotContain(await world.RowsAsync(db => db.Changes), c => c.Batch is not null);
        await world.WindowAsync();
        Assert.Equal(2, (await world.AccountsAsync()).Count);

        failing.Works = true;
        await world.WindowAsync();
        await world.WindowAsync();
        var last = (await world.RunsAsync()).Last(r => r.TenantKey == SyncWorld.MyTenant);
        Assert.Equal((SyncRunStatus.Completed, true), (last.Status, last.Full));
        Assert.Equal(2, (await world.AccountsAsync(SyncWorld.MyTenant)).Count);
        Assert.Empty(await world.RowsAsync(db => db.Changes));
        await world.SyncNowAsync();
        Assert.Empty(world.Lines.Of(LogLines.Differs));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_Of_a_directory_holds_up_no_other_directory(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider, new FailsOnRunOf(SyncWorld.Acme), new FailsOnRunOf(SyncWorld.MyTenant));
        await world.WriteAsync(db =>
        {
            db.Add(new Model.Directory { Key = 2, Id = "directory_2", ExternalKey = "two", Name = "Two", CreatedAt = world.Clock.GetUtcNow() });
            db.Add(new Tenant { Key = 3, TenantId = "THIRD" });
            db.Add(new IamSyncConfiguration { DirectoryKey = 2, Id = NewId.At(world.Clock), TenantKey = 3, GroupPrefix = "X_" });
            world.Log.Configuration(db, 2, 3);
        });
        await world.MemberAsync("ann", "user");

        await world.WindowAsync();

        Assert.Equal(SyncRunStatus.Completed, (await world.RunsAsync()).Single(r => r.DirectoryKey == 2).Status);
        Assert.All((await world.RunsAsync()).Where(r => r.DirectoryKey == 1), r => Assert.Equal(SyncRunStatus.Failed, r.Status));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_That_no_change_asked_to_run_is_tried_again_as_the_same_run(StorageProvider provider)
    {
        var failing = new FailsOnRunOf(SyncWorld.MyTenant) { Works = true };
        await using var world = await SyncWorld.OnAsync(provider, failing);
        await world.MemberAsync("ann", "user", "MYTENANT_user");
        await world.WindowAsync();
        failing.Works = false;

        await Assert.ThrowsAnyAsync<Exception>(world.SyncNowAsync);
        world.Clock.Advance(BatchWindow.Backoff(1));
        await world.PollAsync();
        Assert.Equal(4, (await world.RunsAsync()).Count);
        failing.Works = true;
        world.Clock.Advance(BatchWindow.Backoff(2));
        await world.PollAsync();

        Assert.Equal(4, (await world.RunsAsync()).Count);
        Assert.DoesNotContain(await world.RunsAsync(), r => r.Status == SyncRunStatus.Failed);
        Assert.Empty(await world.RowsAsync(db => db.Changes));
    }
}
