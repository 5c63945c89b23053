using System.Security.Cryptography;
using System.Text;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>How bearer secrets are kept: as the SHA-256 of 256 random bits, which needs no salt and no slow hash.</summary>
public static class Secrets
{
    public const string TokenPrefix = "ovscim_";
    public const string ClientSecretPrefix = "ovsecret_";
    public const string AdminPrefix = "ovadmin_";
    public const string ApiKeyPrefix = "ovkey_";
    public const string WorkOsPrefix = "sk_";

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);

    /// <summary>The credentials of an <c>Authorization: Bearer …</c> header, or null.</summary>
    public static string? Bearer(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && header.Length > scheme.Length
            ? header[scheme.Length..].Trim()
            : null;
    }
}
