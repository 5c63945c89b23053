using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The directories that were on-boarded: found, listed, edited, removed.</summary>
public sealed class Onboarded(Store store, PendingSyncs pending, IOptions<NotificationOptions> network, TimeProvider clock)
{
    /// <summary>The row of a directory's key, or 404.</summary>
    public Task<Directory> FindAsync(string id, CancellationToken ct) => store.ReadAsync(db => FindAsync(db.Directories.AsNoTracking(), id, ct));

    public async Task<Page<DirectoryView>> ListAsync(Paging paging, string origin, CancellationToken ct)
    {
        var after = paging.AfterNumber ?? 0;
        var rows = await store.ReadAsync(db =>
            db.Directories.AsNoTracking().Where(d => d.Key > after).OrderBy(d => d.Key).Take(paging.Take).ToListAsync(ct));
        return paging.Page(rows, d => Paging.Number(d.Key), d => DirectoryView.Of(d, origin));
    }

    public async Task<DirectoryView> GetAsync(string id, string origin, CancellationToken ct)
    {
        var directory = await FindAsync(id, ct);
        var key = directory.Key;
        var window = await pending.WindowAsync(key, ct);
        return await store.ReadAsync(async db => DirectoryView.Of(directory, origin) with
        {
            Contents = new(
                await db.Users.CountAsync(u => u.DirectoryKey == key, ct),
                await db.Groups.CountAsync(g => g.DirectoryKey == key, ct),
                WindowView.Of(window),
                [.. (await db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == key)
                    .OrderBy(c => c.Tenant!.TenantId).ToListAsync(ct)).Select(c => ConfigurationView.Of(c, id))]),
        });
    }

    public async Task EditAsync(string id, DirectoryEdit edit, CancellationToken ct)
    {
        var privateToo = network.Value.AllowPrivateNetworks;
        edit.Check(privateToo);
        await store.WriteAsync(async db =>
        {
            var directory = await FindAsync(db.Directories, id, ct);
            edit.Apply(directory, privateToo);
            if (!db.ChangeTracker.HasChanges()) return;
            directory.UpdatedAt = clock.GetUtcNow();
            directory.Version++;
        }, ct);
    }

    public async Task DeleteAsync(string id, CancellationToken ct)
    {
        await store.WriteAsync(async db =>
        {
            var directory = await FindAsync(db.Directories, id, ct);
            var key = directory.Key;
            // One by one, so that the history tells of each.
            db.RemoveRange(await AccountsFrom(db, key).Include(a => a.Roles).ToListAsync(ct));
            await db.SaveChangesAsync(ct);
            db.RemoveRange(await db.Tokens.Where(t => t.DirectoryKey == key).ToListAsync(ct));
            db.RemoveRange(await db.WorkOsLinks.Where(l => l.DirectoryKey == key).ToListAsync(ct));
            await WorkOsDesk.ForgetAsync(db, key, ct);
            db.RemoveRange(await db.WebhookEndpoints.Where(e => e.DirectoryKey == key).ToListAsync(ct));
            db.RemoveRange(await db.Configurations.Include(c => c.Tenant).Where(c => c.DirectoryKey == key).ToListAsync(ct));
            db.RemoveRange(await db.Schemas.Where(s => s.DirectoryKey == key).ToListAsync(ct));
            // Of users and groups, which may be many, the number.
            db.TellGone(directory, "users", await db.Users.CountAsync(u => u.DirectoryKey == key, ct));
            db.TellGone(directory, "groups", await db.Groups.CountAsync(g => g.DirectoryKey == key, ct));
            await db.DeleteAsync(db.Members.Where(m => m.DirectoryKey == key), ct);
            await db.DeleteAsync(db.Groups.Where(g => g.DirectoryKey == key), ct);
            await db.DeleteAsync(db.UserEmails.Where(e => e.DirectoryKey == key), ct);
            await db.DeleteAsync(db.Users.Where(u => u.DirectoryKey == key), ct);
            await db.DeleteAsync(db.Sizes.Where(s => s.DirectoryKey == key), ct);
            await db.DeleteAsync(db.Changes.Where(c => c.DirectoryKey == key), ct);
            await db.DeleteAsync(db.Runs.Where(r => r.DirectoryKey == key), ct);
            await db.DeleteAsync(db.RunInputs.Where(i => i.DirectoryKey == key), ct);
            // But for what WorkOS's webhooks have still to be told: that it is gone is told there last of all.
            await db.DeleteAsync(db.WebhookDeliveries.Where(d => d.DirectoryKey == key
                && (d.DueAt == null || db.WebhookEndpoints.Any(e => e.Id == d.EndpointId && e.Kind == WebhookKind.Notification))), ct);
            await db.DeleteAsync(db.Failures.Where(f => f.DirectoryKey == key), ct);
            await db.DeleteAsync(db.UniqueValues.Where(v => v.DirectoryKey == key), ct);
            await db.DeleteAsync(db.ClientsSeen.Where(c => c.DirectoryKey == key), ct);
            await db.DeleteAsync(db.DeviationsSeen.Where(d => d.DirectoryKey == key), ct);
            await db.DeleteAsync(db.Requests.Where(r => r.DirectoryKey == key), ct);
            // Without its lease, a run under way fails at its next transaction and writes nothing more.
            await db.DeleteAsync(db.Leases.Where(l => l.DirectoryKey == key), ct);
            db.Remove(directory);
        }, ct);
    }

    /// <summary>
    /// The synced accounts that stand for the directory's users, and those in its tenants whose user is in no directory any more (deleted,
    /// and the run that would have removed the account did not come).
    /// </summary>
    static IQueryable<Account> AccountsFrom(ScimDb db, int directory) => db.Accounts.Where(a => a.Source == AccountSource.Scim
        && (db.Users.Any(u => u.DirectoryKey == directory && u.Id == a.DirectoryUserId)
            || db.Configurations.Any(c => c.DirectoryKey == directory && c.TenantKey == a.TenantKey)
                && !db.Users.Any(u => u.Id == a.DirectoryUserId)));

    static async Task<Directory> FindAsync(IQueryable<Directory> directories, string id, CancellationToken ct) =>
        await directories.SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw RefusalException.NotFound("Directory", id);
}
