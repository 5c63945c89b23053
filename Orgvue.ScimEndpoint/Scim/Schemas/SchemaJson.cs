using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>Schema definitions as JSON, both ways (RFC 7643 section 7).</summary>
static class SchemaJson
{
    public static Schema Read(JsonObject definition)
    {
        JsonShape.Check(definition, ScimLimits.Default);
        var id = Text(definition, "id", "The schema") ?? throw Broken("The schema needs an \"id\", its URI.");
        if (!id.Contains(':', StringComparison.Ordinal) || id.Any(c => char.IsWhiteSpace(c) || c is '[' or ']' or '(' or ')' or '"'))
            throw Broken($"The schema's id must be a URI, but it is {Excerpt.Of(id)}.");

        // RFC 7643 7: the schema of schemas, alone, has a complex sub-attribute.
        var attributes = Attributes(definition, "attributes", "The schema", depth: id == ScimUris.Schema ? -1 : 0);
        if (attributes.Count == 0) throw Broken("The schema needs at least one attribute in \"attributes\".");
        var (name, description) = (Text(definition, "name", "The schema"), Text(definition, "description", "The schema"));
        return new Schema(id, name ?? id, description ?? "", attributes);
    }

    public static JsonObject Write(Schema schema) => new()
    {
        ["schemas"] = new JsonArray(ScimUris.Schema),
        ["id"] = schema.Id,
        ["name"] = schema.Name,
        ["description"] = schema.Description,
        ["attributes"] = new JsonArray([.. schema.Attributes.Select(Write)]),
    };

    static JsonObject Write(SchemaAttribute attribute)
    {
        var json = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Camel(attribute.Type),
            ["multiValued"] = attribute.MultiValued,
            ["description"] = attribute.Description,
            ["required"] = attribute.Required,
            ["caseExact"] = attribute.CaseExact,
            ["mutability"] = Camel(attribute.Mutability),
            ["returned"] = Camel(attribute.Returned),
            ["uniqueness"] = Camel(attribute.Uniqueness),
        };
        if (attribute.CanonicalValues.Count > 0) json["canonicalValues"] = Strings(attribute.CanonicalValues);
        if (attribute.ReferenceTypes.Count > 0) json["referenceTypes"] = Strings(attribute.ReferenceTypes);
        if (attribute.SubAttributes.Count > 0) json["subAttributes"] = new JsonArray([.. attribute.SubAttributes.Select(Write)]);
        return json;
    }

    static List<SchemaAttribute> Attributes(JsonObject owner, string key, string where, int depth)
    {
        if (owner[key] is not { } node) return [];
        if (node is not JsonArray array) throw Broken($"{where}: \"{key}\" must be an array.");

        var attributes = new List<SchemaAttribute>();
        foreach (var item in array)
        {
            if (item is not JsonObject definition) throw Broken($"{where}: every one of \"{key}\" must be an object.");
            var attribute = Attribute(definition, where, depth);
            if (attributes.Exists(a => a.Name.Equals(attribute.Name, StringComparison.OrdinalIgnoreCase)))
                throw Broken($"{where} defines {Excerpt.Of(attribute.Name)} twice.");
            attributes.Add(attribute);
        }
        return attributes;
    }

    static SchemaAttribute Attribute(JsonObject json, string where, int depth)
    {
        var name = Text(json, "name", where) ?? throw Broken($"{where} has an attribute without a \"name\".");
        // RFC 7643 2.1: ATTRNAME; "$ref" is the RFC's own exception.
        if (!AttributePath.AttributeName().IsMatch(name))
            throw Broken($"{where}: {Excerpt.Of(name)} is no attribute name (letters, digits, - and _).");
        where = $"Attribute {Excerpt.Of(name)}";

        var type = Characteristic(json, "type", where, AttributeType.String);
        var subs = Attributes(json, "subAttributes", where, depth + 1);
        // RFC 7643 2.3.8: a complex attribute has simple sub-attributes only.
        if (depth > 0 && type == AttributeType.Complex) throw Broken($"{where}: a sub-attribute must not be complex.");
        if (type == AttributeType.Complex && subs.Count == 0) throw Broken($"{where}: a complex attribute needs \"subAttributes\".");
        if (type != AttributeType.Complex && subs.Count > 0) throw Broken($"{where}: only a complex attribute has \"subAttributes\".");
        return new SchemaAttribute
        {
            Name = name,
            Type = type,
            SubAttributes = subs,
            MultiValued = Flag(json, "multiValued", where),
            Required = Flag(json, "required", where),
            // RFC 7643 2.3.6, 2.3.7: binary values and references are case exact.
            CaseExact = json["caseExact"] is null
                ? type is AttributeType.Binary or AttributeType.Reference
                : Flag(json, "caseExact", where),
            Description = Text(json, "description", where) ?? "",
            Mutability = Characteristic(json, "mutability", where, Mutability.ReadWrite),
            Returned = Characteristic(json, "returned", where, Returned.Default),
            Uniqueness = Characteristic(json, "uniqueness", where, Uniqueness.None),
            CanonicalValues = List(json, "canonicalValues", where),
            ReferenceTypes = List(json, "referenceTypes", where),
        };
    }

    static string? Text(JsonObject json, string key, string where) => json[key] switch
    {
        null => null,
        { } node when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>() is { Length: > 0 } text ? text : null,
        _ => throw Broken($"{where}: \"{key}\" must be a string."),
    };

    static bool Flag(JsonObject json, string key, string where) => json[key]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw Broken($"{where}: \"{key}\" must be true or false."),
    };

    static T Characteristic<T>(JsonObject json, string key, string where, T otherwise) where T : struct, Enum
    {
        if (Text(json, key, where) is not { } word) return otherwise;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Camel(value) == word) return value;
        }
        throw Broken($"{where}: \"{key}\" must be one of {string.Join(", ", Enum.GetValues<T>().Select(Camel))}.");
    }

    static string[] List(JsonObject json, string key, string where) => json[key] switch
    {
        null => [],
        JsonArray array when array.All(i => i?.GetValueKind() == JsonValueKind.String) => [.. array.Select(i => i!.GetValue<string>())],
        _ => throw Broken($"{where}: \"{key}\" must be an array of strings."),
    };

    static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    internal static string Camel<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static ScimException Broken(string detail) => new(ScimTypes.InvalidValue, detail);
}
