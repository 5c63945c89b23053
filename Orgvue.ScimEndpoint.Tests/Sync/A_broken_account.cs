using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B6: what cannot be written for one account is one failure, and the others are applied.</summary>
public sealed class A_broken_account
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B6_Is_one_failure_the_others_are_applied_and_the_next_run_tries_again(StorageProvider provider)
    {
        var broken = new Breaks("bob@acme.example");
        await using var world = await SyncWorld.OnAsync(provider, broken);
        foreach (var name in new[] { "ann", "bob", "cid" }) await world.MemberAsync(name, "user");

        await world.WindowAsync();
        Assert.Equal(["ann@acme.example", "cid@acme.example"], (await world.AccountsAsync()).Select(a => a.Email));
        var failure = Assert.Single(await world.FailuresAsync());
        Assert.Equal((FailureCode.InternalError, "bob", SyncWorld.Acme), (failure.Code, failure.UserName, failure.TenantKey));
        var run = (await world.RunsAsync())[0];
        Assert.Equal((SyncRunStatus.CompletedWithFailures, 2, 1), (run.Status, run.Created, run.Failed));
        Assert.Null(await world.Pending.WindowAsync(SyncWorld.Directory, default));

        broken.Email = "";
        await world.MemberAsync("dan", "user");
        await world.WindowAsync();
        Assert.Equal(4, (await world.AccountsAsync()).Count);
        Assert.Empty(await world.FailuresAsync());
        Assert.False((await world.RunsAsync())[^1].Full);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B6_That_cannot_be_removed_is_a_failure_too_and_goes_with_the_next_run(StorageProvider provider)
    {
        var broken = new Breaks("bob@acme.example");
        await using var world = await SyncWorld.OnAsync(provider, broken);
        broken.Email = "";
        var (_, bob) = (await world.MemberAsync("ann", "user"), await world.MemberAsync("bob", "user"));
        await world.WindowAsync();

        broken.Email = "bob@acme.example";
        await world.DeleteUserAsync(bob);
        await world.MemberAsync("cid", "user");
        await world.WindowAsync();
        Assert.Equal(3, (await world.AccountsAsync()).Count);
        Assert.Equal((FailureCode.InternalError, bob), Assert.Single((await world.FailuresAsync()).Select(f => (f.Code, f.UserId))));

        broken.Email = "";
        await world.MemberAsync("dan", "user");
        await world.WindowAsync();
        Assert.Equal(["ann@acme.example", "cid@acme.example", "dan@acme.example"], (await world.AccountsAsync()).Select(a => a.Email));
        Assert.Empty(await world.FailuresAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B6_Keeps_its_email_and_whoever_was_to_get_it_fails_with_it(StorageProvider provider)
    {
        var broken = new Breaks("new@acme.example");
        await using var world = await SyncWorld.OnAsync(provider, broken);
        var (ann, bob) = (await world.MemberAsync("ann", "user"), await world.MemberAsync("bob", "user"));
        await world.WindowAsync();

        await world.EmailAsync(ann, "new@acme.example");
        await world.EmailAsync(bob, "ann@acme.example");
        await world.MemberAsync("cid", "user");
        await world.WindowAsync();
        Assert.Equal(
            [("ANN@ACME.EXAMPLE", ann), ("BOB@ACME.EXAMPLE", bob)],
            (await world.AccountsAsync()).Take(2).Select(a => (a.EmailKey, a.DirectoryUserId!.Value)));
        Assert.Equal(3, (await world.AccountsAsync()).Count);
        Assert.Equal([FailureCode.InternalError, FailureCode.InternalError], (await world.FailuresAsync()).Select(f => f.Code));

        broken.Email = "";
        await world.SyncNowAsync();
        Assert.Equal(["ann@acme.example", "cid@acme.example", "new@acme.example"], (await world.AccountsAsync()).Select(a => a.Email));
        Assert.Empty(await world.FailuresAsync());
    }

    /// <summary>Refuses any write of the account with this e-mail.</summary>
    sealed class Breaks(string email) : SaveChangesInterceptor
    {
        public string Email { get; set; } = email;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<Account>().Any(e => e.State != EntityState.Unchanged && e.Entity.Email == Email)
                ? throw new InvalidOperationException("This account cannot be written.")
                : ValueTask.FromResult(result);
    }
}
