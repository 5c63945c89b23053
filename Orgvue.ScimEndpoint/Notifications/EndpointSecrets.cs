using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Signing secrets: made, encrypted for the database, opened to sign. Whoever has the database alone can sign nothing.</summary>
public sealed class EndpointSecrets(IDataProtectionProvider protection)
{
    readonly IDataProtector _protector = protection.CreateProtector("Orgvue.ScimEndpoint.Notifications");

    /// <summary>A new secret, to be shown once, and what is kept of it.</summary>
    public (string Secret, byte[] Kept) Make()
    {
        var secret = NewId.Secret(Signature.SecretPrefix);
        return (secret, _protector.Protect(Encoding.UTF8.GetBytes(secret)));
    }

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> where the keys are not those it was encrypted with.</summary>
    public string Open(byte[] kept) => Encoding.UTF8.GetString(_protector.Unprotect(kept));
}
