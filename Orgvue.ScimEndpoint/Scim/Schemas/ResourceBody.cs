using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>The body of a POST or a PUT → the document to store (RFC 7644 sections 3.3 and 3.5.1).</summary>
public static class ResourceBody
{
    /// <summary>
    /// The canonical document: what is read-only or unknown is ignored, what is write-only is checked and left out, and so are
    /// members, which MemberChanges reads.
    /// </summary>
    public static JsonObject Read(ResourceType type, JsonObject body, Tolerance tolerance, ScimLimits limits)
    {
        JsonShape.Check(body, limits);
        return new BodyReader(type, tolerance, new Canonical(tolerance, limits)).Read(body);
    }

    // Names in JSON are attribute names, not paths (RFC 7643 section 2.1).
    internal static ScimException Dotted(string name) => new(ScimTypes.InvalidSyntax,
        $"{Excerpt.Of(name)} is a path, not the name of an attribute; nest its parts in objects, or use it as the \"path\" of an operation.");
}

sealed class BodyReader(ResourceType type, Tolerance tolerance, Canonical canonical)
{
    readonly JsonObject _draft = [];
    HashSet<string>? _listed;
    readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    public JsonObject Read(JsonObject body)
    {
        if (!body.Any(p => p.Key.Equals("schemas", StringComparison.OrdinalIgnoreCase) && p.Value is not null))
            tolerance.Accept(Deviation.MissingSchemas, () => SchemasExpected());
        var bare = new List<(ResolvedAttribute Target, JsonNode? Value)>();
        foreach (var (name, value) in body)
        {
            if (!_seen.Add(name)) throw Twice(name);
            if (type.Extension(name) is { } extension) ReadExtension(extension, value);
            else if (AttributePath.TryParse(name) is not { } path) tolerance.Ignore(name);
            else if (type.Resolve(path) is { } target) ReadAttribute(path, target, value);
            else if (!tolerance.Profile.RefusesDeviations && type.ResolveBare(path) is { } meant) bare.Add((meant, value));
            else tolerance.Ignore(name);
        }
        foreach (var (target, value) in bare) PutBare(target, value);
        CheckListed();
        return Document.Finish(type, _draft);
    }

    void ReadExtension(Schema extension, JsonNode? value)
    {
        if (value is null) return;
        if (value is not JsonObject json) throw new ScimException(ScimTypes.InvalidValue, $"{extension.Id} must be an object.");
        foreach (var (name, node) in json)
        {
            if (type.ResolveIn(extension, name) is not { } target)
            {
                tolerance.Ignore(name);
                continue;
            }
            if (target.Sub is not null) tolerance.Accept(Deviation.DottedKeys, () => ResourceBody.Dotted(name));
            Put(target, node);
        }
    }

    // By the RFC a name without its extension's URI is unknown, and so ignored. Where the URI is there too, that one counts.
    void PutBare(ResolvedAttribute target, JsonNode? value)
    {
        if (tolerance.Profile.RefusesDeviations) return;
        if ((_draft[target.Extension!.Id] as JsonObject)?.ContainsKey(target.Attribute!.Name) == true) return;
        tolerance.Accept(Deviation.BareExtensionName);
        Put(target, value);
    }

    void ReadAttribute(AttributePath path, ResolvedAttribute target, JsonNode? value)
    {
        if (ReferenceEquals(target.Attribute, CommonAttributes.Schemas))
        {
            CheckSchemas(value);
            return;
        }
        if (path.Uri is not null || path.Sub is not null) tolerance.Accept(Deviation.DottedKeys, () => ResourceBody.Dotted(path.Text));
        Put(target, value);
    }

    void Put(ResolvedAttribute target, JsonNode? value)
    {
        var attribute = target.Attribute!;
        if (attribute.Mutability == Mutability.ReadOnly || ReferenceEquals(attribute, type.Members)) return;
        if (target.Sub is { Mutability: Mutability.ReadOnly }) return;
        if (target.Sub is not null && attribute.MultiValued)
            throw new ScimException(ScimTypes.InvalidValue, $"{target.Key}: {attribute.Name} has many values; send an array of objects.");

        var kept = target.Sub is { } sub ? canonical.Part(attribute, sub, value, target.Key) : canonical.Of(attribute, value, target.Key);
        if (kept is null || target.Leaf!.Discarded || attribute.Discarded) return;

        var owner = target.Extension is null ? _draft : Child(_draft, target.Extension.Id);
        // "name": {…} beside "name.givenName": the parts come together, but none may come twice.
        if (target.Sub is not null) Assign(Child(owner, attribute.Name), target.Sub.Name, kept, target.Key);
        else if (kept is JsonObject parts && owner[attribute.Name] is JsonObject present)
            foreach (var (name, part) in parts.ToList()) Assign(present, name, part!.DeepClone(), $"{target.Key}.{name}");
        else Assign(owner, attribute.Name, kept, target.Key);
    }

    static JsonObject Child(JsonObject owner, string name)
    {
        if (owner[name] is JsonObject child) return child;
        owner[name] = child = [];
        return child;
    }

    static void Assign(JsonObject owner, string name, JsonNode value, string where)
    {
        if (!owner.TryAdd(name, value)) throw Twice(where);
    }

    void CheckSchemas(JsonNode? value)
    {
        if (value is null) return;
        if (value is not JsonArray) tolerance.Accept(Deviation.SingleForMultiValued, SchemasExpected);
        var uris = value is JsonArray array ? [.. array] : new List<JsonNode?> { value };
        if (uris.Exists(u => u?.GetValueKind() != JsonValueKind.String)) throw SchemasExpected();
        if (!uris.Exists(u => u!.GetValue<string>().Equals(type.Core.Id, StringComparison.OrdinalIgnoreCase))) throw SchemasExpected();
        _listed = new(StringComparer.OrdinalIgnoreCase);
        foreach (var uri in uris.Select(u => u!.GetValue<string>()))
        {
            var known = uri.Equals(type.Core.Id, StringComparison.OrdinalIgnoreCase) || type.Extension(uri) is not null;
            if (!_listed.Add(uri) || !known)
                tolerance.Accept(Deviation.SchemaUris, () => new ScimException(ScimTypes.InvalidValue,
                    $"schemas lists {Excerpt.Of(uri)}, which is {(known ? "there already" : $"no schema of a {type.Name}")}."));
        }
    }

    void CheckListed()
    {
        if (_listed is null) return;
        foreach (var extension in type.Extensions)
            if (_draft.ContainsKey(extension.Id) && !_listed.Contains(extension.Id))
                tolerance.Accept(Deviation.UnlistedExtension, () => new ScimException(ScimTypes.InvalidValue,
                    $"{extension.Id} is sent, but schemas does not list it."));
    }

    ScimException SchemasExpected() => new(ScimTypes.InvalidValue, $"schemas must be an array of URIs that holds \"{type.Core.Id}\".");

    static ScimException Twice(string name) => new(ScimTypes.InvalidSyntax, $"{Excerpt.Of(name)} is given twice.");
}
