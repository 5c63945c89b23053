using System.Security.Cryptography;

namespace Orgvue.ScimEndpoint.Model;

/// <summary>Ids: UUIDs of version 7, so that index pages fill in order, and their ULID spelling for ids that WorkOS clients read.</summary>
public static class NewId
{
    const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static Guid At(TimeProvider clock) =>
#pragma warning disable RS0030 // the one place where the banned call is right
        Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030

    /// <summary>The prefix and 26 characters of Crockford base 32: the 128 bits of the id, most significant first.</summary>
    public static string Prefixed(string prefix, Guid id)
    {
        var value = new UInt128(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(0, 8)),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8, 8)));
        Span<char> text = stackalloc char[26];
        for (var i = 25; i >= 0; i--, value >>= 5)
            text[i] = Crockford[(int)(value & 31)];
        return prefix + text.ToString();
    }

    /// <summary>256 random bits after a prefix that tells a scanner of leaked secrets what it found.</summary>
    public static string Secret(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
