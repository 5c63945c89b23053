using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>
/// Edits from the identity provider, by hand and of the configuration. An edit is its kind and two numbers that choose among whatever is there
/// when its turn comes, so that any sequence can be shortened. Few names and few e-mails, so that they collide all the time.
/// </summary>
static class RandomEdits
{
    public const int Kinds = 112;

    public static readonly string[] Emails = ["a@x.example", "A@x.example", "b@x.example", "c@x.example", "d@y.example"];

    public static readonly string[] Names =
    [
        Given.Prefix + "user", Given.Prefix + "admin", Given.Prefix + "hr", Given.Prefix + "MYTENANT_user", Given.Prefix + "MYTENANT_hr",
        Given.Prefix + "HR", "Everyone", "IMAPP_Orgvue_SCIM_user", Given.Prefix, "EU_user", Given.Prefix + "MYTENANT_admin",
    ];

    public static void Configure(IamSyncConfiguration c, int kind, int b)
    {
        switch (kind)
        {
            case 97: c.OnMissingPlatformRole = (MissingPlatformRole)(b % 3); break;
            case 98: c.InactiveUserHandling = (InactiveUserHandling)(b % 2); break;
            case 99: c.Domains = b % 2 == 0 ? [] : ["x.example"]; break;
            case 100: c.DomainPolicy = (DomainPolicy)(b % 3); break;
            case < 104: c.ProtectedAccounts = b % 4 == 0 ? [] : [.. new[] { Emails[b % 5], Emails[b / 5 % 5] }.Distinct()]; break;
            case 104: c.Enabled = b % 3 != 0; break;
            case < 107: c.GuardAccounts = b % 4 == 3 ? 500 : b % 4; break;
            case 107: c.GuardPercent = b % 101; break;
            case 108: c.HoldOnLastAdmin = b % 2 == 0; break;
            // MYTENANT alone changes its prefix and mode, and never to ACME's own.
            case < Kinds when c.TenantKey != SyncWorld.Acme:
                (c.Mode, c.GroupPrefix) = b % 2 == 0 ? (ConfigurationMode.MultiTenant, Given.Prefix) : (ConfigurationMode.SingleTenant, "EU_");
                break;
        }
    }

    public static async Task ApplyAsync(SyncWorld world, int kind, int a, int b)
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
        var emailTaken = accounts.Any(x => x.EmailKey == Fold.Key(email));
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
            case < 79 when kind >= 72 && !emailTaken: await world.AddAccountAsync(email, tenant, "user", "byhand"); break;
            case < 83 when kind >= 79 && accounts.Count > 0: await world.RemoveAccountAsync(accounts[b % accounts.Count].Email, tenant); break;
            case < 87 when kind >= 83 && accounts.Count > 0:
                await world.EditAccountAsync(accounts[b % accounts.Count].Email, x => x.Enabled = !x.Enabled, tenant);
                break;
            case < 92 when kind >= 87 && accounts.Count > 0:
                await world.EditAccountAsync(accounts[b % accounts.Count].Email, x => x.Roles = [SyncWorld.ByHand(tenant, x.Id, "hr")], tenant);
                break;
            case < 97 when kind >= 92 && accounts.Count > 0 && !emailTaken:
                await world.EditAccountAsync(accounts[a % accounts.Count].Email, x => x.Email = email, tenant);
                break;
            case >= 97: await world.ConfigureAsync(tenant, c => Configure(c, kind, b)); break;
        }
    }
}
