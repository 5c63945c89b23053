using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>A kind of resource: its endpoint, its core schema and the extensions it may carry (RFC 7643 section 6).</summary>
public sealed class ResourceType
{
    readonly FrozenDictionary<string, SchemaAttribute> _core;

    public ResourceType(string name, string endpoint, string description, Schema core, params IReadOnlyList<Schema> extensions)
    {
        (Name, Endpoint, Description, Core, Extensions) = (name, endpoint, description, core, extensions);
        _core = core.Attributes.Concat(CommonAttributes.All)
            .DistinctBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
        Members = core.Id == ScimUris.Group ? core.Attribute("members") : null;
    }

    public string Name { get; }
    public string Endpoint { get; }
    public string Description { get; }
    public Schema Core { get; }
    public IReadOnlyList<Schema> Extensions { get; }

    /// <summary>The attribute whose values are kept as rows beside the document, or null: a group's members.</summary>
    public SchemaAttribute? Members { get; }

    /// <summary>The attribute a path names, or null; names and URIs are compared without case (RFC 7643 section 2.1).</summary>
    public ResolvedAttribute? Resolve(AttributePath path)
    {
        if (path.Uri is null || Same(path.Uri, Core.Id))
            return _core.TryGetValue(path.Name, out var core) ? With(null, core, path.Sub) : null;
        if (Extension(path.Text) is { } whole) return new ResolvedAttribute(whole, null, null);
        return Extension(path.Uri) is { } extension && extension.Attribute(path.Name) is { } attribute
            ? With(extension, attribute, path.Sub)
            : null;
    }

    /// <summary>As Resolve, but an extension's attribute may be named without its URI when no other bears the name.</summary>
    public ResolvedAttribute? Resolve(AttributePath path, Tolerance tolerance)
    {
        if (Resolve(path) is { } resolved) return resolved;
        // Refused, the name is simply unknown: the caller says where, and with which error.
        if (tolerance.Profile.RefusesDeviations || ResolveBare(path) is not { } bare) return null;
        tolerance.Accept(Deviation.BareExtensionName);
        return bare;
    }

    /// <summary>The extension's attribute that a name without a URI can only mean, or null.</summary>
    public ResolvedAttribute? ResolveBare(AttributePath path)
    {
        if (path.Uri is not null || _core.ContainsKey(path.Name)) return null;
        var bearers = Extensions.Where(e => e.Attribute(path.Name) is not null).ToList();
        return bearers.Count == 1 ? With(bearers[0], bearers[0].Attribute(path.Name)!, path.Sub) : null;
    }

    /// <summary>The attribute, or sub-attribute, an extension's own object names by a key; null when it is unknown.</summary>
    public ResolvedAttribute? ResolveIn(Schema extension, string key) =>
        AttributePath.TryParse(key) is { Uri: null } path ? Resolve(path with { Uri = extension.Id }) : null;

    /// <summary>The extension of that URI in any case, or null.</summary>
    public Schema? Extension(string uri)
    {
        foreach (var extension in Extensions)
        {
            if (Same(extension.Id, uri)) return extension;
        }
        return null;
    }

    /// <summary>The same type with one more extension.</summary>
    public ResourceType With(Schema extension)
    {
        if (Same(extension.Id, Core.Id) || Extension(extension.Id) is not null)
            throw new ScimException(ScimTypes.InvalidValue, $"The resource type {Name} already has the schema {Excerpt.Of(extension.Id)}.");
        return new ResourceType(Name, Endpoint, Description, Core, [.. Extensions, extension]);
    }

    /// <summary>The representation that /ResourceTypes shows, without meta.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUris.ResourceType),
            ["id"] = Name,
            ["name"] = Name,
            ["endpoint"] = Endpoint,
            ["description"] = Description,
            ["schema"] = Core.Id,
        };
        if (Extensions.Count == 0) return json;
        var extensions = Extensions.Select(e => new JsonObject { ["schema"] = e.Id, ["required"] = false });
        json["schemaExtensions"] = new JsonArray([.. extensions]);
        return json;
    }

    static ResolvedAttribute? With(Schema? extension, SchemaAttribute attribute, string? sub)
    {
        if (sub is null) return new ResolvedAttribute(extension, attribute, null);
        return attribute.Sub(sub) is { } found ? new ResolvedAttribute(extension, attribute, found) : null;
    }

    static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The attributes every resource has (RFC 7643 sections 3 and 3.1).</summary>
static class CommonAttributes
{
    public static readonly SchemaAttribute Schemas = new()
    {
        Name = "schemas", Type = AttributeType.Reference, MultiValued = true, CaseExact = true, Required = true, Returned = Returned.Always,
    };

    public static readonly SchemaAttribute Id = new()
    {
        Name = "id", CaseExact = true, Mutability = Mutability.ReadOnly, Returned = Returned.Always, Uniqueness = Uniqueness.Server,
    };

    public static readonly SchemaAttribute ExternalId = new() { Name = "externalId", CaseExact = true };

    public static readonly SchemaAttribute Meta = new()
    {
        Name = "meta", Type = AttributeType.Complex, Mutability = Mutability.ReadOnly,
        SubAttributes =
        [
            new() { Name = "resourceType", CaseExact = true, Mutability = Mutability.ReadOnly },
            new() { Name = "created", Type = AttributeType.DateTime, Mutability = Mutability.ReadOnly },
            new() { Name = "lastModified", Type = AttributeType.DateTime, Mutability = Mutability.ReadOnly },
            new() { Name = "location", Type = AttributeType.Reference, CaseExact = true, Mutability = Mutability.ReadOnly },
            new() { Name = "version", CaseExact = true, Mutability = Mutability.ReadOnly },
        ],
    };

    public static readonly IReadOnlyList<SchemaAttribute> All = [Schemas, Id, ExternalId, Meta];
}
