using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Carries a plan out inside the run's transaction.</summary>
sealed class SyncApply(ScimDb db, int tenant, TimeProvider clock, CancellationToken ct)
{
    const int Chunk = 500;

    /// <summary>All steps at once.</summary>
    public async Task AllAsync(IReadOnlyList<SyncStep> steps)
    {
        foreach (var removals in steps.OfType<SyncStep.Remove>().Chunk(Chunk)) await ApplyAsync(removals);
        // E-mails are unique in a tenant: those that are given up in this run are parked before any is given out.
        foreach (var moves in steps.OfType<SyncStep.Update>().Where(MovesEmail).Chunk(Chunk)) await ParkEmailsAsync(moves);
        foreach (var rest in steps.Where(s => s is not SyncStep.Remove).Chunk(Chunk)) await ApplyAsync(rest);
    }

    /// <summary>One step after the other, so that one account's error is one failure and the others are applied (rule B6).</summary>
    public async Task<IReadOnlyList<(SyncStep Step, Exception Error)>> OneByOneAsync(IReadOnlyList<SyncStep> steps)
    {
        var errors = new List<(SyncStep, Exception)>();
        foreach (var moves in steps.OfType<SyncStep.Update>().Where(MovesEmail).Chunk(Chunk)) await ParkEmailsAsync(moves);
        var transaction = db.Database.CurrentTransaction;
        for (var i = 0; i < steps.Count; i++)
        {
            var savepoint = $"step{i}";
            if (transaction?.SupportsSavepoints == true) await transaction.CreateSavepointAsync(savepoint, ct);
            try
            {
                await ApplyAsync([steps[i]]);
            }
            catch (Exception e) when (e is not (StalePlanException or OperationCanceledException))
            {
                if (transaction?.SupportsSavepoints == true) await transaction.RollbackToSavepointAsync(savepoint, ct);
                db.ChangeTracker.Clear();
                errors.Add((steps[i], e));
            }
        }
        return errors;
    }

    static bool MovesEmail(SyncStep.Update update) => update.Account.EmailKey != Fold.Key(update.Email);

    async Task ParkEmailsAsync(IReadOnlyCollection<SyncStep.Update> moves)
    {
        var accounts = await LoadAsync(moves.Select(m => m.Account));
        foreach (var account in accounts.Values) account.EmailKey = $"\u0001{account.Id}";
        await db.SaveChangesAsync(ct);
    }

    async Task ApplyAsync(IReadOnlyCollection<SyncStep> steps)
    {
        var accounts = await LoadAsync(steps.Select(AccountOf).OfType<SyncAccount>());
        var creates = steps.OfType<SyncStep.Create>().Select(c => Fold.Key(c.Email)).ToArray();
        if (creates.Length > 0 && await db.Accounts.AnyAsync(a => a.TenantKey == tenant && creates.Contains(a.EmailKey), ct))
            throw new StalePlanException();
        foreach (var step in steps)
            switch (step)
            {
                case SyncStep.Create create:
                    Create(create);
                    break;
                case SyncStep.Update update:
                    Write(accounts[update.Account.Id], update.Email, update.UserId, enabled: true, update.Roles);
                    break;
                case SyncStep.Disable disable:
                    Write(accounts[disable.Account.Id], disable.Account.Email, disable.Account.UserId, enabled: false, disable.Roles);
                    break;
                case SyncStep.Remove remove:
                    db.Remove(accounts[remove.Account.Id]);
                    break;
            }
        await db.SaveChangesAsync(ct);
    }

    static SyncAccount? AccountOf(SyncStep step) => step switch
    {
        SyncStep.Update update => update.Account,
        SyncStep.Disable disable => disable.Account,
        SyncStep.Remove remove => remove.Account,
        _ => null,
    };

    // What was planned was planned for these versions: an edit by hand in between asks for a new plan.
    async Task<Dictionary<Guid, Account>> LoadAsync(IEnumerable<SyncAccount> planned)
    {
        var wanted = planned.ToDictionary(a => a.Id, a => a.Version);
        var ids = wanted.Keys.ToArray();
        var accounts = await db.Accounts.Include(a => a.Roles).Where(a => a.TenantKey == tenant && ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        return accounts.Count == wanted.Count && accounts.Values.All(a => a.Version == wanted[a.Id])
            ? accounts
            : throw new StalePlanException();
    }

    void Create(SyncStep.Create create)
    {
        var now = clock.GetUtcNow();
        var account = new Account
        {
            TenantKey = tenant, Id = NewId.At(clock), Email = create.Email, EmailKey = Fold.Key(create.Email), Source = AccountSource.Scim,
            DirectoryUserId = create.UserId, CreatedAt = now, UpdatedAt = now, LastSyncedAt = now,
        };
        account.Roles = [.. create.Roles.Select(r => ToRow(account, r))];
        db.Add(account);
    }

    // Rule A9: nothing but these.
    void Write(Account account, string email, Guid? user, bool enabled, IReadOnlyList<PlannedRole> roles)
    {
        account.Email = email;
        account.EmailKey = Fold.Key(email);
        account.DirectoryUserId = user;
        account.Enabled = enabled;
        account.Source = AccountSource.Scim;
        account.LastSyncedAt = account.UpdatedAt = clock.GetUtcNow();
        account.Version++;
        var wanted = roles.ToDictionary(r => Standings.RoleKey(r.Role));
        account.Roles.RemoveAll(held => !wanted.ContainsKey(held.RoleKey));
        foreach (var (key, role) in wanted)
            if (account.Roles.Find(r => r.RoleKey == key) is { } held)
                (held.Role, held.SourceGroups) = (role.Role, [.. role.SourceGroups]);
            else
                account.Roles.Add(ToRow(account, role));
    }

    static RoleAssignment ToRow(Account account, PlannedRole role) => new()
    {
        TenantKey = account.TenantKey, AccountId = account.Id, Role = role.Role, RoleKey = Standings.RoleKey(role.Role),
        SourceGroups = [.. role.SourceGroups],
    };
}

/// <summary>An account changed between planning and applying; the run plans again.</summary>
sealed class StalePlanException() : Exception("An account changed while its run was being planned.");
