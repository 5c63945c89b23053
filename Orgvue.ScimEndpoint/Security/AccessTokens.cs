using System.Globalization;
using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Validation;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>The access tokens of OAuth 2.0 client credentials (RFC 6749 §4.4): encrypted and signed with Data Protection, so that every node opens every node's.</summary>
public sealed class AccessTokens(OpenIddictValidationService validation, DirectoryTokens tokens)
{
    const string Directory = "directory", Secret = "secret";

    /// <summary>Data Protection's magic header, 09 F0 C9 F0, in base64url.</summary>
    const string Header = "CfDJ8";

    public static bool IsOne(string bearer) => bearer.StartsWith(Header, StringComparison.Ordinal);

    /// <summary>Who a token is made for: the directory, and the secret that it was got with.</summary>
    public static ClaimsPrincipal Holder(TokenOwner owner, Guid secret)
    {
        var identity = new ClaimsIdentity("ClientCredentials");
        identity.SetClaim(OpenIddictConstants.Claims.Subject, owner.Id)
            .SetClaim(Directory, owner.Key.ToString(CultureInfo.InvariantCulture))
            .SetClaim(Secret, secret.ToString());
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return new(identity);
    }

    /// <summary>The directory of a token that has not expired and whose secret is still live; or null.</summary>
    public async Task<TokenOwner?> OwnerAsync(string token, CancellationToken ct)
    {
        ClaimsPrincipal holder;
        try
        {
            holder = await validation.ValidateAccessTokenAsync(token, ct);
        }
        catch (OpenIddictExceptions.ProtocolException)
        {
            return null;
        }
        return int.TryParse(holder.GetClaim(Directory), CultureInfo.InvariantCulture, out var directory) && Guid.TryParse(holder.GetClaim(Secret), out var secret)
            ? await tokens.ClientAsync(directory, secret, ct)
            : null;
    }
}
