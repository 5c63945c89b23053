using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Who held which role at an instant that is past: answered from the audit trail alone.</summary>
public sealed class RolesAtDesk(Store store, TimeProvider clock)
{
    const int Chunk = 500;
    const int MaxRole = 400;

    public async Task<RolesAtView> OfAsync(string tenantId, RolesAtQuery query, Paging paging, CancellationToken ct)
    {
        var (at, zone, environment, role) = Checked(query);
        return await store.ReadAsync(async db =>
        {
            var tenant = (await db.Tenants.AsNoTracking().Where(t => t.TenantId == tenantId).ToListAsync(ct))
                .Where(t => environment is null || t.Environment == environment).MaxBy(t => t.Environment == OrgvueEnvironment.Production)
                ?? throw RefusalException.NotFound("Tenant", tenantId);
            var told = db.Audit.AsNoTracking().Where(a => a.TenantKey == tenant.Key && a.Subject == AuditSubject.Account);
            var page = paging.Page(await HoldersAsync(told, at, role, paging, ct), h => Guid.Parse(h.AccountId), h => h);
            return new RolesAtView(tenant.TenantId, tenant.Environment, at, zone.Id, page.Items, page.NextCursor);
        });
    }

    // The last word on each account up to then, in the order of ids, until the page is full.
    static async Task<List<RoleHolder>> HoldersAsync(IQueryable<AuditEntry> told, DateTimeOffset at, string? role, Paging paging, CancellationToken ct)
    {
        var holders = new List<RoleHolder>();
        var after = paging.After?.ToString() ?? "";
        while (holders.Count < paging.Take)
        {
            var ids = await told.Where(a => string.Compare(a.SubjectId, after) > 0).Select(a => a.SubjectId).Distinct().OrderBy(id => id).Take(Chunk).ToListAsync(ct);
            if (ids.Count == 0) break;
            var heads = await told.Where(a => a.At <= at && ids.Contains(a.SubjectId)).Select(a => new { a.SubjectId, a.Id }).ToListAsync(ct);
            var last = heads.GroupBy(h => h.SubjectId).Select(h => h.Max(e => e.Id)).ToList();
            var entries = await told.Where(a => last.Contains(a.Id) && a.Action != AuditAction.Deleted).ToListAsync(ct);
            holders.AddRange(entries.OrderBy(e => e.SubjectId, StringComparer.Ordinal)
                .Where(e => role is null || AccountPast.Of(e.After)!.Has(role)).Select(RoleHolder.Of));
            after = ids[^1];
        }
        return holders;
    }

    (DateTimeOffset At, TimeZoneInfo Zone, OrgvueEnvironment? Environment, string? Role) Checked(RolesAtQuery query)
    {
        var checks = new Checks();
        var (zone, now) = (Moments.Zone(checks, query.TimeZone), clock.GetUtcNow());
        var at = Moments.End(checks, "at", query.At, zone) ?? now;
        // The end of today has not come; what is known is how things stand.
        if (at > now && query.At is { } day && Moments.IsDay(day) && Moments.Start(checks, "at", day, zone) <= now) at = now;
        if (at > now) checks.Add("at", "past", "Expected a time that is not in the future.");
        var environment = AuditQuery.Named<OrgvueEnvironment>(checks, "environment", query.Environment);
        var role = query.Role is null ? null : checks.Text("role", query.Role, MaxRole);
        checks.Refuse();
        return (at, zone, environment, role is null ? null : Standings.RoleKey(role));
    }
}
