using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>What a run does to accounts and failures on a real store (rules A5-A9, B4-B7).</summary>
public sealed class A_run
{
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task A5_A6_A7_Disables_restores_and_removes(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "user", "hr");
        var user = (await world.RowsAsync(db => db.Groups.Where(g => g.DisplayName == SyncWorld.Prefix + "user"))).Single().Id;
        await world.WindowAsync();

        await world.RemoveAsync(user, ann);
        await world.WindowAsync();
        Assert.False((await world.AccountAsync("ann@acme.example")).Enabled);
        Assert.Equal(FailureCode.MissingPlatformRole, Assert.Single(await world.FailuresAsync()).Code);

        await world.AddAsync(user, ann);
        await world.WindowAsync();
        Assert.True((await world.AccountAsync("ann@acme.example")).Enabled);
        Assert.Empty(await world.FailuresAsync());

        await world.ActiveAsync(ann, false);
        await world.WindowAsync();
        Assert.False((await world.AccountAsync("ann@acme.example")).Enabled);
        Assert.Empty(await world.FailuresAsync());

        await world.DeleteUserAsync(ann);
        await world.WindowAsync();
        Assert.Empty(await world.AccountsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A5_Keeps_or_removes_as_configured(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "admin", "hr");
        var admin = (await world.RowsAsync(db => db.Groups.Where(g => g.DisplayName == SyncWorld.Prefix + "admin"))).Single().Id;
        await world.ConfigureAsync(SyncWorld.Acme, c => c.OnMissingPlatformRole = MissingPlatformRole.Keep);
        await world.WindowAsync();

        await world.RemoveAsync(admin, ann);
        await world.WindowAsync();
        var kept = await world.AccountAsync("ann@acme.example");
        Assert.True(kept.Enabled);
        Assert.Equal("hr", Assert.Single(kept.Roles).Role);
        Assert.Single(await world.FailuresAsync());

        await world.ConfigureAsync(SyncWorld.Acme, c => c.OnMissingPlatformRole = MissingPlatformRole.Remove);
        await world.WindowAsync();
        Assert.Empty(await world.AccountsAsync());
        Assert.Single(await world.FailuresAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A6_Removes_the_accounts_of_inactive_users_where_configured(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "user");
        await world.ConfigureAsync(SyncWorld.Acme, c => c.InactiveUserHandling = InactiveUserHandling.Remove);
        await world.WindowAsync();

        await world.ActiveAsync(ann, false);
        await world.WindowAsync();
        Assert.Empty(await world.AccountsAsync());

        await world.ActiveAsync(ann, true);
        await world.WindowAsync();
        Assert.Single(await world.AccountsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A8_A9_Adopts_a_manual_account_and_leaves_alone_what_it_does_not_own(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.AddAccountAsync("ANN@acme.example", roles: ["admin", "byhand"]);
        await world.EditAccountAsync("ann@acme.example", a =>
        {
            (a.ExpiryDate, a.TokenAccess, a.HiddenFeatures) = (Given.Start.AddYears(1), true, ["dashboards"]);
            a.AdditionalProperties = """{"costCentre":"7"}""";
        });
        var before = Assert.Single(await world.AccountsAsync());
        var ann = await world.MemberAsync("ann", "user");
        await world.WindowAsync();
        await world.EmailAsync(ann, "ann.new@acme.example");
        await world.ActiveAsync(ann, false);
        await world.WindowAsync();
        await world.ActiveAsync(ann, true);
        await world.WindowAsync();

        var after = Assert.Single(await world.AccountsAsync());
        Assert.Equal((before.Id, "ann.new@acme.example", AccountSource.Scim, ann), (after.Id, after.Email, after.Source, after.DirectoryUserId));
        Assert.Equal("user", Assert.Single(after.Roles).Role);
        Assert.Equal((before.ExpiryDate, true, """{"costCentre":"7"}"""), (after.ExpiryDate, after.TokenAccess, after.AdditionalProperties));
        Assert.Equal(["dashboards"], after.HiddenFeatures);
        Assert.Equal(before.CreatedAt, after.CreatedAt);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B4_Undoes_what_was_done_by_hand(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        foreach (var name in new[] { "ann", "bob", "cid" }) await world.MemberAsync(name, "user");
        await world.WindowAsync();
        var before = await world.OutcomeAsync();

        await world.RemoveAccountAsync("ann@acme.example");
        await world.EditAccountAsync("bob@acme.example", a => (a.Email, a.Enabled) = ("other@acme.example", false));
        await world.EditAccountAsync("cid@acme.example", a => a.Roles.Clear());
        await world.AddAccountAsync("guest@acme.example", roles: "admin");
        await world.MemberAsync("dan");
        await world.WindowAsync();

        Assert.Equal(before.Split("\n--")[0], (await world.OutcomeAsync()).Split("\n--")[0]);
        Assert.False((await world.RunsAsync())[^1].Full);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B5_Run_twice_modifies_nothing_the_second_time(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await world.MemberAsync("ann", "user", "hr");
        await world.MemberAsync("bob", "hr");
        await world.WindowAsync();
        var versions = (await world.AccountsAsync()).Select(a => (a.Id, a.Version, a.UpdatedAt));

        world.Clock.Advance(TimeSpan.FromHours(1));
        var runs = await world.SyncNowAsync();

        Assert.All(runs!, r => Assert.Equal((0, 0, 0, 0), (r.Created, r.Updated, r.Disabled, r.Removed)));
        Assert.Equal(versions, (await world.AccountsAsync()).Select(a => (a.Id, a.Version, a.UpdatedAt)));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B5_Swaps_the_emails_of_two_users(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var (ann, bob) = (await world.MemberAsync("ann", "user"), await world.MemberAsync("bob", "admin"));
        await world.WindowAsync();
        var ids = (await world.AccountsAsync()).ToDictionary(a => a.DirectoryUserId!.Value, a => a.Id);

        await world.EmailAsync(ann, "x@acme.example");
        await world.EmailAsync(bob, "ann@acme.example");
        await world.EmailAsync(ann, "bob@acme.example");
        await world.WindowAsync();

        var (anns, bobs) = (await world.AccountAsync("bob@acme.example"), await world.AccountAsync("ann@acme.example"));
        Assert.Equal((ids[ann], "user"), (anns.Id, anns.Roles.Single().Role));
        Assert.Equal((ids[bob], "admin"), (bobs.Id, bobs.Roles.Single().Role));
        Assert.Equal(("BOB@ACME.EXAMPLE", "ANN@ACME.EXAMPLE"), (anns.EmailKey, bobs.EmailKey));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B7_Opens_counts_closes_and_reopens_a_failure(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann", "hr");
        await world.WindowAsync();
        var first = Assert.Single(await world.FailuresAsync());
        Assert.Equal((1, "ann", "ann@acme.example", "User is not part of either User group or Admin group"),
            (first.Count, first.UserName, first.Email, first.Reason));
        Assert.Equal([SyncWorld.Prefix + "hr"], first.Groups);
        Assert.Equal(SyncRunStatus.CompletedWithFailures, (await world.RunsAsync())[0].Status);

        await world.AddAsync(await world.GroupAsync(SyncWorld.Prefix + "sales"), ann);
        await world.WindowAsync();
        var counted = Assert.Single(await world.FailuresAsync());
        Assert.Equal((first.Id, 2, first.FirstSeenAt), (counted.Id, counted.Count, counted.FirstSeenAt));
        Assert.True(counted.LastSeenAt > first.LastSeenAt);
        Assert.Equal(2, counted.Groups.Count);

        var user = await world.GroupAsync(SyncWorld.Prefix + "user", ann);
        await world.WindowAsync();
        Assert.Empty(await world.FailuresAsync());
        var closed = Assert.Single(await world.FailuresAsync(open: false));
        var healing = (await world.RunsAsync()).Last(r => r.TenantKey == SyncWorld.Acme);
        Assert.Equal((world.Clock.GetUtcNow(), healing.Id), (closed.ResolvedAt, closed.ResolvedByRun));

        await world.RenameAsync(user, "Everyone");
        await world.WindowAsync();
        Assert.NotEqual(first.Id, Assert.Single(await world.FailuresAsync()).Id);
        Assert.Equal(2, (await world.FailuresAsync(open: false)).Count);

        await world.DeleteUserAsync(ann);
        await world.WindowAsync();
        Assert.Empty(await world.FailuresAsync());
        Assert.Equal(2, (await world.FailuresAsync(open: false)).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B7_Records_what_concerns_no_tenant_once(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var ann = await world.MemberAsync("ann");
        await world.WindowAsync();
        var failure = Assert.Single(await world.FailuresAsync());
        Assert.Equal((null, FailureCode.NoTenantGroup), (failure.TenantKey, failure.Code));

        await world.GroupAsync(SyncWorld.Prefix + "MYTENANT_user", ann);
        await world.WindowAsync();
        Assert.Empty(await world.FailuresAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B8_Warns_when_the_last_active_admin_goes_even_when_it_looks_at_a_few(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var (ann, bob) = (await world.MemberAsync("ann", "admin"), await world.MemberAsync("bob", "admin"));
        await world.WindowAsync();

        await world.DeleteUserAsync(ann);
        await world.WindowAsync();
        Assert.All(await world.RunsAsync(), run => Assert.Empty(run.Warnings));

        await world.DeleteUserAsync(bob);
        await world.WindowAsync();
        var run = (await world.RunsAsync()).Last(r => r.TenantKey == SyncWorld.Acme);
        Assert.False(run.Full);
        Assert.Equal("NoActiveAdmin", Assert.Single(run.Warnings).Code);
    }
}
