using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What hands have done to the accounts of a tenant since a run last wrote them: what was written without a run, oldest first.</summary>
sealed class HandEdits(ScimDb db, int tenant, CancellationToken ct)
{
    const int Chunk = 500;

    /// <summary>The edits of each account since its last run, up to that entry; an account without any is not in it.</summary>
    public async Task<Dictionary<string, IReadOnlyList<AuditEntry>>> OfAsync(IEnumerable<string> accounts, Guid? before = null)
    {
        var found = new Dictionary<string, IReadOnlyList<AuditEntry>>();
        foreach (var ids in accounts.Distinct().Chunk(Chunk))
        {
            var heads = await Until(before).Where(a => ids.Contains(a.SubjectId))
                .Select(a => new { a.SubjectId, a.Id, a.RunId }).ToListAsync(ct);
            var wanted = heads.GroupBy(h => h.SubjectId)
                .SelectMany(h => h.OrderByDescending(e => e.Id).TakeWhile(e => e.RunId is null)).Select(e => e.Id).ToList();
            foreach (var some in wanted.Chunk(Chunk))
                foreach (var entry in await Told.Where(a => some.Contains(a.Id)).ToListAsync(ct))
                    found[entry.SubjectId] = [.. found.GetValueOrDefault(entry.SubjectId) ?? [], entry];
        }
        return found.ToDictionary(f => f.Key, f => (IReadOnlyList<AuditEntry>)[.. f.Value.OrderBy(e => e.Id)]);
    }

    /// <summary>For accounts that come new: the removal by hand that their making undoes, if there is one.</summary>
    public async Task<Dictionary<T, IReadOnlyList<AuditEntry>>> RemovalsAsync<T>(
        IEnumerable<T> made, Func<T, string> email, Func<T, Guid?> user, Func<T, Guid?> before) where T : notnull
    {
        var removals = new Dictionary<T, IReadOnlyList<AuditEntry>>();
        var removed = (await Told.Where(a => a.Action == AuditAction.Deleted && a.RunId == null).OrderBy(a => a.Id).ToListAsync(ct))
            .Select(a => (Entry: a, Was: AccountPast.Of(a.Before)!)).ToList();
        if (removed.Count == 0) return removals;
        var byEmail = removed.ToLookup(r => r.Was.Email, StringComparer.OrdinalIgnoreCase);
        var byUser = removed.Where(r => r.Was.DirectoryUserId is not null).ToLookup(r => r.Was.DirectoryUserId!.Value);
        foreach (var item in made)
        {
            var until = before(item);
            var last = byEmail[email(item)].Concat(user(item) is { } id ? byUser[id] : [])
                .Where(r => until is null || r.Entry.Id.CompareTo(until.Value) < 0).MaxBy(r => r.Entry.Id);
            if (last.Entry is null || await CameBackAsync(last.Entry, until, email(item))) continue;
            // What had been edited before it was removed is part of the story.
            var edits = await OfAsync([last.Entry.SubjectId]);
            removals[item] = edits[last.Entry.SubjectId];
        }
        return removals;
    }

    // Undone once is undone: an account that was made anew in between owes nothing to the removal.
    Task<bool> CameBackAsync(AuditEntry removal, Guid? until, string email)
    {
        var (id, name) = (removal.Id, removal.Name);
        return Until(until).AnyAsync(a => a.Id.CompareTo(id) > 0 && (a.Name == name || a.Name == email), ct);
    }

    IQueryable<AuditEntry> Until(Guid? before) => before is { } id ? Told.Where(a => a.Id.CompareTo(id) < 0) : Told;

    IQueryable<AuditEntry> Told => db.Audit.AsNoTracking().Where(a => a.TenantKey == tenant && a.Subject == AuditSubject.Account);
}
