using System.Buffers.Binary;
using System.Buffers.Text;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>One page of a list, and where the next begins; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>
/// What a caller asks of a list. A cursor is the key of the last row seen, so rows that come and go meanwhile neither repeat nor hide others.
/// </summary>
public sealed class Paging
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    public Paging(int? limit, string? cursor)
    {
        if (limit is < 1 or > MaxLimit)
            throw Bad("limit", $"Expected a number from 1 to {MaxLimit}.");
        Limit = limit ?? DefaultLimit;
        After = cursor is null ? null : Read(cursor);
    }

    public int Limit { get; }

    /// <summary>The key of the last row of the page before.</summary>
    public Guid? After { get; }

    /// <summary>The same for rows with a number for a key.</summary>
    public long? AfterNumber => After is { } key ? BinaryPrimitives.ReadInt64BigEndian(key.ToByteArray(bigEndian: true).AsSpan(8)) : null;

    /// <summary>How many rows to read: one more than shown tells whether there is a next page.</summary>
    public int Take => Limit + 1;

    public Page<TShown> Page<TRow, TShown>(IReadOnlyList<TRow> rows, Func<TRow, Guid> key, Func<TRow, TShown> show) =>
        new([.. rows.Take(Limit).Select(show)], rows.Count > Limit ? Write(key(rows[Limit - 1])) : null);

    /// <summary>A number in the place of a key.</summary>
    public static Guid Number(long key)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], key);
        return new Guid(bytes, bigEndian: true);
    }

    static string Write(Guid key) => Base64Url.EncodeToString(key.ToByteArray(bigEndian: true));

    static Guid Read(string cursor)
    {
        Span<byte> bytes = stackalloc byte[16];
        return cursor.Length == 22 && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var read) && read == 16
            ? new Guid(bytes, bigEndian: true)
            : throw Bad("cursor", "Expected the nextCursor of an earlier page.");
    }

    static RefusalException Bad(string field, string message) =>
        new(StatusCodes.Status400BadRequest, "InvalidRequest", $"{field}: {message}", new FieldError(field, "paging", message));
}
