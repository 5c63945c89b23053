using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Storage.Direct;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Issues, finds and revokes the bearer tokens of directories.</summary>
public sealed class DirectoryTokens(Store store, TimeProvider clock)
{
    static readonly TimeSpan NoteUse = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<Guid, DateTimeOffset> _noted = new();

    /// <summary>Adds a token to the caller's transaction; the returned secret is not kept anywhere.</summary>
    public (DirectoryToken Row, string Secret) Issue(ScimDb db, int directory, DateTimeOffset? expires = null)
    {
        var secret = NewId.Secret(Secrets.TokenPrefix);
        var row = new DirectoryToken
        {
            DirectoryKey = directory, Id = NewId.At(clock), Hash = Secrets.Hash(secret), Suffix = secret[^4..], CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expires,
        };
        db.Add(row);
        return (row, secret);
    }

    /// <summary>The directory that a live token belongs to, or null.</summary>
    public async Task<TokenOwner?> OwnerAsync(string secret, CancellationToken ct)
    {
        var hash = Secrets.Hash(secret);
        var now = clock.GetUtcNow();
        var found = store.Direct is { } direct
            ? await direct.ReadAsync(session => session.TokenAsync(hash, ct), ct)
            : await store.ReadAsync(db => (
                from token in db.Tokens
                where token.Hash == hash && token.RevokedAt == null
                join directory in db.Directories on token.DirectoryKey equals directory.Key
                where directory.State == DirectoryState.Linked
                select new StoredToken(
                    directory.Key, directory.Id, directory.ExternalKey, directory.Profile.ToString(), directory.SchemasVersion, token.Hash,
                    token.ExpiresAt, token.LastUsedAt, token.Id, token.Suffix)).SingleOrDefaultAsync(ct));
        if (found is null || found.ExpiresAt <= now || !Secrets.Same(hash, found.Hash)) return null;
        if (found.LastUsedAt is null || now - found.LastUsedAt > NoteUse) await NoteUseAsync(found.DirectoryKey, found.Id, now, ct);
        return new(found.DirectoryKey, found.DirectoryId, found.ExternalKey, Enum.Parse<DirectoryProfile>(found.Profile), found.SchemasVersion) { Suffix = found.Suffix };
    }

    // Of the requests that come at once, one notes it.
    async Task NoteUseAsync(int directory, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        var noted = _noted.GetValueOrDefault(id);
        if (now - noted <= NoteUse || !(noted == default ? _noted.TryAdd(id, now) : _noted.TryUpdate(id, now, noted))) return;
        try
        {
            await store.WriteAsync(async db =>
            {
                if (await db.Tokens.FindAsync([directory, id], ct) is { } token) token.LastUsedAt = now;
            }, ct);
        }
        catch (TimeoutException)
        {
            // A request that only reads is served while nobody can write; the next one is noted.
            _noted.TryRemove(id, out _);
        }
    }
}

/// <summary>The directory that a token opens.</summary>
public sealed record TokenOwner(int Key, string Id, string ExternalKey, DirectoryProfile Profile, int SchemasVersion)
{
    /// <summary>The last characters of the token, by which a person recognises it.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>Whether the URL names this directory; WorkOS's carry the external key.</summary>
    public bool IsNamed(string? name) => name == Id || (Profile == DirectoryProfile.WorkOs && name == ExternalKey);
}
