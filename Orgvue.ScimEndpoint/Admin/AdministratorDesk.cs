using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>People who sign in to the console with a password, for the admin API and the command line.</summary>
public sealed class AdministratorDesk(Store store, TimeProvider clock)
{
    const int Most = 100;

    public async Task<AdministratorMade> AddAsync(AdministratorWish wish, CancellationToken ct)
    {
        var (name, role, password, generated) = wish.Checked();
        var hash = Passwords.Hash(password);
        return await store.WriteAsync(async db =>
        {
            var key = Passwords.KeyOf(name);
            if (await db.Administrators.AnyAsync(a => a.NameKey == key, ct)) throw Taken(name);
            if (await db.Administrators.CountAsync(ct) >= Most) throw new RefusalException(StatusCodes.Status409Conflict, "TooManyAdministrators", $"There are {Most} administrators; remove one first.");
            var now = clock.GetUtcNow();
            var row = db.Add(new Administrator
            {
                Id = NewId.At(clock), Name = name, NameKey = key, Role = role, PasswordHash = hash, Stamp = NewId.At(clock), CreatedAt = now, PasswordChangedAt = now,
            }).Entity;
            return new AdministratorMade(row.Id.ToString(), row.Name, row.Role, generated ? password : null);
        }, ct);
    }

    public async Task<Page<AdministratorView>> ListAsync(Paging paging, CancellationToken ct)
    {
        var rows = await store.ReadAsync(db =>
        {
            var all = db.Administrators.AsNoTracking();
            if (paging.After is { } after) all = all.Where(a => a.Id.CompareTo(after) > 0);
            return all.OrderBy(a => a.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, a => a.Id, AdministratorView.Of);
    }

    /// <summary>Another role, another password, or the end of a lock; each ends what the person is signed in to.</summary>
    public async Task<AdministratorMade> ChangeAsync(string administratorId, AdministratorEdit edit, CancellationToken ct)
    {
        // Hashing is slow on purpose: not while the one writer waits.
        var known = await store.ReadAsync(async db => await FindAsync(db, administratorId, ct));
        var (password, generated) = edit.Checked(known.Name);
        var hash = password is null ? null : Passwords.Hash(password);
        return await store.WriteAsync(async db =>
        {
            var row = await FindAsync(db, administratorId, ct);
            if (edit.Role is { } role) row.Role = role;
            if (hash is not null) (row.PasswordHash, row.PasswordChangedAt) = (hash, clock.GetUtcNow());
            if (edit.Unlock == true || hash is not null) (row.Failures, row.LockedUntil) = (0, null);
            row.Stamp = NewId.At(clock);
            return new AdministratorMade(row.Id.ToString(), row.Name, row.Role, generated ? password : null);
        }, ct);
    }

    public Task RemoveAsync(string administratorId, CancellationToken ct) =>
        store.WriteAsync(async db => { db.Remove(await FindAsync(db, administratorId, ct)); }, ct);

    /// <summary>By id, or by name, which is unique too.</summary>
    static async Task<Administrator> FindAsync(ScimDb db, string idOrName, CancellationToken ct)
    {
        var key = Passwords.KeyOf(idOrName);
        var found = Guid.TryParse(idOrName, out var id) ? await db.Administrators.FindAsync([id], ct) : await db.Administrators.SingleOrDefaultAsync(a => a.NameKey == key, ct);
        return found ?? throw RefusalException.NotFound("Administrator", idOrName);
    }

    static RefusalException Taken(string name) => new(StatusCodes.Status409Conflict, "AdministratorExists", $"There is an administrator {name} already.");
}

/// <summary>Somebody who is to sign in to the console.</summary>
public sealed record AdministratorWish
{
    /// <summary>By which he signs in; the audit trail shows it.</summary>
    public string? Name { get; init; }

    /// <summary>reader, operator or administrator.</summary>
    public ApiRole? Role { get; init; }

    /// <summary>At least 12 characters; without it one is made, and shown once.</summary>
    public string? Password { get; init; }

    internal (string Name, ApiRole Role, string Password, bool Generated) Checked()
    {
        var checks = new Checks();
        var name = checks.Text("name", Name, Passwords.LongestName);
        // Or a name would be taken for an id.
        if (Guid.TryParse(name, out _)) checks.Add("name", "format", "Expected a name, not a UUID.");
        if (Role is null) checks.Add("role", "required", "Expected reader, operator or administrator.");
        if (Password is not null && name.Length > 0 && Passwords.WhyNot(Password, name) is { } why) checks.Add("password", "format", why);
        checks.Refuse();
        return (name, Role!.Value, Password ?? NewId.Secret(""), Password is null);
    }
}

/// <summary>What is to be changed; what is left out stays.</summary>
public sealed record AdministratorEdit
{
    public ApiRole? Role { get; init; }

    /// <summary>The new password.</summary>
    public string? Password { get; init; }

    /// <summary>Whether a new password is to be made, and shown once.</summary>
    public bool? NewPassword { get; init; }

    /// <summary>Whether a lock after wrong passwords is to end now.</summary>
    public bool? Unlock { get; init; }

    internal (string? Password, bool Generated) Checked(string name)
    {
        var checks = new Checks();
        if (Password is not null && NewPassword == true) checks.Add("newPassword", "exclusive", "Give either password or newPassword.");
        if (Password is not null && Passwords.WhyNot(Password, name) is { } why) checks.Add("password", "format", why);
        if (Role is null && Password is null && NewPassword != true && Unlock != true) checks.Add("", "required", "Expected role, password, newPassword or unlock.");
        checks.Refuse();
        return NewPassword == true ? (NewId.Secret(""), true) : (Password, false);
    }
}

/// <summary>An administrator who was added or changed; a password that was made here is shown this once.</summary>
public sealed record AdministratorMade(string AdministratorId, string Name, ApiRole Role, string? Password);

/// <summary>An administrator, without what is kept of his password.</summary>
public sealed record AdministratorView(
    string AdministratorId, string Name, ApiRole Role, DateTimeOffset CreatedAt, DateTimeOffset PasswordChangedAt, DateTimeOffset? SignedInAt, DateTimeOffset? LockedUntil)
{
    public static AdministratorView Of(Administrator a) => new(a.Id.ToString(), a.Name, a.Role, a.CreatedAt, a.PasswordChangedAt, a.SignedInAt, a.LockedUntil);
}
