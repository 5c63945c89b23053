using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>The rows of one save that WorkOS would tell of, and the directories that they belong to.</summary>
sealed class Saved(ScimDb db)
{
    readonly List<EntityEntry> _rows = [.. db.ChangeTracker.Entries().Where(e =>
        e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
        && e.Entity is Directory or DirectoryUser or DirectoryGroup or GroupMember or DirectoryToken or IamSyncConfiguration)];

    public bool IsEmpty => _rows.Count == 0;

    public IEnumerable<EntityEntry> Of<T>() => _rows.Where(r => r.Entity is T);

    /// <param name="gone">Those that are deleted, or all others.</param>
    public IEnumerable<EntityEntry> Of<T>(bool gone) => Of<T>().Where(r => r.State == EntityState.Deleted == gone);

    /// <summary>As it was; null for what is new.</summary>
    public static T? Before<T>(EntityEntry row) where T : class => row.State == EntityState.Added ? null : (T)row.OriginalValues.ToObject();

    /// <summary>As it will be; null for what goes.</summary>
    public static T? After<T>(EntityEntry row) where T : class => row.State == EntityState.Deleted ? null : (T)row.CurrentValues.ToObject();

    /// <summary>The directories of these rows by key, without those that nothing is told of: with its directory, everything else of it is gone.</summary>
    public async Task<IReadOnlyDictionary<int, Owner>> OwnersAsync(CancellationToken ct)
    {
        var tracked = db.ChangeTracker.Entries<Directory>().Where(e => e.Entity.Key != 0).ToDictionary(e => e.Entity.Key);
        var keys = _rows.Select(KeyOf).Where(key => key != 0).Distinct().ToList();
        var others = keys.Where(key => !tracked.ContainsKey(key)).ToList();
        var read = others.Count == 0 ? [] : await db.Directories.AsNoTracking().Where(d => others.Contains(d.Key)).ToListAsync(ct);
        return keys.Where(tracked.ContainsKey).Select(key => tracked[key]).Where(e => e.State != EntityState.Deleted).Select(e => e.Entity).Concat(read)
            .Where(d => Owner.IsShown(d.Provider, d.State)).ToDictionary(d => d.Key, Owner.Of);
    }

    static int KeyOf(EntityEntry row) => row.Entity switch
    {
        DirectoryUser user => user.DirectoryKey,
        DirectoryGroup group => group.DirectoryKey,
        GroupMember member => member.DirectoryKey,
        DirectoryToken token => token.DirectoryKey,
        _ => 0,
    };
}
