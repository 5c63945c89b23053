using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>
/// The same as <see cref="Representation"/>, made of the stored bytes without parsing them: id, references and meta are put between. For a
/// directory that never had a schema of its own, where all that is stored is shown. Pure.
/// </summary>
public sealed class PlainRepresentation
{
    readonly byte[] _root;

    /// <param name="root">The directory's SCIM base URL, without a slash at its end.</param>
    public PlainRepresentation(string root) => _root = Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(root));

    /// <summary>Writes a resource with the references that it has; false where its document does not begin as we write it.</summary>
    public bool TryWrite(IBufferWriter<byte> to, Resource resource)
    {
        if (!TryBegin(to, resource)) return false;
        if (resource.References is { Count: > 0 } references)
        {
            to.Write(resource.Type.Members is null ? ",\"groups\":["u8 : ",\"members\":["u8);
            for (var i = 0; i < references.Count; i++) Write(to, references[i], resource, i == 0);
            to.Write("]"u8);
        }
        End(to, resource);
        return true;
    }

    /// <summary>Writes what comes before the references.</summary>
    public static bool TryBegin(IBufferWriter<byte> to, Resource resource)
    {
        var document = resource.Text.Utf8.Span;
        if (!document.StartsWith("{\"schemas\":["u8)) return false;
        // Only URIs are in there, and none that we wrote has a bracket.
        var end = document.IndexOf((byte)']') + 1;
        if (end == 0 || document[end] is not ((byte)',' or (byte)'}') || document[^1] != '}') return false;
        to.Write(document[..end]);
        to.Write(",\"id\":\""u8);
        Write(to, resource.Id);
        to.Write("\""u8);
        to.Write(document[end..^1]);
        return true;
    }

    /// <summary>Writes one value of members, or of groups.</summary>
    public void Write(IBufferWriter<byte> to, Reference reference, Resource of, bool isFirst)
    {
        to.Write(isFirst ? "{\"value\":\""u8 : ",{\"value\":\""u8);
        Write(to, reference.Id);
        to.Write("\",\"$ref\":\""u8);
        to.Write(_root);
        to.Write(reference.Kind == MemberKind.Group ? "/Groups/"u8 : "/Users/"u8);
        Write(to, reference.Id);
        to.Write("\""u8);
        if (reference.Display is not null)
        {
            to.Write(",\"display\":\""u8);
            WriteText(to, reference.Display);
            to.Write("\""u8);
        }
        to.Write(of.Type.Members is null ? ",\"type\":\"direct\"}"u8 : reference.Kind == MemberKind.Group ? ",\"type\":\"Group\"}"u8 : ",\"type\":\"User\"}"u8);
    }

    /// <summary>Writes meta, and the end.</summary>
    public void End(IBufferWriter<byte> to, Resource resource)
    {
        to.Write(resource.Type.Members is null ? ",\"meta\":{\"resourceType\":\"User\",\"created\":\""u8 : ",\"meta\":{\"resourceType\":\"Group\",\"created\":\""u8);
        Write(to, resource.Created);
        to.Write("\",\"lastModified\":\""u8);
        Write(to, resource.LastModified);
        to.Write("\",\"location\":\""u8);
        to.Write(_root);
        to.Write(resource.Type.Members is null ? "/Users/"u8 : "/Groups/"u8);
        Write(to, resource.Id);
        to.Write("\",\"version\":\""u8);
        if (resource is { Type.Members: null, References.Count: > 0 }) WriteText(to, Representation.ETag(resource));
        else
        {
            // Most have none that the tag tells of.
            to.Write("W/\\\""u8);
            Utf8Formatter.TryFormat(resource.Version, to.GetSpan(11), out var written);
            to.Advance(written);
            to.Write("\\\""u8);
        }
        to.Write("\"}}"u8);
    }

    static void Write(IBufferWriter<byte> to, Guid id)
    {
        Utf8Formatter.TryFormat(id, to.GetSpan(36), out var written);
        to.Advance(written);
    }

    // yyyy-MM-ddTHH:mm:ss.fffZ, twice for each resource of a page: a format string costs three times this.
    static void Write(IBufferWriter<byte> to, DateTimeOffset instant)
    {
        var at = instant.UtcDateTime;
        var text = to.GetSpan(24);
        "0000-00-00T00:00:00.000Z"u8.CopyTo(text);
        Digits(text[..4], at.Year);
        Digits(text[5..7], at.Month);
        Digits(text[8..10], at.Day);
        Digits(text[11..13], at.Hour);
        Digits(text[14..16], at.Minute);
        Digits(text[17..19], at.Second);
        Digits(text[20..23], at.Millisecond);
        to.Advance(24);
    }

    static void Digits(Span<byte> to, int number)
    {
        for (var i = to.Length - 1; i >= 0; i--, number /= 10) to[i] = (byte)('0' + number % 10);
    }

    static void WriteText(IBufferWriter<byte> to, string text)
    {
        var needed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.MaxOutputCharactersPerInputCharacter * text.Length;
        var chars = ArrayPool<char>.Shared.Rent(needed);
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text, chars, out _, out var encoded);
        Encoding.UTF8.GetBytes(chars.AsSpan(0, encoded), to);
        ArrayPool<char>.Shared.Return(chars);
    }
}
