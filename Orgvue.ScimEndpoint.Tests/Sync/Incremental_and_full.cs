using CsCheck;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Rule B4: a run that follows the changes ends where a full reconcile of the same directory and accounts ends.</summary>
public sealed class Incremental_and_full
{
    static readonly string[] Emails = ["a@x.example", "A@x.example", "b@x.example", "c@x.example", "d@y.example"];

    static readonly string[] Names =
    [
        Given.Prefix + "user", Given.Prefix + "admin", Given.Prefix + "hr", Given.Prefix + "MYTENANT_user", Given.Prefix + "MYTENANT_hr",
        Given.Prefix + "HR", "Everyone", "IMAPP_Orgvue_SCIM_user", Given.Prefix,
    ];

    static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW") == "1";

    // An edit is its kind and two numbers that choose among whatever is there when its turn comes, so that any sequence can be shortened.
    static readonly Gen<(int Kind, int A, int B)[][]> Windows =
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99]).Array[2, 8].Array[1, 2];

    [Fact]
    public Task End_alike_in_memory() => Windows.SampleAsync(w => HoldsAsync(StorageProvider.InMemory, w), iter: Slow ? 5_000 : 300, threads: 2);

    [Fact]
    public Task End_alike_on_SQLite() => Windows.SampleAsync(w => HoldsAsync(StorageProvider.Sqlite, w), iter: Slow ? 300 : 8, threads: 2);

    static async Task HoldsAsync(StorageProvider provider, (int, int, int)[][] windows)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var users = new List<Guid>();
        foreach (var name in Names.Take(4)) await world.GroupAsync(name);
        var groups = await world.RowsAsync(db => db.Groups.Select(g => g.Id));
        for (var n = 0; n < 4; n++) users.Add(await world.UserAsync($"u{n}", Emails[n], groups[n % 3 == 0 ? 0 : 1], groups[2]));
        await world.SyncNowAsync();
        foreach (var edits in windows)
        {
            foreach (var (kind, a, b) in edits)
            {
                world.Clock.Advance(TimeSpan.FromSeconds(1));
                await EditAsync(world, kind, a, b);
            }
            await using var full = await world.CopyAsync();
            await full.SyncNowAsync();
            await world.SyncNowAsync();
            Assert.Equal(await full.OutcomeAsync(), await world.OutcomeAsync());
        }
    }

    static async Task EditAsync(SyncWorld world, int kind, int a, int b)
    {
        var tenant = a % 3 == 0 ? SyncWorld.MyTenant : SyncWorld.Acme;
        var email = Emails[b % Emails.Length];
        await using var db = world.Store.Open();
        var users = await db.Users.OrderBy(u => u.UserName).Select(u => u.Id).ToListAsync();
        var user = users.Count == 0 ? default : users[a % users.Count];
        var groups = await db.Groups.OrderBy(g => g.DisplayName).Select(g => new { g.Id, g.DisplayName }).ToListAsync();
        var group = groups.Count == 0 ? default : groups[b % groups.Count].Id;
        var free = Names.Except(groups.Select(g => g.DisplayName), StringComparer.OrdinalIgnoreCase).ToArray();
        var member = await db.Members.AnyAsync(m => m.GroupId == group && m.MemberId == user);
        var accounts = await db.Accounts.AsNoTracking().Where(x => x.TenantKey == tenant).OrderBy(x => x.EmailKey).ToListAsync();
        switch (kind)
        {
            case < 10: await world.UserAsync($"v{world.Clock.GetUtcNow().Ticks}", b % 7 == 0 ? null : email); break;
            case < 20 when users.Count > 0: await world.EmailAsync(user, b % 9 == 0 ? null : email); break;
            case < 24 when users.Count > 0: await world.ActiveAsync(user, b % 2 == 0); break;
            case < 26 when users.Count > 0: await world.ChangeUserAsync(user, u => u.UserName = $"w{world.Clock.GetUtcNow().Ticks}"); break;
            case < 33 when users.Count > 0: await world.DeleteUserAsync(user); break;
            case < 39 when free.Length > 0: await world.GroupAsync(free[b % free.Length], [.. users.Where((_, n) => n % 2 == a % 2)]); break;
            case < 45 when groups.Count > 0 && free.Length > 0: await world.RenameAsync(group, free[a % free.Length]); break;
            case < 49 when groups.Count > 0: await world.DeleteGroupAsync(group); break;
            case < 72 when users.Count > 0 && groups.Count > 0:
                if (member) await world.RemoveAsync(group, user);
                else await world.AddAsync(group, user);
                break;
            case < 79 when accounts.All(x => x.EmailKey != Fold.Key(email)): await world.AddAccountAsync(email, tenant, "user", "byhand"); break;
            case < 83 when accounts.Count > 0: await world.RemoveAccountAsync(accounts[b % accounts.Count].Email, tenant); break;
            case < 87 when accounts.Count > 0:
                await world.EditAccountAsync(accounts[b % accounts.Count].Email, x => x.Enabled = !x.Enabled, tenant);
                break;
            case < 92 when accounts.Count > 0:
                await world.EditAccountAsync(accounts[b % accounts.Count].Email, x => x.Roles = [SyncWorld.ByHand(tenant, x.Id, "hr")], tenant);
                break;
            case < 97 when accounts.Count > 0 && accounts.All(x => x.EmailKey != Fold.Key(email)):
                await world.EditAccountAsync(accounts[a % accounts.Count].Email, x => x.Email = email, tenant);
                break;
            case 97: await world.ConfigureAsync(tenant, c => c.OnMissingPlatformRole = (MissingPlatformRole)(b % 3)); break;
            case 98: await world.ConfigureAsync(tenant, c => c.InactiveUserHandling = (InactiveUserHandling)(b % 2)); break;
            case 99: await world.ConfigureAsync(tenant, c => c.Domains = b % 2 == 0 ? [] : ["x.example"]); break;
        }
    }
}
