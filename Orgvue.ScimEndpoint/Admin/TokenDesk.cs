using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Issues, lists and revokes a directory's tokens, for the admin API and the command line.</summary>
public sealed class TokenDesk(Store store, DirectoryTokens tokens, Onboarded directories, TimeProvider clock)
{
    /// <summary>The one in use, and the one that takes its place: a third would only be one that nobody watches. WorkOS has the same rule.</summary>
    const int LiveTokens = 2;

    public async Task<TokenMade> IssueAsync(string directoryId, TokenWish wish, CancellationToken ct)
    {
        wish.Expires(clock.GetUtcNow());
        var directory = await directories.FindAsync(directoryId, ct);
        return await store.WriteAsync(async db =>
        {
            await RefuseThirdAsync(db, directory.Key, ct);
            var (row, secret) = tokens.Issue(db, directory.Key, wish.Expires(clock.GetUtcNow()));
            return new TokenMade(row.Id.ToString(), secret, row.Suffix, row.CreatedAt, row.ExpiresAt);
        }, ct);
    }

    public async Task<Page<TokenView>> ListAsync(string directoryId, Paging paging, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        var rows = await store.ReadAsync(db =>
        {
            var all = db.Tokens.AsNoTracking().Where(t => t.DirectoryKey == directory.Key);
            if (paging.After is { } after) all = all.Where(t => t.Id.CompareTo(after) > 0);
            return all.OrderBy(t => t.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, t => t.Id, TokenView.Of);
    }

    async Task RefuseThirdAsync(ScimDb db, int directory, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Tokens.CountAsync(t => t.DirectoryKey == directory && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now), ct)
            >= LiveTokens)
            throw new RefusalException(StatusCodes.Status409Conflict, "TooManyTokens",
                "A directory has at most two live tokens, so that one can take the other's place without a gap; revoke one first.");
    }

    /// <summary>Revoking a revoked token changes nothing.</summary>
    public async Task RevokeAsync(string directoryId, string tokenId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        if (!Guid.TryParse(tokenId, out var id)) throw RefusalException.NotFound("Token", tokenId);
        await store.WriteAsync(async db =>
        {
            var token = await db.Tokens.FindAsync([directory.Key, id], ct) ?? throw RefusalException.NotFound("Token", tokenId);
            token.RevokedAt ??= clock.GetUtcNow();
        }, ct);
    }
}

/// <summary>A new token, shown this once.</summary>
public sealed record TokenMade(string TokenId, string Token, string Suffix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A token by its last characters; the token itself is not kept.</summary>
public sealed record TokenView(
    string TokenId, string Suffix, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static TokenView Of(DirectoryToken t) => new(t.Id.ToString(), t.Suffix, t.CreatedAt, t.LastUsedAt, t.ExpiresAt, t.RevokedAt);
}
