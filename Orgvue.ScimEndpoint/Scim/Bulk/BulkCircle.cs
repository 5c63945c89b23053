using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>Parts a new resource into what can be created now and what must wait for a resource that refers to it (RFC 7644 section 3.7.1).</summary>
public static class BulkCircle
{
    /// <summary>A copy of the data without the values that refer to those bulkIds: a member goes, not all members; a manager goes whole.</summary>
    public static JsonObject Without(ResourceType type, JsonObject data, IReadOnlySet<string> later) =>
        new(data.Select(p => KeyValuePair.Create(p.Key, p.Value switch
        {
            JsonObject values when type.Extension(p.Key) is not null => Without(type, values, later),
            JsonArray array => new JsonArray([.. array.Where(item => !Refers(item, later)).Select(item => item?.DeepClone())]),
            var value => Refers(value, later) ? null : value?.DeepClone(),
        })));

    /// <summary>The rest, to be added; what a POST would ignore is left out here too.</summary>
    public static IReadOnlyList<PatchOperation> Completion(ResourceType type, JsonObject data, IReadOnlySet<string> later) =>
        [.. Rest(type, data, later, "").Select((r, index) => new PatchOperation(PatchOp.Add, r.Path, r.Value, true, index))];

    static IEnumerable<(string Path, JsonNode Value)> Rest(ResourceType type, JsonObject data, IReadOnlySet<string> later, string prefix)
    {
        foreach (var (name, value) in data)
        {
            if (value is JsonObject values && type.Extension(name) is { } extension)
            {
                foreach (var inner in Rest(type, values, later, extension.Id + ":")) yield return inner;
            }
            else if (Refers(value, later) && IsKept(type, prefix + name))
                yield return (prefix + name, value is JsonArray array
                    ? new JsonArray([.. array.Where(item => Refers(item, later)).Select(item => item!.DeepClone())])
                    : value!.DeepClone());
        }
    }

    static bool IsKept(ResourceType type, string path) =>
        AttributePath.TryParse(path) is { } parsed && type.Resolve(parsed) is { Attribute: { Discarded: false } attribute, Leaf: { } leaf }
        && attribute.Mutability != Mutability.ReadOnly && leaf.Mutability != Mutability.ReadOnly;

    static bool Refers(JsonNode? node, IReadOnlySet<string> later) => BulkReferences.Of(node).Overlaps(later);
}
