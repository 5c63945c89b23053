using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>A tenant as a URL names it.</summary>
public sealed record TenantName(string Id, string? Environment);

/// <summary>A tenant's accounts, and the edits by hand that the next run undoes. Each is noted for that run, and causes none (rule B2).</summary>
public sealed class TenantAccounts(Store store, ChangeLog changes, TimeProvider clock)
{
    public async Task<Page<AccountView>> ListAsync(TenantName name, string? email, Paging paging, CancellationToken ct)
    {
        var rows = await store.ReadAsync(async db =>
        {
            var tenant = await TenantAsync(db, name, ct);
            var all = db.Accounts.AsNoTracking().Include(a => a.Roles).Where(a => a.TenantKey == tenant);
            if (email is not null && Fold.Key(email.Trim()) is var key) all = all.Where(a => a.EmailKey == key);
            if (paging.After is { } after) all = all.Where(a => a.Id.CompareTo(after) > 0);
            return await all.OrderBy(a => a.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, a => a.Id, AccountView.Of);
    }

    public Task<AccountView> GetAsync(TenantName name, string id, CancellationToken ct) =>
        store.ReadAsync(async db => AccountView.Of(await FindAsync(db, await TenantAsync(db, name, ct), id, ct)));

    public Task<AccountView> CreateAsync(TenantName name, AccountEdit wanted, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var now = clock.GetUtcNow();
        var account = new Account
        {
            TenantKey = await TenantAsync(db, name, ct), Id = NewId.At(clock), Email = "", EmailKey = "", Source = AccountSource.Manual,
            CreatedAt = now, UpdatedAt = now,
        };
        wanted.Apply(account, isNew: true);
        await RefuseTakenAsync(db, account, ct);
        db.Add(account);
        await NoteAsync(db, account, [account.EmailKey], ct);
        return AccountView.Of(account);
    }, ct);

    public Task<AccountView> EditAsync(TenantName name, string id, AccountEdit edit, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var account = await FindAsync(db, await TenantAsync(db, name, ct), id, ct);
        var emailBefore = account.EmailKey;
        edit.Apply(account, isNew: false);
        if (!db.ChangeTracker.HasChanges()) return AccountView.Of(account);
        if (account.EmailKey != emailBefore) await RefuseTakenAsync(db, account, ct);
        account.UpdatedAt = clock.GetUtcNow();
        account.Version++;
        // Whoever claims either e-mail is looked at again.
        await NoteAsync(db, account, new HashSet<string> { emailBefore, account.EmailKey }, ct);
        return AccountView.Of(account);
    }, ct);

    public Task DeleteAsync(TenantName name, string id, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var account = await FindAsync(db, await TenantAsync(db, name, ct), id, ct);
        db.Remove(account);
        await NoteAsync(db, account, [account.EmailKey], ct);
    }, ct);

    // Only a tenant that is synced has a run to undo the edit; enabling a configuration later looks at everybody anyhow.
    async Task NoteAsync(ScimDb db, Account account, IReadOnlyCollection<string> emails, CancellationToken ct)
    {
        var directory = await db.Configurations.Where(c => c.TenantKey == account.TenantKey && c.Enabled)
            .Select(c => (int?)c.DirectoryKey).FirstOrDefaultAsync(ct);
        if (directory is null) return;
        foreach (var email in emails)
            changes.AccountEdited(db, directory.Value, account.TenantKey, account.Id, account.DirectoryUserId, email);
    }

    static async Task RefuseTakenAsync(ScimDb db, Account account, CancellationToken ct)
    {
        if (await db.Accounts.AnyAsync(a => a.TenantKey == account.TenantKey && a.EmailKey == account.EmailKey && a.Id != account.Id, ct))
            throw new RefusalException(StatusCodes.Status409Conflict, "AccountAlreadyExists", "The tenant already has an account with this e-mail.",
                new FieldError("email", "unique", "The tenant already has an account with this e-mail."));
    }

    static async Task<int> TenantAsync(ScimDb db, TenantName name, CancellationToken ct)
    {
        OrgvueEnvironment? wanted = name.Environment is null ? null : EnumNames.Parse<OrgvueEnvironment>(name.Environment)
            ?? throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", "environment",
                new FieldError("environment", "format", $"Expected one of {EnumNames.Allowed<OrgvueEnvironment>()}."));
        var tenants = await db.Tenants.AsNoTracking().Where(t => t.TenantId == name.Id).ToListAsync(ct);
        return (tenants.Where(t => wanted is null || t.Environment == wanted).MaxBy(t => t.Environment == OrgvueEnvironment.Production)
            ?? throw RefusalException.NotFound("Tenant", name.Id)).Key;
    }

    static async Task<Account> FindAsync(ScimDb db, int tenant, string id, CancellationToken ct) =>
        Guid.TryParse(id, out var key)
        && await db.Accounts.Include(a => a.Roles).SingleOrDefaultAsync(a => a.TenantKey == tenant && a.Id == key, ct) is { } found
            ? found
            : throw RefusalException.NotFound("Account", id);
}
