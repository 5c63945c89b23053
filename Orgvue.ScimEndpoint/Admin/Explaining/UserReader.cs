using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>Reads what there is to know of one user. Its cost follows the user's groups and accounts, not the directory.</summary>
sealed class UserReader(ScimDb db, Directory directory, CancellationToken ct)
{
    const int ShownGroups = 200;
    const int ShownEntries = 10;
    const int Deepest = 5;

    public async Task<UserFacts> ReadAsync(string asked, Window? window)
    {
        var (user, by, also) = await new UserSearch(db, directory.Key, asked, ct).FindAsync();
        var memberships = db.Members.AsNoTracking().Where(m => m.DirectoryKey == directory.Key && m.MemberId == user.Id && m.Kind == MemberKind.User);
        var groups = await memberships.Join(Groups, m => m.GroupId, g => g.Id, (_, g) => new { g.Id, g.DisplayName, g.DisplayNameKey })
            .OrderBy(g => g.DisplayNameKey).Take(ShownGroups).Select(g => new GroupFacts(g.Id, g.DisplayName)).ToListAsync(ct);
        var configurations = await db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == directory.Key)
            .OrderBy(c => c.Tenant!.TenantId).ToListAsync(ct);
        var tenants = new List<TenantFacts>();
        foreach (var configuration in configurations.Where(c => c.Enabled))
            if (await TenantAsync(user, configuration) is { } facts) tenants.Add(facts);
        return new(
            directory.Id, user, by, also,
            await Entries(AuditSubject.User, user.Id.ToString()).FirstOrDefaultAsync(ct),
            await MembershipChangesAsync(user, groups, tenants),
            await memberships.CountAsync(ct), groups, await NestedAsync(groups), configurations, tenants,
            await FailuresOf(user).Where(f => f.TenantKey == null).Take(ShownEntries).ToListAsync(ct), window);
    }

    async Task<TenantFacts?> TenantAsync(DirectoryUser user, IamSyncConfiguration configuration)
    {
        var tenant = configuration.TenantKey;
        SyncScope onlyThis = new(false, new HashSet<Guid> { user.Id }, new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<string>());
        if (await Planning.OfAsync(db, directory.Key, tenant, onlyThis, new HashSet<Guid>(), Supposition.Nothing, ct) is not { } planned) return null;
        var found = planned.Snapshot.Users.Single(u => u.Id == user.Id);
        var id = UserAccount.Of(found, planned)?.Id;
        var account = id is null ? null : await db.Accounts.AsNoTracking().Include(a => a.Roles).SingleOrDefaultAsync(a => a.TenantKey == tenant && a.Id == id, ct);
        return new(
            planned, account,
            await db.Runs.AsNoTracking().Include(r => r.Tenant).Where(r => r.DirectoryKey == directory.Key && r.TenantKey == tenant)
                .OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct),
            await Holds.OfTenantAsync(db.Runs.AsNoTracking(), directory.Key, tenant, ct),
            await FailuresOf(user).Where(f => f.TenantKey == tenant).Take(ShownEntries).ToListAsync(ct),
            await EditsAsync(user, tenant, account));
    }

    IQueryable<DirectoryGroup> Groups => db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory.Key);

    IQueryable<SyncFailure> FailuresOf(DirectoryUser user) => db.Failures.AsNoTracking().Include(f => f.Tenant)
        .Where(f => f.DirectoryKey == directory.Key && f.UserId == user.Id).OrderByDescending(f => f.Id);

    IQueryable<AuditEntry> Entries(AuditSubject subject, params string[] ids) => db.Audit.AsNoTracking()
        .Where(a => a.DirectoryKey == directory.Key && a.Subject == subject && ids.Contains(a.SubjectId)).OrderByDescending(a => a.Id);

    // The groups that the user is in, and those that gave the account a role which the user is in no more.
    async Task<List<AuditEntry>> MembershipChangesAsync(DirectoryUser user, List<GroupFacts> groups, List<TenantFacts> tenants)
    {
        var left = tenants.SelectMany(t => t.Account?.Roles ?? []).SelectMany(r => r.SourceGroups)
            .Except(groups.Select(g => g.Name), StringComparer.Ordinal).Select(Fold.Key).Take(ShownGroups).ToArray();
        var ids = groups.Select(g => g.Id.ToString()).ToList();
        if (left.Length > 0)
            ids.AddRange((await Groups.Where(g => left.Contains(g.DisplayNameKey)).Select(g => g.Id).ToListAsync(ct)).Select(id => id.ToString()));
        if (ids.Count == 0) return [];
        var member = user.Id.ToString();
        return await Entries(AuditSubject.Members, [.. ids])
            .Where(a => a.After != null && a.After.Contains(member) || a.Before != null && a.Before.Contains(member)).Take(ShownEntries).ToListAsync(ct);
    }

    async Task<List<NestedFacts>> NestedAsync(List<GroupFacts> groups)
    {
        var nested = new List<NestedFacts>();
        var (seen, level) = (groups.Select(g => g.Id).ToHashSet(), groups.ToDictionary(g => g.Id, g => g.Name));
        for (var depth = 0; depth < Deepest && level.Count > 0 && nested.Count < ShownGroups; depth++)
        {
            var ids = level.Keys.ToArray();
            var holders = await db.Members.AsNoTracking()
                .Where(m => m.DirectoryKey == directory.Key && m.Kind == MemberKind.Group && ids.Contains(m.MemberId))
                .Join(Groups, m => m.GroupId, g => g.Id, (m, g) => new { g.Id, g.DisplayName, m.MemberId }).Take(ShownGroups).ToListAsync(ct);
            var found = holders.Where(h => seen.Add(h.Id)).Select(h => new NestedFacts(h.Id, h.DisplayName, level[h.MemberId])).ToList();
            nested.AddRange(found);
            level = found.ToDictionary(f => f.Id, f => f.Name);
        }
        return nested;
    }

    // What nobody but a person did to the account since the last run that wrote it, as long as a run has still to look at it (rule B2).
    async Task<List<AuditEntry>> EditsAsync(DirectoryUser user, int tenant, Account? account)
    {
        var edits = await db.Changes.AsNoTracking()
            .Where(c => c.DirectoryKey == directory.Key && c.TenantKey == tenant && c.Kind == ChangeKind.AccountEdited)
            .Where(c => c.UserId == user.Id || account != null && c.AccountId == account.Id || c.EmailKey == user.LoginEmailKey && user.LoginEmailKey != null)
            .Select(c => new { c.AccountId, c.At }).ToListAsync(ct);
        if (edits.Count == 0) return [];
        var ids = edits.Select(e => e.AccountId).OfType<Guid>().Distinct().Select(id => id.ToString()).ToArray();
        var since = edits.Min(e => e.At);
        return await db.Audit.AsNoTracking()
            .Where(a => a.TenantKey == tenant && a.Subject == AuditSubject.Account && ids.Contains(a.SubjectId) && a.RunId == null && a.At >= since)
            .OrderByDescending(a => a.Id).Take(ShownEntries).ToListAsync(ct);
    }
}
