using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// Whether a webhook is WorkOS's: <c>WorkOS-Signature: t=&lt;unix ms&gt;, v1=&lt;hex&gt;</c>, an HMAC-SHA256 over the time, a full stop and the
/// body, byte for byte as it came. Pure.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "WorkOS-Signature";

    /// <param name="secrets">The secret, and while it is being rotated the one before: either will do.</param>
    public static SignatureCheck Check(
        string? header, ReadOnlySpan<byte> body, IEnumerable<string> secrets, DateTimeOffset now, TimeSpan tolerance)
    {
        if (string.IsNullOrEmpty(header)) return SignatureCheck.Missing;
        if (!TryParse(header, out var time, out var digest)) return SignatureCheck.Malformed;
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return SignatureCheck.Malformed;
        var age = (decimal)now.ToUnixTimeMilliseconds() - at;
        var right = false;
        // All of them, so that how long it takes does not tell which.
        foreach (var secret in secrets) right |= CryptographicOperations.FixedTimeEquals(Digest(secret, time, body), digest);
        if (!right) return SignatureCheck.WrongDigest;
        if (age > (decimal)tolerance.TotalMilliseconds) return SignatureCheck.TooOld;
        return -age > (decimal)tolerance.TotalMilliseconds ? SignatureCheck.TooNew : SignatureCheck.Right;
    }

    static byte[] Digest(string secret, string time, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(time + "."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    // t=1767225600000, v1=…: a comma with or without a blank, both once, in that order or the other.
    static bool TryParse(string header, out string time, out byte[] digest)
    {
        (time, digest) = ("", []);
        string? hex = null;
        var parts = header.Split(',');
        if (parts.Length != 2) return false;
        foreach (var part in parts)
        {
            var text = part.Trim(' ');
            if (text.StartsWith("t=", StringComparison.Ordinal) && time.Length == 0) time = text[2..];
            else if (text.StartsWith("v1=", StringComparison.Ordinal) && hex is null) hex = text[3..];
            else return false;
        }
        if (time.Length is 0 or > 16 || hex is not { Length: SHA256.HashSizeInBytes * 2 } || !hex.All(char.IsAsciiHexDigit)) return false;
        digest = Convert.FromHexString(hex);
        return true;
    }
}

/// <summary>What a check of a signature says; which of them failed is for the log alone.</summary>
public enum SignatureCheck { Right, Missing, Malformed, WrongDigest, TooOld, TooNew }
