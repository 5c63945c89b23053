using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// JWTs that a directory's own issuer signed, such as those that Entra sends while no secret token is configured. The directory is the one that
/// the URL names; the token must be of its issuer, for its audience, and from its client where one is set.
/// </summary>
public sealed class IssuedJwts(Store store, IssuerKeys keys, TimeProvider clock)
{
    /// <summary>By how much the issuer's clock may differ.</summary>
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Signatures that take the issuer's private key: with a shared key, or with none, anybody who knows the public one could sign.</summary>
    static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Where issuers say which client a token is for: Entra in <c>appid</c> and <c>azp</c>, RFC 9068 in <c>client_id</c>, Google in <c>sub</c>.</summary>
    static readonly string[] ClientClaims = ["appid", "azp", "client_id", "sub"];

    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>The beginning of a JSON object in base64url, and three parts.</summary>
    public static bool IsOne(string bearer) => bearer.StartsWith("eyJ", StringComparison.Ordinal) && bearer.AsSpan().Count('.') == 2;

    /// <summary>The named directory, if it accepts this token; else null.</summary>
    /// <exception cref="IssuerUnreachableException">The issuer's keys could not be read.</exception>
    public async Task<TokenOwner?> OwnerAsync(string jwt, string? directory, CancellationToken ct)
    {
        if (directory is null || !Handler.CanReadToken(jwt)) return null;
        var found = await store.ReadAsync(db => db.Directories.AsNoTracking()
            .Where(d => (d.Id == directory || d.ExternalKey == directory) && d.State == DirectoryState.Linked && d.JwtIssuer != null)
            .Take(2).ToListAsync(ct));
        return found is [{ JwtIssuer: { } issuer, JwtAudience: { } audience } row] && await ValidAsync(jwt, issuer, audience, ct) is { } token
            && (row.JwtClientId is null || ClientClaims.Any(c => token.TryGetClaim(c, out var claim) && claim.Value == row.JwtClientId))
            ? OwnerOf(row, token) : null;
    }

    async Task<JsonWebToken?> ValidAsync(string jwt, string issuer, string audience, CancellationToken ct)
    {
        JsonWebToken token;
        try
        {
            token = Handler.ReadJsonWebToken(jwt);
            // Before anybody is asked for keys.
            if (token.Issuer != issuer) return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
        var checkedBy = await keys.OfAsync(issuer, ct);
        var result = await Handler.ValidateTokenAsync(jwt, Rules(issuer, audience, checkedBy));
        // It may be signed with a key that is newer than what was read.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await keys.NewerAsync(issuer, ct) is { } newer)
            result = await Handler.ValidateTokenAsync(jwt, Rules(issuer, audience, newer));
        return result.IsValid ? token : null;
    }

    TokenValidationParameters Rules(string issuer, string audience, ICollection<SecurityKey> signedBy) => new()
    {
        ValidIssuer = issuer,
        ValidAudience = audience,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = signedBy,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = (from, until, _, _) => clock.GetUtcNow() is var now && until is { } end && now < Utc(end) + Skew && (from is null || now >= Utc(from.Value) - Skew),
    };

    static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    static TokenOwner OwnerOf(Directory row, JsonWebToken token) => new(row.Key, row.Id, row.ExternalKey, row.Profile, row.SchemasVersion)
    {
        Name = $"jwt of {(ClientClaims.Select(c => token.TryGetClaim(c, out var claim) ? claim.Value : null).FirstOrDefault(v => v is not null) is { Length: <= 100 } client ? client : "an unnamed client")}",
        WaysIn = new(row.AcceptsTokens, row.AcceptsClientCredentials, row.JwtIssuer),
    };
}
