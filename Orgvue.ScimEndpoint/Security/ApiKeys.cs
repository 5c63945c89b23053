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
        // What was never one of ours need not be looked for.
        if (!key.StartsWith(Secrets.ApiKeyPrefix, StringComparison.Ordinal)) return null;
        var (hash, now) = (Secrets.Hash(key), clock.GetUtcNow());
        var found = await store.ReadAsync(db => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, ct));
        if (found is null || found.ExpiresAt <= now || !Secrets.Same(hash, found.Hash)) return null;
        await NoteUseAsync(found, now, ct);
        return new(found.Name, found.Role);
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
