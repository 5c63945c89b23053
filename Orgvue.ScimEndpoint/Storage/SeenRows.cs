using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Counts that several nodes add to: the database adds where it can, so that none of them overwrites another's.</summary>
public static class SeenRows
{
    /// <summary>Adds to the row of a client; false when there is none yet.</summary>
    public static async Task<bool> AddSeenAsync(
        this ScimDb db, IQueryable<ClientSeen> row, long times, DateTimeOffset last, string evidence, string? userAgent, CancellationToken ct)
    {
        if (db.Database.IsRelational())
            return await row.ExecuteUpdateAsync(set => set
                .SetProperty(c => c.Requests, c => c.Requests + times).SetProperty(c => c.LastSeenAt, last)
                .SetProperty(c => c.Evidence, evidence).SetProperty(c => c.UserAgent, userAgent), ct) > 0;
        if (await row.SingleOrDefaultAsync(ct) is not { } seen) return false;
        (seen.Requests, seen.LastSeenAt, seen.Evidence, seen.UserAgent) = (seen.Requests + times, last, evidence, userAgent);
        return true;
    }

    /// <summary>Adds to the row of a deviation; false when there is none yet.</summary>
    public static async Task<bool> AddSeenAsync(this ScimDb db, IQueryable<DeviationSeen> row, long times, DateTimeOffset last, CancellationToken ct)
    {
        if (db.Database.IsRelational())
            return await row.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.Count, d => d.Count + times).SetProperty(d => d.LastSeenAt, last), ct) > 0;
        if (await row.SingleOrDefaultAsync(ct) is not { } seen) return false;
        (seen.Count, seen.LastSeenAt) = (seen.Count + times, last);
        return true;
    }
}
