using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>The stored form of a resource: in schema order, nothing empty, "schemas" telling what is there, all required there.</summary>
static class Document
{
    /// <summary>Moves what the draft holds into its canonical form; a required attribute that is missing or blank is refused.</summary>
    public static JsonObject Finish(ResourceType type, JsonObject draft)
    {
        var uris = new JsonArray(type.Core.Id);
        var document = new JsonObject { ["schemas"] = uris };
        draft.Remove("schemas");
        Move(draft, document, CommonAttributes.ExternalId.Name);
        foreach (var attribute in type.Core.Attributes) Move(draft, document, attribute.Name);
        Require(type.Core.Attributes.Where(a => !ReferenceEquals(a, type.Members)), document, "");

        foreach (var schema in type.Extensions)
        {
            if (draft[schema.Id] is not JsonObject source) continue;
            var extension = new JsonObject();
            foreach (var attribute in schema.Attributes) Move(source, extension, attribute.Name);
            // An attribute that the schema no longer has, and is not shown, keeps its values too.
            foreach (var (name, _) in source.ToList()) Move(source, extension, name);
            draft.Remove(schema.Id);
            if (extension.Count == 0) continue;
            Require(schema.Attributes, extension, schema.Id + ":");
            document[schema.Id] = extension;
            uris.Add(schema.Id);
        }
        // What an extension left that is no longer configured is kept for the day it comes back.
        foreach (var (name, _) in draft.ToList())
        {
            Move(draft, document, name);
            if (name.Contains(':', StringComparison.Ordinal) && document.ContainsKey(name)) uris.Add(name);
        }
        return document;
    }

    /// <summary>A required attribute with a value that is there but says nothing.</summary>
    public static bool IsBlank(JsonNode? node) =>
        node is null || (node.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(node.GetValue<string>()));

    static void Move(JsonObject from, JsonObject to, string name)
    {
        var node = from[name];
        from.Remove(name);
        if (node is JsonArray array)
        {
            for (var i = array.Count - 1; i >= 0; i--)
            {
                if (array[i] is null or JsonObject { Count: 0 }) array.RemoveAt(i);
            }
        }
        if (node is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 })) to[name] = node;
    }

    static void Require(IEnumerable<SchemaAttribute> attributes, JsonObject holder, string prefix)
    {
        foreach (var attribute in attributes)
        {
            var node = holder[attribute.Name];
            if (attribute is { Required: true, Mutability: not Mutability.ReadOnly, Discarded: false } && IsBlank(node))
                throw new ScimException(ScimTypes.InvalidValue, $"{prefix}{attribute.Name} is required and must not be blank.");
            if (!attribute.SubAttributes.Any(s => s.Required)) continue;
            foreach (var value in Elements.Of(node).OfType<JsonObject>())
                Require(attribute.SubAttributes, value, $"{prefix}{attribute.Name}.");
        }
    }
}
