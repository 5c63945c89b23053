using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Sync;

public sealed partial class A_protected_account
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Is_spared_by_runs_that_follow_changes_and_by_those_that_look_at_everybody(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.ConfigureAsync(SyncWorld.Acme, c =>
        {
            c.ProtectedAccounts = ["ANN@acme.example", "root@acme.example", "bob@acme.example"];
            (c.OnMissingPlatformRole, c.InactiveUserHandling) = (MissingPlatformRole.Remove, InactiveUserHandling.Remove);
        });
        await world.AddAccountAsync("root@acme.example", roles: "admin");
        var (ann, bob, cid) = (await world.MemberAsync("ann", "user"), await world.MemberAsync("bob", "admin"), await world.MemberAsync("cid", "user"));
        await world.WindowAsync();
        var admins = (await world.RowsAsync(db => db.Groups.Where(g => g.DisplayName == SyncWorld.Prefix + "admin"))).Single();

        await world.DeleteUserAsync(ann);
        await world.ActiveAsync(cid, false);
        await world.DeleteGroupAsync(admins.Id);
        await world.EditAccountAsync("root@acme.example", a => a.TokenAccess = false);
        await world.WindowAsync();
        var followed = (await world.RunsAsync()).Last(r => r.TenantKey == SyncWorld.Acme);
        Assert.False(followed.Full);
        Assert.Equal(3, followed.Warnings.Count(w => w.Code == "ProtectedAccountKept"));
        await AllThreeAsync();

        await world.ActiveAsync(bob, false);
        await world.SyncNowAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SyncNowAsync();
        Assert.True((await world.RunsAsync())[^1].Full);
        await AllThreeAsync();

        async Task AllThreeAsync() => Assert.Equal(
            [("ann@acme.example", true, "user"), ("bob@acme.example", true, "admin"), ("root@acme.example", true, "admin")],
            (await world.AccountsAsync()).Select(a => (a.Email, a.Enabled, a.Roles.Single().Role)));
    }
}
