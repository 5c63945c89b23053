using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>What is written between a run's reading and its writing neither breaks it nor is lost (rules B1, B4).</summary>
public sealed class An_edit_during_a_run
{
    // Lease, batch, configurations, "done before?", snapshot: the sixth transaction writes the first tenant.
    const int Planning = 5, Writing = 6;

    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Of_an_account_it_is_about_to_write_makes_it_plan_again(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "user");
        await world.SyncNowAsync();
        await world.ActiveAsync(ann, false);
        await using var node = world.AnotherNode(opening: At(Writing, () =>
            world.EditAccountAsync("ann@acme.example", a => { a.TokenAccess = true; a.Roles.Clear(); })));

        await node.SyncNowAsync();

        var account = await world.AccountAsync("ann@acme.example");
        Assert.Equal((false, true, "user"), (account.Enabled, account.TokenAccess, account.Roles.Single().Role));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_That_takes_an_email_it_is_about_to_give_to_a_new_account_is_adopted(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "user");
        await using var node = world.AnotherNode(opening: At(Writing, () => world.AddAccountAsync("ann@acme.example", roles: "admin")));

        await node.SyncNowAsync();

        var account = Assert.Single(await world.AccountsAsync());
        Assert.Equal((ann, true, "user"), (account.DirectoryUserId, account.TokenAccess, account.Roles.Single().Role));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_That_takes_an_email_an_account_is_about_to_move_to_is_undone(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "user");
        await world.SyncNowAsync();
        await world.EmailAsync(ann, "new@acme.example");
        await using var node = world.AnotherNode(opening: At(Writing, () => world.AddAccountAsync("new@acme.example", roles: "admin")));

        await node.SyncNowAsync();

        Assert.Equal(("new@acme.example", ann), Assert.Single((await world.AccountsAsync()).Select(a => (a.Email, a.DirectoryUserId!.Value))));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B1_Of_the_directory_opens_the_next_window(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user");
        await using var node = world.AnotherNode(opening: At(Planning, () => world.MemberAsync("bob", "admin")));

        await node.SyncNowAsync();
        Assert.NotNull(await world.Pending.WindowAsync(SyncWorld.Directory, default));

        await world.WindowAsync();
        Assert.Equal(2, (await world.AccountsAsync()).Count);
        Assert.Empty(await world.FailuresAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B9_That_disables_a_configuration_leaves_its_tenant_out(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user", "MYTENANT_user");
        await using var node = world.AnotherNode(opening: At(Writing, () => world.ConfigureAsync(SyncWorld.MyTenant, c => c.Enabled = false)));

        var runs = await node.SyncNowAsync();

        Assert.Equal([SyncWorld.Acme], runs!.Select(r => r.TenantKey));
        Assert.Empty(await world.AccountsAsync(SyncWorld.MyTenant));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_read_of_many_queries_sees_one_instant(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await using var writer = world.AnotherNode();
        await world.MemberAsync("ann");

        Task write = Task.CompletedTask;
        var (before, after) = await world.Store.SnapshotAsync(async db =>
        {
            var first = await db.Users.CountAsync();
            // In memory a writer of the same store waits for the reader; on SQLite it does not, and is not seen.
            write = provider == StorageProvider.Sqlite ? writer.MemberAsync("bob") : world.MemberAsync("bob");
            if (provider == StorageProvider.Sqlite) await write;
            return (first, await db.Users.CountAsync());
        }, default);
        await write;

        Assert.Equal((1, 1), (before, after));
        Assert.Equal(2, (await world.RowsAsync(db => db.Users)).Count);
    }

    static Action<int> At(int transaction, Func<Task> edit) => n =>
    {
        if (n == transaction) edit().GetAwaiter().GetResult();
    };
}
