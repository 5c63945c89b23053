using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>
/// Cursors (RFC 9865) hold all that they stand for, so that the server keeps nothing and any node can serve the next page. They are signed
/// together with the query that they belong to, which they do not hold.
/// </summary>
public sealed class Cursors(Store store, TimeProvider clock, PagingOptions options)
{
    const string KeyName = "CursorKey";
    const byte Format = 1;
    const int Head = 1 + sizeof(long);
    const int Tag = 16;

    byte[]? _key;

    /// <param name="query">The directory, the endpoint, the filter and the order, of which every page of one walk must be the same.</param>
    internal async Task<string> WriteAsync(Position position, string query, CancellationToken ct)
    {
        var signed = new byte[Head];
        signed[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(1), clock.GetUtcNow().ToUnixTimeSeconds());
        signed = [.. signed, .. position.ToBytes()];
        var key = await KeyAsync(ct);
        byte[] cursor = [.. signed, .. Sign(key, signed, query)];
        return Base64Url.EncodeToString(cursor);
    }

    internal async Task<Position> ReadAsync(string cursor, string query, CancellationToken ct)
    {
        var bytes = Decoded(cursor);
        if (bytes.Length < Head + Tag) throw Invalid();
        var (signed, tag) = (bytes[..^Tag], bytes[^Tag..]);
        var expected = Sign(await KeyAsync(ct), signed, query);
        if (!CryptographicOperations.FixedTimeEquals(tag, expected) || signed[0] != Format) throw Invalid();
        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(signed.AsSpan(1)));
        if (options.CursorTimeout > TimeSpan.Zero && age > options.CursorTimeout)
            throw Expired($"A cursor is good for {options.CursorTimeout}.");
        return Position.Of(signed[Head..]);
    }

    internal static ScimException Expired(string why) =>
        new(ScimTypes.ExpiredCursor, $"{why} Begin again with an empty cursor.");

    static ScimException Invalid() => new(ScimTypes.InvalidCursor,
        "Expected an empty cursor for the first page, or nextCursor or previousCursor of a page of the same query: "
        + "endpoint, filter, sortBy and sortOrder must be as they were.");

    static byte[] Decoded(string cursor)
    {
        try
        {
            return Base64Url.DecodeFromChars(cursor);
        }
        catch (FormatException)
        {
            throw Invalid();
        }
    }

    static byte[] Sign(byte[] key, byte[] signed, string query)
    {
        byte[] whole = [.. signed, .. SHA256.HashData(Encoding.UTF8.GetBytes(query))];
        return HMACSHA256.HashData(key, whole)[..Tag];
    }

    // Of two nodes that make a key at once one finds the other's: the name is unique, and a write that loses runs again.
    async Task<byte[]> KeyAsync(CancellationToken ct)
    {
        if (_key is not null) return _key;
        var known = await store.ReadAsync(async db => (await db.Settings.FindAsync([KeyName], ct))?.Value);
        known ??= await store.WriteAsync(async db =>
        {
            if (await db.Settings.FindAsync([KeyName], ct) is { } other) return other.Value;
            return db.Add(new Setting { Name = KeyName, Value = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) }).Entity.Value;
        }, ct);
        var key = Convert.FromHexString(known);
        // What a dry run writes is gone with it.
        if (DryRun.Current is null) _key = key;
        return key;
    }
}
