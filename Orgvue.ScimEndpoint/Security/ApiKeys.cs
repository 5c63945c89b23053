using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Who a key of the admin API belongs to: the setting's, or one of those that were issued.</summary>
public sealed class ApiKeys(Store store, AdminKey first, TimeProvider clock)
{
    static readonly TimeSpan NoteUse = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<Guid, DateTimeOffset> _noted = new();

    /// <summary>Null for a key that opens nothing: unknown, expired or revoked.</summary>
    public async Task<ApiCaller?> CallerAsync(string key, CancellationToken ct)
    {
        if (first.Accepts(key)) return new("admin", ApiRole.Administrator);
        return await LiveAsync(key, ct) is { } found ? new(found.Name, found.Role) : null;
    }

    /// <summary>One of the issued keys, by itself; null where it opens nothing.</summary>
    internal async Task<ApiKey?> LiveAsync(string key, CancellationToken ct)
    {
        // What was never one of ours need not be looked for.
        if (!key.StartsWith(Secrets.ApiKeyPrefix, StringComparison.Ordinal)) return null;
        var hash = Secrets.Hash(key);
        var found = await store.ReadAsync(db => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, ct));
        return found is not null && Secrets.Same(hash, found.Hash) ? await UsedAsync(found, ct) : null;
    }

    /// <summary>One of the issued keys, by its id, for whoever signed in with it; null where it opens nothing any more.</summary>
    internal async Task<ApiKey?> LiveAsync(Guid id, CancellationToken ct) =>
        await store.ReadAsync(db => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, ct)) is { } found ? await UsedAsync(found, ct) : null;

    async Task<ApiKey?> UsedAsync(ApiKey found, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (found.ExpiresAt <= now) return null;
        await NoteUseAsync(found, now, ct);
        return found;
    }

    // Once a minute is often enough to know whether a key is still in use.
    async Task NoteUseAsync(ApiKey key, DateTimeOffset now, CancellationToken ct)
    {
        if (now - key.LastUsedAt <= NoteUse || now - _noted.GetValueOrDefault(key.Id) <= NoteUse) return;
        _noted[key.Id] = now;
        try
        {
            await store.WriteAsync(async db =>
            {
                if (await db.ApiKeys.FindAsync([key.Id], ct) is { } row) row.LastUsedAt = now;
            }, ct);
        }
        catch (TimeoutException)
        {
            _noted.TryRemove(key.Id, out _);
        }
    }
}

/// <summary>Who calls the admin API, and what he may do.</summary>
public sealed record ApiCaller(string Name, ApiRole Role);
