using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>A resource as a client sees it: the document with id, references and meta (RFC 7643 §3.1). Pure.</summary>
public static class Representation
{
    /// <param name="root">The directory's SCIM base URL, without a slash at its end.</param>
    public static JsonObject Of(Resource resource, string root)
    {
        var shown = new JsonObject { ["schemas"] = Schemas(resource), ["id"] = resource.Id.ToString() };
        foreach (var (name, value) in resource.Document)
            if (name != "schemas" && IsKnown(resource, name))
                shown[name] = value?.DeepClone();
        if (resource.References is { Count: > 0 } references)
            shown[resource.Type.Members is null ? "groups" : "members"] = new JsonArray([.. references.Select(r => Of(r, resource, root))]);
        shown["meta"] = new JsonObject
        {
            ["resourceType"] = resource.Type.Name,
            ["created"] = Time(resource.Created),
            ["lastModified"] = Time(resource.LastModified),
            ["location"] = Location(resource, root),
            ["version"] = ETag(resource),
        };
        return shown;
    }

    // Every URI in "schemas" has its place in /Schemas; what a schema that was removed has left is kept, and not shown.
    static JsonArray? Schemas(Resource resource) => resource.Document["schemas"] is JsonArray uris
        ? new JsonArray([.. uris.Where(u => IsKnown(resource, (string)u!)).Select(u => u!.DeepClone())])
        : null;

    static bool IsKnown(Resource resource, string name) =>
        !name.Contains(':', StringComparison.Ordinal) || name == resource.Type.Core.Id || resource.Type.Extension(name) is not null;

    public static string Location(Resource resource, string root) => $"{root}{resource.Type.Endpoint}/{resource.Id}";

    /// <summary>
    /// The version, and for a user that is shown with groups a hash of them: they change without a write to the user's row, and a tag that
    /// stayed the same would keep a client on the old ones (RFC 7644 §3.14).
    /// </summary>
    public static string ETag(Resource resource) => resource is { Type.Members: null, References: { Count: > 0 } groups }
        ? Weak($"{resource.Version}{VersionEnd}{Hash(groups)}")
        : ETag(resource.Version);

    public static string ETag(int version) => Weak(version.ToString(CultureInfo.InvariantCulture));

    /// <summary>What stands between the version and the rest of a tag.</summary>
    public const char VersionEnd = '-';

    // Weak: it stands for the document, not for its bytes.
    static string Weak(string tag) => $"W/\"{tag}\"";

    static string Hash(IReadOnlyList<Reference> groups)
    {
        var text = string.Join('\0', groups.OrderBy(g => g.Id).Select(g => $"{g.Id}\0{g.Display}"));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 9));
    }

    static JsonObject Of(Reference reference, Resource of, string root)
    {
        var isMember = of.Type.Members is not null;
        var shown = new JsonObject
        {
            ["value"] = reference.Id.ToString(),
            ["$ref"] = $"{root}/{reference.Kind}s/{reference.Id}",
        };
        if (reference.Display is not null) shown["display"] = reference.Display;
        shown["type"] = isMember ? reference.Kind.ToString() : "direct";
        return shown;
    }

    internal static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
