using CsCheck;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Everybody read and planned part by part comes to what everybody at once comes to; a large plan in many transactions to what one would.</summary>
public sealed class Everybody_in_parts
{
    const int Many = 1_200;
    public static readonly TheoryData<StorageProvider> Providers = Host.Providers;

    // Few e-mails, so that users and accounts are tied to one another in chains; accounts of nobody, of those who are gone and of the wrong one.
    static readonly Gen<((int Email, int Groups, bool Active)[] Users, (int Email, int Owner, int Roles, bool Enabled)[] Accounts)> Worlds = Gen.Select(
        Gen.Select(Gen.Int[-1, 9], Gen.Int[0, 15], Gen.Bool).Array[0, 8],
        Gen.Select(Gen.Int[0, 9], Gen.Int[-2, 8], Gen.Int[0, 3], Gen.Bool).Array[0, 8]);

    [Theory, MemberData(nameof(Providers))]
    public Task B4_Is_everybody_at_once(StorageProvider provider) => Worlds.SampleAsync(async w =>
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await FillAsync(world, w.Users, w.Accounts);

        var (whole, parts) = await world.Store.SnapshotAsync(async db => (
            await Planning.OfEverybodyAsync(db, SyncWorld.Directory, SyncWorld.Acme, Supposition.Nothing, default),
            await Planning.OfFullRunAsync(db, SyncWorld.Directory, SyncWorld.Acme, default)), default);

        Assert.Equal(PlanHash.Of(whole!.Plan), PlanHash.Of(parts!.Plan));
        Assert.Equal(whole.Plan.Steps.Select(s => (s.GetType(), s.Email, s.Why)), parts.Plan.Steps.Select(s => (s.GetType(), s.Email, s.Why)));
        Assert.Equal(whole.Plan.Failures.Select(Told), parts.Plan.Failures.Select(Told));
        Assert.Equal(whole.Plan.Warnings, parts.Plan.Warnings);
        Assert.Equal((whole.Plan.Unchanged, whole.Hold), (parts.Plan.Unchanged, parts.Hold));
        Assert.Equal(whole.Snapshot.Users.Count, parts.Snapshot.Users.DistinctBy(u => u.Id).Count());
        Assert.Equal(whole.Snapshot.Accounts.Count, parts.Snapshot.Accounts.DistinctBy(a => a.Id).Count());
    }, iter: provider == StorageProvider.InMemory ? 20 : 60, threads: 1);

    static string Told(PlannedFailure f) => $"{f.User.Id} {f.Code} {f.Reason} {f.Remedy} {string.Join(',', f.User.Groups.Select(g => g.Name))}";

    static async Task FillAsync(SyncWorld world, (int Email, int Groups, bool Active)[] users, (int Email, int Owner, int Roles, bool Enabled)[] accounts)
    {
        Guid[] groups = [await world.GroupAsync(SyncWorld.Prefix + "user"), await world.GroupAsync(SyncWorld.Prefix + "admin"),
            await world.GroupAsync(SyncWorld.Prefix + "hr"), await world.GroupAsync("Everyone")];
        var ids = users.Select(_ => NewId.At(world.Clock)).ToArray();
        await world.WriteAsync(db =>
        {
            foreach (var ((email, of, active), n) in users.Select((u, n) => (u, n)))
            {
                db.Add(new DirectoryUser
                {
                    DirectoryKey = SyncWorld.Directory, Id = ids[n], UserName = $"u{n}", UserNameKey = $"U{n}", Document = "{}", Active = active,
                    LoginEmail = email < 0 ? null : $"e{email}@acme.example", LoginEmailKey = email < 0 ? null : Fold.Key($"e{email}@acme.example"),
                    CreatedAt = Given.Start.AddSeconds(n % 3), UpdatedAt = Given.Start,
                });
                for (var g = 0; g < groups.Length; g++)
                    if ((of >> g & 1) == 1) db.Add(new GroupMember { DirectoryKey = SyncWorld.Directory, GroupId = groups[g], MemberId = ids[n] });
            }
            foreach (var (email, owner, roles, enabled) in accounts.DistinctBy(a => a.Email))
            {
                var account = new Account
                {
                    TenantKey = SyncWorld.Acme, Id = NewId.At(world.Clock), Email = $"E{email}@acme.example", EmailKey = Fold.Key($"e{email}@acme.example"),
                    Enabled = enabled, Source = owner < 0 ? AccountSource.Manual : AccountSource.Scim,
                    DirectoryUserId = owner == -2 ? null : owner >= 0 && owner < ids.Length ? ids[owner] : NewId.At(world.Clock),
                };
                foreach (var role in new[] { "user", "admin" }.Where((_, r) => (roles >> r & 1) == 1))
                    account.Roles.Add(new() { TenantKey = SyncWorld.Acme, AccountId = account.Id, Role = role, RoleKey = role, SourceGroups = [SyncWorld.Prefix + role] });
                db.Add(account);
            }
        });
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task B3_A_large_first_run_is_told_as_a_small_one_is(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await ManyAsync(world);
        var runs = await world.SyncNowAsync();
        var run = runs!.Single(r => r.TenantKey == SyncWorld.Acme);
        await world.MemberAsync("small", "user");
        await world.WindowAsync();

        Assert.Equal((Many, 0), (run.Created, run.Failed));
        var told = await world.RowsAsync(db => db.Audit.AsNoTracking().Where(a => a.Subject == AuditSubject.Account));
        Assert.Equal(Many + 1, told.Count);
        Assert.Equal(Many, told.Count(a => a.RunId == run.Id && a is { Actor: "run", Action: AuditAction.Created, Before: null }));
        var accounts = (await world.AccountsAsync()).ToDictionary(a => a.Id.ToString());
        Assert.All(told, a => Assert.Equal(accounts[a.SubjectId].Email, a.Name));
        var (large, small) = (told.Single(a => a.Name == "u7@acme.example"), told.Single(a => a.Name == "small@acme.example"));
        Assert.Equal(Plain(small, accounts), Plain(large, accounts));
    }

    // The node dies after some of the accounts were made ahead; another goes on, and the run counts all of them.
    [Theory, MemberData(nameof(Providers))]
    public async Task B3_A_large_run_that_died_half_way_is_the_same_run_when_another_node_ends_it(StorageProvider provider)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await ManyAsync(world);
        var before = 0;
        // Each time a transaction later, until some accounts had been made and others had not.
        for (var last = 6; before == 0; last++)
        {
            await using var dying = world.AnotherNode(opening: n =>
            {
                if (n >= last) throw new InvalidOperationException("The node died.");
            });
            await Assert.ThrowsAnyAsync<InvalidOperationException>(dying.SyncNowAsync);
            world.Clock.Advance(BatchWindow.Lease + TimeSpan.FromSeconds(1));
            before = (await world.AccountsAsync()).Count;
        }

        var runs = await world.SyncNowAsync();

        Assert.Equal(Many, (await world.AccountsAsync()).Count);
        var run = runs!.First(r => r.TenantKey == SyncWorld.Acme);
        Assert.Equal(Many, run.Created);
        Assert.Equal(Many, (await world.RowsAsync(db => db.Audit.Where(a => a.RunId == run.Id && a.Subject == AuditSubject.Account))).Count);
        Assert.True(before < Many, $"{before} of {Many} had been made");
    }

    static string Plain(AuditEntry entry, Dictionary<string, Account> accounts) => entry.After!
        .Replace(accounts[entry.SubjectId].DirectoryUserId.ToString()!, "user", StringComparison.Ordinal).Replace(entry.Name!, "e-mail", StringComparison.Ordinal);

    static async Task ManyAsync(SyncWorld world)
    {
        var group = await world.GroupAsync(SyncWorld.Prefix + "user");
        await world.WriteAsync(db =>
        {
            for (var n = 0; n < Many; n++)
            {
                var id = NewId.At(world.Clock);
                db.Add(new DirectoryUser
                {
                    DirectoryKey = SyncWorld.Directory, Id = id, UserName = $"u{n}", UserNameKey = $"U{n}", Document = "{}",
                    LoginEmail = $"u{n}@acme.example", LoginEmailKey = $"U{n}@ACME.EXAMPLE", CreatedAt = Given.Start, UpdatedAt = Given.Start,
                });
                db.Add(new GroupMember { DirectoryKey = SyncWorld.Directory, GroupId = group, MemberId = id });
            }
            world.Log.Configuration(db, SyncWorld.Directory, SyncWorld.Acme);
        });
    }
}
