namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// Finds whose directory a bearer credential opens. Its shape tells which of the three kinds it is, and each kind looks only for its own: what a
/// directory has not chosen opens nothing.
/// </summary>
public sealed class DirectoryCallers(DirectoryTokens tokens, AccessTokens access, IssuedJwts jwts)
{
    /// <summary>Null for whatever does not open the directory that the URL names.</summary>
    /// <exception cref="IssuerUnreachableException">The keys of the directory's issuer could not be read.</exception>
    public async ValueTask<TokenOwner?> CallerAsync(string bearer, string? directory, CancellationToken ct)
    {
        var owner = IssuedJwts.IsOne(bearer) ? await jwts.OwnerAsync(bearer, directory, ct)
            : AccessTokens.IsOne(bearer) ? await access.OwnerAsync(bearer, ct)
            : await tokens.OwnerAsync(bearer, ct);
        return owner is not null && owner.IsNamed(directory) ? owner : null;
    }
}
