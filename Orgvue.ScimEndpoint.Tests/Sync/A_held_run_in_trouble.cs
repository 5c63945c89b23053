using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rules B3, B6, B8: what goes wrong around a held run.</summary>
public sealed class A_held_run_in_trouble
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B6_Released_with_an_account_that_cannot_be_written_is_one_failure_and_the_rest(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;
        await using var node = world.AnotherNode(new Breaks("bob@acme.example"));

        var run = Assert.IsType<ReleaseOutcome.Released>(
            await node.Runner.ReleaseAsync(SyncWorld.Directory, held.Id, held.PlanHash!, default)).Run;

        Assert.Equal((SyncRunStatus.CompletedWithFailures, 1, 1), (run.Status, run.Removed, run.Failed));
        Assert.Equal(FailureCode.InternalError, Assert.Single(await world.FailuresAsync()).Code);
        Assert.Equal(["bob@acme.example", "cid@acme.example", "dan@acme.example"], (await world.AccountsAsync()).Select(a => a.Email));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Stays_held_when_looking_at_it_again_fails(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;
        await using var node = world.AnotherNode(new FailsToWriteHeldRuns());
        await world.LoseAsync("cid");

        await node.WindowAsync();
        Assert.NotEmpty(node.Lines.Of(LogLines.TenantFailed));
        Assert.Equal((held.Id, held.PlanHash), ((await world.HeldAsync())!.Id, (await world.HeldAsync())!.PlanHash));
        Assert.DoesNotContain(await world.RunsAsync(), r => r.Status == SyncRunStatus.Failed);

        world.Clock.Advance(BatchWindow.Backoff(1));
        await world.PollAsync();
        Assert.Equal((held.Id, 3), ((await world.HeldAsync())!.Id, (await world.HeldAsync())!.Removed));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Discarded_while_it_is_planned_again_does_not_come_back_by_itself(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await world.LoseAsync("ann", "bob");
        await world.WindowAsync();
        var held = (await world.HeldAsync())!;
        await world.ConfigureAsync(SyncWorld.Acme, c => c.GuardAccounts = 500);
        // Lease, batch, configurations, "done before?", snapshot: the sixth transaction writes what was planned.
        await using var node = world.AnotherNode(opening: n => { if (n == 6) world.DiscardAsync(held).GetAwaiter().GetResult(); });

        await node.SyncNowAsync();

        Assert.Equal(SyncRunStatus.Discarded, (await world.RunsAsync()).Single(r => r.Id == held.Id).Status);
        // Nothing is held any more, and the limit was raised: what is left to do is done by a run of its own.
        Assert.Equal(2, (await world.AccountsAsync()).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Discarded_after_its_batch_failed_elsewhere_is_not_run_for_that_batch(StorageProvider provider)
    {
        await using var world = await HeldWorld.OnAsync(provider);
        await using var node = world.AnotherNode(new FailsOnRunOf(SyncWorld.MyTenant));
        await world.LoseAsync("ann", "bob");
        await node.WindowAsync();
        await world.DiscardAsync((await world.HeldAsync())!);

        world.Clock.Advance(BatchWindow.Backoff(1));
        await world.PollAsync();

        Assert.Null(await world.HeldAsync());
        Assert.Equal(4, (await world.AccountsAsync()).Count);
        Assert.Contains(await world.RunsAsync(), r => r is { TenantKey: SyncWorld.MyTenant, Status: SyncRunStatus.Completed });
    }

    sealed class Breaks(string email) : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<Account>().Any(e => e.State != EntityState.Unchanged && e.Entity.Email == email)
                ? throw new InvalidOperationException("This account cannot be written.")
                : ValueTask.FromResult(result);
    }

    sealed class FailsToWriteHeldRuns : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<SyncRun>().Any(e => e.State == EntityState.Modified && e.Entity.Status == SyncRunStatus.Held)
                ? throw new InvalidOperationException("The run cannot be written.")
                : ValueTask.FromResult(result);
    }
}

/// <summary>Fails whenever the run of a tenant is about to be recorded as done.</summary>
sealed class FailsOnRunOf(int tenant) : SaveChangesInterceptor
{
    public bool Works { get; set; }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        !Works && eventData.Context!.ChangeTracker.Entries<SyncRun>().Any(e => e.State is EntityState.Added or EntityState.Modified
            && e.Entity.TenantKey == tenant && e.Entity.Status is SyncRunStatus.Completed or SyncRunStatus.CompletedWithFailures)
            ? throw new InvalidOperationException("This tenant's run cannot be written.")
            : ValueTask.FromResult(result);
}

/// <summary>A directory whose tenant ACME has the accounts ann, bob, cid and dan, and where no run may take more than one away.</summary>
static class HeldWorld
{
    public static async Task<SyncWorld> OnAsync(StorageProvider provider)
    {
        var world = await SyncWorld.OnAsync(provider);
        await world.ConfigureAsync(SyncWorld.Acme, c => c.GuardAccounts = 1);
        foreach (var name in new[] { "ann", "bob", "cid", "dan" }) await world.MemberAsync(name, "user");
        await world.WindowAsync();
        Assert.Equal(4, (await world.AccountsAsync()).Count);
        return world;
    }

    /// <summary>Has users deleted by name.</summary>
    public static async Task LoseAsync(this SyncWorld world, params string[] names)
    {
        foreach (var user in await world.RowsAsync(db => db.Users.Where(u => names.Contains(u.UserName)))) await world.DeleteUserAsync(user.Id);
    }

    /// <summary>Discards a held run as the admin API does; false when somebody else decided first.</summary>
    public static Task<bool> DiscardAsync(this SyncWorld world, SyncRun run) => world.Store.WriteAsync(async db =>
    {
        if ((await db.Runs.AsNoTracking().SingleAsync(r => r.Id == run.Id)).Status != SyncRunStatus.Held) return false;
        await Holds.DiscardAsync(db, run, world.Clock, default);
        return true;
    }, default);

    /// <summary>The plan of a tenant's next run.</summary>
    public static async Task<TenantPlan> PreviewAsync(this SyncWorld world, int tenant = SyncWorld.Acme) =>
        (await new Preview(world.Store, world.Pending, Microsoft.Extensions.Options.Options.Create(world.Settings))
            .OfAsync(SyncWorld.Directory, Supposition.Nothing, default)).Tenants.Single(t => t.Planned.Configuration.TenantKey == tenant);
}
