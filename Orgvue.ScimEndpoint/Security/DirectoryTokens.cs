using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Storage.Direct;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Issues and finds the bearer tokens and client secrets of directories.</summary>
public sealed class DirectoryTokens(Store store, TimeProvider clock)
{
    static readonly TimeSpan NoteUse = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<Guid, DateTimeOffset> _noted = new();

    /// <summary>Adds a token to the caller's transaction; the returned secret is not kept anywhere.</summary>
    public (DirectoryToken Row, string Secret) Issue(ScimDb db, int directory, DateTimeOffset? expires = null, TokenKind kind = TokenKind.Bearer)
    {
        var secret = NewId.Secret(kind == TokenKind.Bearer ? Secrets.TokenPrefix : Secrets.ClientSecretPrefix);
        var row = new DirectoryToken
        {
            DirectoryKey = directory, Id = NewId.At(clock), Kind = kind, Hash = Secrets.Hash(secret), Suffix = secret[^4..],
            CreatedAt = clock.GetUtcNow(), ExpiresAt = expires,
        };
        db.Add(row);
        return (row, secret);
    }

    /// <summary>The directory that a live bearer token belongs to, or null.</summary>
    public async Task<TokenOwner?> OwnerAsync(string secret, CancellationToken ct)
    {
        var hash = Secrets.Hash(secret);
        var found = store.Direct is { } direct
            ? await direct.ReadAsync(session => session.TokenAsync(hash, ct), ct)
            : await store.ReadAsync(db => With(db, db.Tokens.Where(t => t.Hash == hash && t.Kind == TokenKind.Bearer)).SingleOrDefaultAsync(ct));
        return found is { AcceptsTokens: true } && Secrets.Same(hash, found.Hash) ? await LiveAsync(found, $"token …{found.Suffix}", ct) : null;
    }

    /// <summary>The directory whose id and live client secret these are, and the secret's own id; or null.</summary>
    public async Task<(TokenOwner Owner, Guid Secret)?> ClientAsync(string client, string secret, CancellationToken ct)
    {
        var hash = Secrets.Hash(secret);
        var found = await store.ReadAsync(db =>
            With(db, db.Tokens.Where(t => t.Hash == hash && t.Kind == TokenKind.ClientSecret)).SingleOrDefaultAsync(ct));
        return found is { AcceptsClientCredentials: true } && found.DirectoryId == client && Secrets.Same(hash, found.Hash)
            && await LiveAsync(found, Client(found), ct) is { } owner ? (owner, found.Id) : null;
    }

    /// <summary>The directory of a client secret that is still live: whoever holds an access token is let in no longer than the secret he got it with.</summary>
    public async Task<TokenOwner?> ClientAsync(int directory, Guid secret, CancellationToken ct)
    {
        var found = await store.ReadAsync(db =>
            With(db, db.Tokens.Where(t => t.DirectoryKey == directory && t.Id == secret && t.Kind == TokenKind.ClientSecret)).SingleOrDefaultAsync(ct));
        return found is { AcceptsClientCredentials: true } ? await LiveAsync(found, Client(found), ct) : null;
    }

    static string Client(StoredToken secret) => $"client secret …{secret.Suffix}";

    static IQueryable<StoredToken> With(ScimDb db, IQueryable<DirectoryToken> tokens) =>
        from token in tokens
        where token.RevokedAt == null
        join directory in db.Directories on token.DirectoryKey equals directory.Key
        where directory.State == DirectoryState.Linked
        select new StoredToken(
            directory.Key, directory.Id, directory.ExternalKey, directory.Profile.ToString(), directory.SchemasVersion, token.Hash,
            token.ExpiresAt, token.LastUsedAt, token.Id, token.Suffix, directory.AcceptsClientCredentials, directory.JwtIssuer)
        {
            AcceptsTokens = directory.AcceptsTokens,
        };

    async Task<TokenOwner?> LiveAsync(StoredToken found, string name, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (found.ExpiresAt <= now) return null;
        if (found.LastUsedAt is null || now - found.LastUsedAt > NoteUse) await NoteUseAsync(found.DirectoryKey, found.Id, now, ct);
        return new(found.DirectoryKey, found.DirectoryId, found.ExternalKey, Enum.Parse<DirectoryProfile>(found.Profile), found.SchemasVersion)
        {
            Name = name,
            WaysIn = new(found.AcceptsTokens, found.AcceptsClientCredentials, found.JwtIssuer),
        };
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
