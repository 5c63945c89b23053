using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Issues, lists and revokes keys of the admin API, for the admin API and the command line.</summary>
public sealed class ApiKeyDesk(Store store, TimeProvider clock)
{
    /// <summary>Live ones; whoever needs more has lost count.</summary>
    const int Most = 100;

    public async Task<ApiKeyMade> IssueAsync(ApiKeyWish wish, CancellationToken ct)
    {
        var (name, role, expires) = wish.Checked(clock.GetUtcNow());
        var secret = NewId.Secret(Secrets.ApiKeyPrefix);
        return await store.WriteAsync(async db =>
        {
            var now = clock.GetUtcNow();
            if (await db.ApiKeys.CountAsync(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), ct) >= Most)
                throw new RefusalException(StatusCodes.Status409Conflict, "TooManyKeys", $"There are {Most} live keys; revoke one first.");
            var row = db.Add(new ApiKey
            {
                Id = NewId.At(clock), Name = name, Role = role, Hash = Secrets.Hash(secret), Suffix = secret[^4..], CreatedAt = now, ExpiresAt = expires,
            }).Entity;
            return new ApiKeyMade(row.Id.ToString(), secret, row.Name, row.Role, row.Suffix, row.CreatedAt, row.ExpiresAt);
        }, ct);
    }

    public async Task<Page<ApiKeyView>> ListAsync(Paging paging, CancellationToken ct)
    {
        var rows = await store.ReadAsync(db =>
        {
            var all = db.ApiKeys.AsNoTracking();
            if (paging.After is { } after) all = all.Where(k => k.Id.CompareTo(after) > 0);
            return all.OrderBy(k => k.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, k => k.Id, ApiKeyView.Of);
    }

    /// <summary>Revoking a revoked key changes nothing.</summary>
    public async Task RevokeAsync(string keyId, CancellationToken ct)
    {
        if (!Guid.TryParse(keyId, out var id)) throw RefusalException.NotFound("Key", keyId);
        await store.WriteAsync(async db =>
        {
            var key = await db.ApiKeys.FindAsync([id], ct) ?? throw RefusalException.NotFound("Key", keyId);
            key.RevokedAt ??= clock.GetUtcNow();
        }, ct);
    }
}

/// <summary>A key to be made.</summary>
public sealed record ApiKeyWish
{
    const int LongestName = 100;

    /// <summary>Whose it is: a person, or the job that uses it. The audit trail shows it.</summary>
    public string? Name { get; init; }

    /// <summary>reader, operator or administrator.</summary>
    public ApiRole? Role { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long it is valid, days.hh:mm:ss.</summary>
    public string? ValidFor { get; init; }

    internal (string Name, ApiRole Role, DateTimeOffset? Expires) Checked(DateTimeOffset now)
    {
        var checks = new Checks();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > LongestName || Name.Any(char.IsControl))
            checks.Add("name", "required", $"Expected whose key it is, in 1 to {LongestName} characters.");
        if (Role is null) checks.Add("role", "required", "Expected reader, operator or administrator.");
        checks.Refuse();
        return (Name!.Trim(), Role!.Value, new TokenWish { ExpiresAt = ExpiresAt, ValidFor = ValidFor }.Expires(now));
    }
}

/// <summary>A new key, shown this once.</summary>
public sealed record ApiKeyMade(string KeyId, string Key, string Name, ApiRole Role, string Suffix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A key by its last characters; the key itself is not kept.</summary>
public sealed record ApiKeyView(
    string KeyId, string Name, ApiRole Role, string Suffix, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static ApiKeyView Of(ApiKey k) => new(k.Id.ToString(), k.Name, k.Role, k.Suffix, k.CreatedAt, k.LastUsedAt, k.ExpiresAt, k.RevokedAt);
}
