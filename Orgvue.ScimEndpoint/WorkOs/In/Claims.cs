using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// Names are unique in a directory, and not at WorkOS. Of those that claim a name, whoever is there at WorkOS comes before whoever was deleted
/// (a person who is hired again comes under a new id), and then the smallest remote id: who has a name follows from what is known, and not
/// from who came first.
/// </summary>
sealed class Claims
{
    const char There = '+', Deleted = '-';

    readonly Dictionary<string, string> _winners;

    Claims(Dictionary<string, string> winners) => _winners = winners;

    /// <summary>Whether it has the name that it claims.</summary>
    public bool Has(WorkOsItem item) => item.NameKey is { } claim && _winners.GetValueOrDefault(claim[1..]) == item.RemoteId;

    /// <summary>The name that it claims while it is there.</summary>
    public static string? NameOf(WorkOsItem item, Standing standing)
    {
        if (!standing.IsThere(item) || item.Data is null) return null;
        using var data = JsonDocument.Parse(item.Data);
        return ScimObjects.NameOf(data.RootElement, item.RemoteId, item.Kind == WorkOsItemKind.User);
    }

    /// <summary>Notes what the items claim now, and marks whom that gives a name or takes it from.</summary>
    public static async Task<Claims> TakeAsync(Store store, Scene scene, IReadOnlyList<WorkOsItem> items, CancellationToken ct) =>
        new(await store.WriteAsync(async db =>
        {
            var (directory, kind, ids) = (scene.Key, items[0].Kind, items.Select(i => i.RemoteId).ToArray());
            var all = db.WorkOsItems.Where(i => i.DirectoryKey == directory && i.Kind == kind);
            var rows = await all.Where(i => ids.Contains(i.RemoteId)).ToDictionaryAsync(i => i.RemoteId, ct);
            var moved = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in items)
            {
                var (before, now) = (item.NameKey, Of(item, scene.Standing));
                if (before == now || !rows.TryGetValue(item.RemoteId, out var row)) continue;
                item.NameKey = row.NameKey = now;
                if (before is not null) moved.Add(before[1..]);
                if (now is not null) moved.Add(now[1..]);
            }
            await db.SaveChangesAsync(ct);
            await MarkOthersAsync(db, all, ids, moved, ct);
            var names = items.Select(i => i.NameKey?[1..]).OfType<string>().ToHashSet(StringComparer.Ordinal);
            return await FirstAsync(all, names, ct);
        }, ct));

    // The name folded, and before it whether it comes first.
    static string? Of(WorkOsItem item, Standing standing) =>
        NameOf(item, standing) is { } name ? (standing.IsPresent(item) ? There : Deleted) + IndexKey.Of(name) : null;

    // Of all the others only the first of them can have had the name, or get it.
    static async Task MarkOthersAsync(ScimDb db, IQueryable<WorkOsItem> all, string[] ids, HashSet<string> moved, CancellationToken ct)
    {
        if (moved.Count == 0) return;
        var first = (await FirstAsync(all.Where(i => !ids.Contains(i.RemoteId)), moved, ct)).Values.ToArray();
        if (first.Length > 0) await db.MarkDirtyAsync(all.Where(i => first.Contains(i.RemoteId)), ct);
    }

    static async Task<Dictionary<string, string>> FirstAsync(IQueryable<WorkOsItem> items, HashSet<string> names, CancellationToken ct)
    {
        var claims = names.SelectMany(n => new[] { There + n, Deleted + n }).ToArray();
        var found = await items.Where(i => i.NameKey != null && claims.Contains(i.NameKey)).GroupBy(i => i.NameKey!)
            .Select(same => new { Claim = same.Key, First = same.Min(i => i.RemoteId) }).ToListAsync(ct);
        // "+" is before "-".
        return found.OrderBy(f => f.Claim, StringComparer.Ordinal).GroupBy(f => f.Claim[1..])
            .ToDictionary(same => same.Key, same => same.First().First!);
    }
}
