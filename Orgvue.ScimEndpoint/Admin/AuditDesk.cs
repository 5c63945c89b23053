using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Looks things up in the audit trail, newest first.</summary>
public sealed class AuditDesk(Store store)
{
    public async Task<Page<AuditView>> ListAsync(AuditQuery query, Paging paging, CancellationToken ct)
    {
        var filter = query.Checked();
        return await store.ReadAsync(async db =>
        {
            var shelves = await ShelvesAsync(db, filter, ct);
            var wanted = await InEnvironmentAsync(db, Wanted(db, filter, paging), filter, ct);
            var rows = await NewestAsync(wanted, shelves, paging.Take, ct);
            var names = await Names.OfAsync(db, rows, ct);
            return paging.Page(rows, a => a.Id, a => AuditView.Of(a, names.Directory(a), names.Tenant(a)));
        });
    }

    static IQueryable<AuditEntry> Wanted(ScimDb db, AuditFilter filter, Paging paging)
    {
        var all = db.Audit.AsNoTracking();
        if (paging.After is { } before) all = all.Where(a => a.Id.CompareTo(before) < 0);
        if (filter.Subject is { } subject) all = all.Where(a => a.Subject == subject);
        if (filter.SubjectId is { } id) all = all.Where(a => a.SubjectId == id);
        if (filter.Action is { } action) all = all.Where(a => a.Action == action);
        if (filter.RunId is { } run) all = all.Where(a => a.RunId == run);
        if (filter.From is { } from) all = all.Where(a => a.At >= from);
        if (filter.To is { } to) all = all.Where(a => a.At <= to);
        if (filter.Actor is { } actor) all = db.WhereContains(all, a => a.Actor, actor);
        if (filter.Name is { } name) all = db.WhereContains(all, a => a.Name, name);
        return all;
    }

    /// <summary>
    /// The parts of the trail that hold the wanted entries: each is kept in the order of time, so that a page is read and no more. Null for
    /// all of it. A directory has entries with a tenant only where it has, or had, a configuration.
    /// </summary>
    static async Task<IReadOnlyList<(int Directory, int Tenant)>?> ShelvesAsync(ScimDb db, AuditFilter filter, CancellationToken ct)
    {
        int? directory = filter.DirectoryId is { } id ? await Names.KeyAsync(db, id, ct) ?? throw RefusalException.NotFound("Directory", id) : null;
        var tenants = filter.TenantId is { } name ? await TenantsAsync(db, name, filter.Environment, ct) : null;
        if (directory is { } only && tenants is not null) return [.. tenants.Select(t => (only, t))];
        var configurations = db.Audit.Where(a => a.Subject == AuditSubject.Configuration);
        if (directory is { } key)
            return [(key, 0), .. (await configurations.Where(a => a.DirectoryKey == key).Select(a => a.TenantKey).Distinct().ToListAsync(ct)).Select(t => (key, t))];
        if (tenants is null) return null;
        var shelves = new List<(int, int)>();
        foreach (var tenant in tenants)
        {
            var feeders = await configurations.Where(a => a.TenantKey == tenant).Select(a => a.DirectoryKey).Distinct().ToListAsync(ct);
            shelves.AddRange(feeders.Prepend(0).Select(d => (d, tenant)));
        }
        return shelves;
    }

    static async Task<IReadOnlyList<int>> TenantsAsync(ScimDb db, string id, OrgvueEnvironment? environment, CancellationToken ct)
    {
        var keys = await db.Tenants.Where(t => t.TenantId == id && (environment == null || t.Environment == environment)).Select(t => t.Key).ToListAsync(ct);
        return keys.Count > 0 ? keys : throw RefusalException.NotFound("Tenant", id);
    }

    static async Task<IQueryable<AuditEntry>> InEnvironmentAsync(ScimDb db, IQueryable<AuditEntry> all, AuditFilter filter, CancellationToken ct)
    {
        if (filter.Environment is not { } environment || filter.TenantId is not null) return all;
        var tenants = await db.Tenants.Where(t => t.Environment == environment).Select(t => t.Key).ToListAsync(ct);
        // A directory never changes its environment; what it was made in is told by its first entry.
        var name = $"\"environment\":\"{environment}\"";
        var directories = await db.Audit
            .Where(a => a.Subject == AuditSubject.Directory && a.Action == AuditAction.Created && a.After!.Contains(name)).Select(a => a.DirectoryKey)
            .Union(db.Directories.Where(d => d.Environment == environment).Select(d => d.Key)).ToListAsync(ct);
        return all.Where(a => directories.Contains(a.DirectoryKey) || tenants.Contains(a.TenantKey));
    }

    static async Task<List<AuditEntry>> NewestAsync(
        IQueryable<AuditEntry> wanted, IReadOnlyList<(int Directory, int Tenant)>? shelves, int take, CancellationToken ct)
    {
        if (shelves is null) return await wanted.OrderByDescending(a => a.Id).Take(take).ToListAsync(ct);
        var found = new List<AuditEntry>();
        foreach (var (directory, tenant) in shelves)
            found.AddRange(await wanted.Where(a => a.DirectoryKey == directory && a.TenantKey == tenant)
                .OrderByDescending(a => a.Id).Take(take).ToListAsync(ct));
        return [.. found.OrderByDescending(a => a.Id).Take(take)];
    }

    /// <summary>What keys mean outside; of a directory that was deleted, the trail itself knows.</summary>
    sealed class Names(Dictionary<int, string> directories, Dictionary<int, Tenant> tenants)
    {
        public string? Directory(AuditEntry entry) => directories.GetValueOrDefault(entry.DirectoryKey);

        public Tenant? Tenant(AuditEntry entry) => tenants.GetValueOrDefault(entry.TenantKey);

        public static async Task<int?> KeyAsync(ScimDb db, string directory, CancellationToken ct) =>
            await db.Directories.Where(d => d.Id == directory).Select(d => (int?)d.Key).SingleOrDefaultAsync(ct)
            ?? await db.Audit.Where(a => a.Subject == AuditSubject.Directory && a.SubjectId == directory).Select(a => (int?)a.DirectoryKey).FirstOrDefaultAsync(ct);

        public static async Task<Names> OfAsync(ScimDb db, IReadOnlyCollection<AuditEntry> entries, CancellationToken ct)
        {
            var (keys, tenantKeys) = (entries.Select(a => a.DirectoryKey).Distinct().ToList(), entries.Select(a => a.TenantKey).Distinct().ToList());
            var directories = await db.Directories.Where(d => keys.Contains(d.Key)).ToDictionaryAsync(d => d.Key, d => d.Id, ct);
            foreach (var key in keys.Where(k => k != 0 && !directories.ContainsKey(k)))
                if (await db.Audit.Where(a => a.DirectoryKey == key && a.Subject == AuditSubject.Directory).Select(a => a.SubjectId).FirstOrDefaultAsync(ct) is { } id)
                    directories[key] = id;
            return new(directories, await db.Tenants.AsNoTracking().Where(t => tenantKeys.Contains(t.Key)).ToDictionaryAsync(t => t.Key, ct));
        }
    }
}
