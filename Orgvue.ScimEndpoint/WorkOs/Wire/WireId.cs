using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.Wire;

/// <summary>Ids as WorkOS spells them: a prefix that names the kind and the 26 characters of a ULID, which are the bits of ours. Pure.</summary>
public static class WireId
{
    public const string Directory = "directory_";
    public const string User = "directory_user_";
    public const string Group = "directory_group_";
    public const string Token = "directory_token_";
    public const string Organization = "org_";
    public const string Domain = "org_domain_";
    public const string Event = "event_";
    public const string Endpoint = "we_";

    const int Length = 26;
    const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Of(string prefix, Guid id) => NewId.Prefixed(prefix, id);

    /// <summary>The way back, of the one spelling that we give out: another prefix, length, case or letter, or more than 128 bits, is no id.</summary>
    public static bool TryParse(string prefix, [NotNullWhen(true)] string? text, out Guid id)
    {
        id = default;
        // 26 characters of five bits are 130 bits: the first one holds three.
        if (text is null || text.Length != prefix.Length + Length || !text.StartsWith(prefix, StringComparison.Ordinal) || text[prefix.Length] > '7') return false;
        UInt128 value = 0;
        foreach (var letter in text.AsSpan(prefix.Length))
        {
            var bits = Crockford.IndexOf(letter, StringComparison.Ordinal);
            if (bits < 0) return false;
            value = value << 5 | (uint)bits;
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        id = new(bytes, bigEndian: true);
        return true;
    }

    /// <summary>Every directory is an organization of its own; the two ids differ in the prefix alone.</summary>
    public static string OrganizationOf(string directoryId) => Organization + Bare(Directory, directoryId);

    /// <summary>The directory that is this organization's; null for what is no organization's id.</summary>
    public static string? DirectoryOf(string organizationId) =>
        TryParse(Organization, organizationId, out _) ? Directory + Bare(Organization, organizationId) : null;

    static string Bare(string prefix, string id) => id.StartsWith(prefix, StringComparison.Ordinal) ? id[prefix.Length..] : id;
}
