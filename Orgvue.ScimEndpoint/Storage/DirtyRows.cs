using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Marks what has to be looked at again, without loading it where the database can.</summary>
public static class DirtyRows
{
    public static async Task MarkDirtyAsync(this ScimDb db, IQueryable<WorkOsItem> items, CancellationToken ct)
    {
        if (db.Database.IsRelational())
        {
            await items.ExecuteUpdateAsync(set => set
                .SetProperty(i => i.Dirty, true).SetProperty(i => i.RetryAt, (DateTimeOffset?)null).SetProperty(i => i.Attempts, 0)
                .SetProperty(i => i.Version, i => i.Version + 1), ct);
            return;
        }
        foreach (var item in await items.ToListAsync(ct))
            (item.Dirty, item.RetryAt, item.Attempts, item.Version) = (true, null, 0, item.Version + 1);
    }
}
