using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Orgvue.ScimEndpoint.WorkOs;

/// <summary>
/// What opens a directory at WorkOS and proves its webhooks, encrypted for the database: whoever has the database alone can neither read the
/// directory nor send anything in its name.
/// </summary>
public sealed class LinkSecrets(IDataProtectionProvider protection)
{
    // A purpose of its own: what was encrypted for another cannot be put in its place.
    readonly IDataProtector _protector = protection.CreateProtector("Orgvue.ScimEndpoint.WorkOs.Links");

    public byte[] Protect(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> where the keys are not those it was encrypted with.</summary>
    public string Open(byte[] kept) => Encoding.UTF8.GetString(_protector.Unprotect(kept));
}
