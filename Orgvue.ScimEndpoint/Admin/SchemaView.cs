using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>An extension schema; asked for by itself, with its definition.</summary>
public sealed record SchemaView(
    string SchemaId, string Name, string ResourceType, IReadOnlyList<string> Attributes, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Definition { get; init; }

    public static SchemaView Of(DirectorySchema schema) => Whole(schema) with { Definition = null };

    public static SchemaView Whole(DirectorySchema schema)
    {
        var definition = JsonNode.Parse(schema.Definition)!.AsObject();
        var attributes = definition["attributes"]!.AsArray().Select(a => (string)a!["name"]!);
        return new(schema.Id, (string)definition["name"]!, schema.ResourceType, [.. attributes], schema.CreatedAt, schema.UpdatedAt) { Definition = definition };
    }
}
