using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>
/// Says that a body is ours and when it was sent: <c>t=&lt;unix ms&gt;, v1=&lt;hex&gt;</c>, the HMAC-SHA256 of <c>&lt;t&gt;.&lt;body&gt;</c>.
/// The key is the UTF-8 of the whole secret, <c>whsec_</c> included, as WorkOS has it.
/// </summary>
public static class Signature
{
    public const string SecretPrefix = "whsec_";

    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var time = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        return $"t={time}, v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
