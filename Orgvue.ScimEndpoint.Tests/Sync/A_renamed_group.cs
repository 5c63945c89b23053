using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule M12: a group is its id; what it gives is what its name of the moment of the run says.</summary>
public sealed class A_renamed_group
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task M12_Gives_the_role_of_its_current_name_and_never_of_one_in_between(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var group = await world.GroupAsync(SyncWorld.Prefix + "hr", await world.MemberAsync("ann", "user"));
        await world.WindowAsync();
        Assert.Equal(["hr", "user"], await RolesAsync(world));

        await world.RenameAsync(group, SyncWorld.Prefix + "admin");
        await world.RenameAsync(group, SyncWorld.Prefix + "sales");
        await world.WindowAsync();
        Assert.Equal(["sales", "user"], await RolesAsync(world));
        Assert.False((await world.RunsAsync())[^1].Full);

        await world.RenameAsync(group, SyncWorld.Prefix + "MYTENANT_admin");
        await world.WindowAsync();
        Assert.Equal(["user"], await RolesAsync(world));
        Assert.Equal(["admin"], await RolesAsync(world, SyncWorld.MyTenant));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task M12_That_takes_over_the_name_of_another_is_not_that_other(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var old = await world.GroupAsync(SyncWorld.Prefix + "hr", await world.MemberAsync("ann", "user"));
        await world.WindowAsync();

        await world.RenameAsync(old, "Former hr");
        await world.GroupAsync(SyncWorld.Prefix + "hr", await world.MemberAsync("bob", "user"));
        await world.WindowAsync();

        Assert.Equal(["user"], (await world.AccountAsync("ann@acme.example")).Roles.Select(r => r.Role));
        Assert.Equal(["hr", "user"], (await world.AccountAsync("bob@acme.example")).Roles.Select(r => r.Role).Order());
    }

    static async Task<IEnumerable<string>> RolesAsync(SyncWorld world, int tenant = SyncWorld.Acme) =>
        (await world.AccountAsync("ann@acme.example", tenant)).Roles.Select(r => r.Role).Order();
}
