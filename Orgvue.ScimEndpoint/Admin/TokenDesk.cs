using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Issues, lists and revokes a directory's tokens and client secrets, for the admin API and the command line.</summary>
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
            var kind = wish.Kind ?? TokenKind.Bearer;
            await RefuseUselessAsync(db, directory.Key, kind, ct);
            await RefuseThirdAsync(db, directory.Key, kind, ct);
            var (row, secret) = tokens.Issue(db, directory.Key, wish.Expires(clock.GetUtcNow()), kind);
            return new TokenMade(row.Id.ToString(), row.Kind, secret, row.Suffix, row.CreatedAt, row.ExpiresAt)
            {
                ClientId = kind == TokenKind.ClientSecret ? directory.Id : null,
                TokenEndpoint = kind == TokenKind.ClientSecret ? OAuthSetup.TokenEndpoint : null,
            };
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

    // What opens nothing would only be looked for.
    static async Task RefuseUselessAsync(ScimDb db, int directory, TokenKind kind, CancellationToken ct)
    {
        if (await db.Directories.AnyAsync(d => d.Key == directory && (kind == TokenKind.Bearer ? d.AcceptsTokens : d.AcceptsClientCredentials), ct)) return;
        var way = kind == TokenKind.Bearer ? "bearerTokens" : "clientCredentials";
        throw new RefusalException(StatusCodes.Status409Conflict, "NotAccepted",
            $"The directory does not accept it: turn it on first with PATCH of the directory, {{\"authentication\":{{\"{way}\":true}}}}, or directory sign-in.");
    }

    async Task RefuseThirdAsync(ScimDb db, int directory, TokenKind kind, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Tokens.CountAsync(t => t.DirectoryKey == directory && t.Kind == kind && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now), ct)
            >= LiveTokens)
            throw new RefusalException(StatusCodes.Status409Conflict, "TooManyTokens",
                "A directory has at most two live tokens, and two client secrets, so that one can take the other's place without a gap; revoke one first.");
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

/// <summary>A new token or client secret, shown this once.</summary>
public sealed record TokenMade(string TokenId, TokenKind Kind, string Token, string Suffix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>The client that a client secret is for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    /// <summary>The path where the two are exchanged for an access token.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenEndpoint { get; init; }
}

/// <summary>A token by its last characters; the token itself is not kept.</summary>
public sealed record TokenView(
    string TokenId, TokenKind Kind, string Suffix, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static TokenView Of(DirectoryToken t) => new(t.Id.ToString(), t.Kind, t.Suffix, t.CreatedAt, t.LastUsedAt, t.ExpiresAt, t.RevokedAt);
}
