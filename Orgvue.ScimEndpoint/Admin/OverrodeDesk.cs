using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Which edits by hand a run undid: from its own entries and those before them.</summary>
public sealed class OverrodeDesk(Store store)
{
    const int Chunk = 500;

    public async Task<Page<DriftView>> OfAsync(string runId, Paging paging, CancellationToken ct)
    {
        if (!Guid.TryParse(runId, out var run)) throw RefusalException.NotFound("Run", runId);
        return await store.SnapshotAsync(async db =>
        {
            // A run of a directory that was deleted is known by what it wrote.
            if (!await db.Runs.AnyAsync(r => r.Id == run, ct) && !await db.Audit.AnyAsync(a => a.RunId == run, ct))
                throw RefusalException.NotFound("Run", runId);
            var found = new List<(Guid Key, DriftView Drift)>();
            var (after, more) = (paging.After ?? Guid.Empty, true);
            while (more && found.Count < paging.Take)
            {
                var from = after;
                var entries = await db.Audit.AsNoTracking().Where(a => a.RunId == run && a.Subject == AuditSubject.Account && a.Id.CompareTo(from) > 0)
                    .OrderBy(a => a.Id).Take(Chunk).ToListAsync(ct);
                (after, more) = (entries.Count > 0 ? entries[^1].Id : after, entries.Count == Chunk);
                foreach (var tenant in entries.GroupBy(e => e.TenantKey)) found.AddRange(await OfTenantAsync(db, tenant.Key, [.. tenant], ct));
            }
            return paging.Page(found, f => f.Key, f => f.Drift);
        }, ct);
    }

    static async Task<List<(Guid, DriftView)>> OfTenantAsync(ScimDb db, int key, IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        var hands = new HandEdits(db, key, ct);
        var tenant = await db.Tenants.Where(t => t.Key == key).Select(t => t.TenantId).SingleAsync(ct);
        var found = new List<(Guid Key, DriftView Drift)>();
        // All entries of a run come after the edits that it undid.
        var edits = await hands.OfAsync(entries.Select(e => e.SubjectId), entries[0].Id);
        var made = await hands.RemovalsAsync(entries.Where(e => e.Action == AuditAction.Created), e => e.Name!, e => AccountPast.Of(e.After)!.DirectoryUserId, e => e.Id);
        foreach (var entry in entries)
            if (made.TryGetValue(entry, out var removal) && Drift.Of(removal, AccountPast.Of(entry.After)) is { } restored)
                found.Add((entry.Id, DriftView.Of(restored, tenant, "restored", null)));
            else if (edits.TryGetValue(entry.SubjectId, out var earlier) && Drift.Of(earlier, AccountPast.Of(entry.After)) is { } drift)
                found.Add((entry.Id, DriftView.Of(drift, tenant, Did(entry), null)));
        return found;
    }

    static string Did(AuditEntry entry) => AccountPast.Of(entry.After) is not { } end ? "removed"
        : !end.Enabled ? "disabled"
        : AccountPast.Of(entry.Before)!.DirectoryUserId is null ? "adopted"
        : "updated";
}
