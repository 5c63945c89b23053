using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>
/// Where a page by cursor begins: behind the last resource that was shown (null: at the very beginning), or, to go back, before the first
/// one. And the total, as first counted.
/// </summary>
/// <param name="HasLongKey">The key was too long for a cursor, and must be read again from the resource.</param>
sealed record Position(Place? At, int Total, bool Backwards = false, bool HasLongKey = false)
{
    const int LongestKey = 1024;

    enum Kind : byte { Start, Unassigned, Number, Text, Long }

    public byte[] ToBytes()
    {
        using var bytes = new System.IO.MemoryStream();
        using var writer = new System.IO.BinaryWriter(bytes);
        writer.Write7BitEncodedInt(Total);
        var kind = KindOf(At?.Hit.Key);
        writer.Write((byte)kind);
        if (At is not { Hit: var hit }) return bytes.ToArray();
        writer.Write(Backwards);
        writer.Write((byte)At.Selection);
        writer.Write(hit.Id.ToByteArray(bigEndian: true));
        if (kind == Kind.Number) writer.Write(hit.Key.Number!.Value);
        if (kind == Kind.Text) writer.Write(hit.Key.Text!);
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; the bytes are known to be ours.</summary>
    public static Position Of(byte[] bytes)
    {
        using var reader = new System.IO.BinaryReader(new System.IO.MemoryStream(bytes));
        var total = reader.Read7BitEncodedInt();
        var kind = (Kind)reader.ReadByte();
        if (kind == Kind.Start) return new(null, total);
        var backwards = reader.ReadBoolean();
        var (selection, id) = (reader.ReadByte(), new Guid(reader.ReadBytes(16), bigEndian: true));
        SortKey key = kind switch
        {
            Kind.Number => new(reader.ReadDecimal(), null),
            Kind.Text => SortKey.Of(reader.ReadString()),
            _ => SortKey.Unassigned,
        };
        return new(new(selection, new(key, id)), total, backwards, kind == Kind.Long);
    }

    static Kind KindOf(SortKey? key) => key switch
    {
        null => Kind.Start,
        { IsUnassigned: true } => Kind.Unassigned,
        { Number: not null } => Kind.Number,
        { Text.Length: > LongestKey } => Kind.Long,
        _ => Kind.Text,
    };
}
