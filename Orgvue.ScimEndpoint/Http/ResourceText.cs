using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>How the resources of one request are written: as they are stored where that is what the client is to see.</summary>
/// <param name="root">The directory's SCIM base URL, without a slash at its end.</param>
/// <param name="isStoredShown">Whether all that is stored may be shown: the directory never had a schema of its own.</param>
public sealed class ResourceText(string root, bool isStoredShown)
{
    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal PlainRepresentation Stored { get; } = new(root);

    /// <summary>Whether what is stored, with or without the references, is what the projection shows.</summary>
    public bool IsPlain(ResourceType type, Projection projection) =>
        isStoredShown && projection.IsDefaultBut(type.Members is null ? "groups" : "members");

    public void Write(IBufferWriter<byte> to, Resource resource, Projection projection)
    {
        if (IsPlain(resource.Type, projection) && Stored.TryWrite(to, resource)) return;
        using var json = new Utf8JsonWriter(to, Plain);
        projection.Apply(Representation.Of(resource, root)).WriteTo(json);
    }
}
