using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Carries a plan out inside the run's transaction.</summary>
sealed class SyncApply(ScimDb db, int tenant, TimeProvider clock, CancellationToken ct)
{
    const int Chunk = 500;
    const string Savepoint = "unit";

    /// <summary>All steps at once.</summary>
    public async Task AllAsync(IReadOnlyList<SyncStep> steps)
    {
        var moving = steps.OfType<SyncStep.Update>().Where(MovesEmail).ToList();
        var ids = moving.Select(m => m.Account.Id).ToHashSet();
        foreach (var removals in steps.OfType<SyncStep.Remove>().Chunk(Chunk)) await ApplyAsync(removals, ids);
        // E-mails are unique in a tenant: those that are given up in this run are parked before any is given out.
        if (db.Database.IsRelational())
            foreach (var moves in moving.Chunk(Chunk)) await ParkEmailsAsync(moves);
        foreach (var rest in steps.Where(s => s is not SyncStep.Remove).Chunk(Chunk)) await ApplyAsync(rest, ids);
    }

    /// <summary>Steps that stand for themselves, all of them in one go: new accounts by the thousand, or a few others.</summary>
    public async Task AheadAsync(IReadOnlyCollection<SyncStep> steps)
    {
        if (steps.First() is not SyncStep.Create || !db.Database.IsRelational())
        {
            await ApplyAsync(steps, []);
            return;
        }
        var accounts = steps.Cast<SyncStep.Create>().Select(New).ToList();
        await db.InsertAsync(accounts, ct);
        await db.InsertAsync([.. accounts.SelectMany(a => a.Roles)], ct);
        if (db.Trail is { } trail) await db.InsertAsync([.. accounts.Select(trail.OfNew)], ct);
        SyncStages.Reached(SyncStages.Applying);
    }

    /// <summary>One unit after the other, so that one account's error is one failure and the others are applied (rule B6).</summary>
    public async Task<IReadOnlyList<StepError>> OneByOneAsync(IReadOnlyList<SyncStep> steps)
    {
        var errors = new List<StepError>();
        var transaction = db.Database.IsRelational() ? db.Database.CurrentTransaction : null;
        foreach (var unit in Units(steps))
        {
            if (transaction is not null) await transaction.CreateSavepointAsync(Savepoint, ct);
            try
            {
                await AllAsync(unit);
            }
            catch (Exception e) when (e is not (StalePlanException or DbUpdateConcurrencyException or OperationCanceledException))
            {
                if (transaction is not null) await transaction.RollbackToSavepointAsync(Savepoint, ct);
                db.ChangeTracker.Clear();
                errors.AddRange(unit.Select(step => new StepError(step, e)));
            }
            if (transaction is not null) await transaction.ReleaseSavepointAsync(Savepoint, ct);
        }
        return errors;
    }

    // Steps between which an e-mail passes stand or fall together: nobody is given an address that its holder could not give up.
    static IEnumerable<List<SyncStep>> Units(IReadOnlyList<SyncStep> steps)
    {
        var unitOf = new Dictionary<string, List<SyncStep>>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var met = EmailsOf(step).Select(unitOf.GetValueOrDefault).OfType<List<SyncStep>>().Distinct();
            List<SyncStep> unit = [.. met.SelectMany(earlier => earlier), step];
            foreach (var email in unit.SelectMany(EmailsOf)) unitOf[email] = unit;
        }
        return unitOf.Values.Distinct();
    }

    static IEnumerable<string> EmailsOf(SyncStep step) =>
        AccountOf(step) is { } account ? new[] { account.EmailKey, Fold.Key(step.Email) }.Distinct() : [Fold.Key(step.Email)];

    public static bool MovesEmail(SyncStep.Update update) => update.Account.EmailKey != Fold.Key(update.Email);

    async Task ParkEmailsAsync(IReadOnlyCollection<SyncStep.Update> moves)
    {
        var accounts = await LoadAsync(moves.Select(m => m.Account));
        foreach (var account in accounts.Values) account.EmailKey = $"\u0001{account.Id}";
        await SaveAsync();
    }

    async Task ApplyAsync(IReadOnlyCollection<SyncStep> steps, HashSet<Guid> moving)
    {
        var accounts = await LoadAsync(steps.Select(AccountOf).OfType<SyncAccount>());
        await RefuseTakenEmailsAsync(steps, moving);
        foreach (var step in steps)
            switch (step)
            {
                case SyncStep.Create create:
                    db.Add(New(create));
                    break;
                case SyncStep.Update update:
                    Write(accounts[update.Account.Id], update.Email, update.UserId, enabled: true, update.Roles);
                    break;
                case SyncStep.Disable disable:
                    Write(accounts[disable.Account.Id], disable.Account.Email, disable.Account.UserId, enabled: false, disable.Roles);
                    break;
                case SyncStep.Keep keep:
                    var kept = accounts[keep.Account.Id];
                    Write(kept, keep.Account.Email, keep.Account.UserId, kept.Enabled, keep.Roles);
                    break;
                case SyncStep.Remove remove:
                    db.Remove(accounts[remove.Account.Id]);
                    break;
            }
        await SaveAsync();
        SyncStages.Reached(SyncStages.Applying);
    }

    // An account added by hand since the plan was made may hold an e-mail that the plan gives out; not every store would refuse a second.
    async Task RefuseTakenEmailsAsync(IReadOnlyCollection<SyncStep> steps, HashSet<Guid> moving)
    {
        var given = steps.Where(s => s is SyncStep.Create || s is SyncStep.Update update && MovesEmail(update))
            .Select(s => Fold.Key(s.Email)).ToArray();
        if (given.Length == 0) return;
        var holders = await db.Accounts.Where(a => a.TenantKey == tenant && given.Contains(a.EmailKey)).Select(a => a.Id).ToListAsync(ct);
        if (!holders.All(moving.Contains)) throw new StalePlanException();
    }

    // What is saved is forgotten: the next chunk must not be compared with all that went before it.
    async Task SaveAsync()
    {
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    public static SyncAccount? AccountOf(SyncStep step) => step switch
    {
        SyncStep.Update update => update.Account,
        SyncStep.Disable disable => disable.Account,
        SyncStep.Keep keep => keep.Account,
        SyncStep.Remove remove => remove.Account,
        _ => null,
    };

    // What was planned was planned for these versions: an edit by hand in between asks for a new plan.
    async Task<Dictionary<Guid, Account>> LoadAsync(IEnumerable<SyncAccount> planned)
    {
        var wanted = planned.ToDictionary(a => a.Id, a => a.Version);
        var ids = wanted.Keys.ToArray();
        var accounts = await db.Accounts.Include(a => a.Roles).Where(a => a.TenantKey == tenant && ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, ct);
        return accounts.Count == wanted.Count && accounts.Values.All(a => a.Version == wanted[a.Id])
            ? accounts
            : throw new StalePlanException();
    }

    Account New(SyncStep.Create create)
    {
        var now = clock.GetUtcNow();
        var account = new Account
        {
            TenantKey = tenant, Id = NewId.At(clock), Email = create.Email, EmailKey = Fold.Key(create.Email), Source = AccountSource.Scim,
            DirectoryUserId = create.UserId, CreatedAt = now, UpdatedAt = now, LastSyncedAt = now,
        };
        account.Roles = [.. create.Roles.Select(r => ToRow(account, r))];
        return account;
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
