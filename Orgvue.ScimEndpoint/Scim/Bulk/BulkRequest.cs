using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>The body of POST /Bulk → its operations (RFC 7644 section 3.7).</summary>
/// <param name="FailOnErrors">After so many errors the rest is left; null when all is to be tried.</param>
public sealed record BulkRequest(long? FailOnErrors, IReadOnlyList<BulkOperation> Operations)
{
    /// <summary>A body that is no bulk request is refused; an operation that cannot be read is a broken one among the others.</summary>
    public static BulkRequest Read(JsonObject body, IReadOnlyList<ResourceType> types, Tolerance tolerance, ScimLimits limits)
    {
        var names = Names(body, "The request", limits);
        CheckSchemas(names.GetValueOrDefault("schemas"), tolerance, limits);
        var failOnErrors = FailOn(names.GetValueOrDefault("failOnErrors"));
        if (names.GetValueOrDefault("Operations") is not JsonArray { Count: > 0 } sent)
            throw Broken("\"Operations\" must be an array of at least one operation.");
        // RFC 7644 3.7.4: the answer names the limit.
        if (sent.Count > limits.BulkOperations)
            throw new ScimException(413, null,
                $"The bulk operation exceeds the maxOperations ({limits.BulkOperations}); this one has {sent.Count}.");

        var reader = new BulkOperationReader(types, tolerance, limits);
        var operations = sent.Select((node, index) =>
            reader.Read(node as JsonObject ?? throw Broken($"Operation {index + 1} must be an object."), index)).ToList();
        RefuseTwins(operations);
        return new BulkRequest(failOnErrors, operations);
    }

    internal static Dictionary<string, JsonNode?> Names(JsonObject json, string where, ScimLimits limits)
    {
        var names = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in JsonShape.Entries(json, limits))
        {
            if (!names.TryAdd(name, value)) throw Broken($"{where} gives {Excerpt.Of(name)} twice.");
        }
        return names;
    }

    static void CheckSchemas(JsonNode? schemas, Tolerance tolerance, ScimLimits limits)
    {
        if (schemas is null)
        {
            tolerance.Accept(Deviation.MissingSchemas, Expected);
            return;
        }
        JsonShape.Check(schemas, limits);
        if (!Elements.Of(schemas).Exists(u => u.GetValueKind() == JsonValueKind.String
                && u.GetValue<string>().Equals(ScimUris.BulkRequest, StringComparison.OrdinalIgnoreCase))) throw Expected();

        static ScimException Expected() => Broken($"schemas must be [\"{ScimUris.BulkRequest}\"].");
    }

    static long? FailOn(JsonNode? node) => node switch
    {
        null => null,
        JsonValue number when number.GetValueKind() == JsonValueKind.Number && number.TryGetValue<long>(out var errors) && errors >= 1 => errors,
        _ => throw new ScimException(ScimTypes.InvalidValue, "failOnErrors must be a whole number of at least 1."),
    };

    // Of two resources with one bulkId nobody knows which a reference means, and the client could not tell their results apart.
    static void RefuseTwins(IReadOnlyList<BulkOperation> operations)
    {
        var first = new Dictionary<string, BulkOperation>(StringComparer.Ordinal);
        foreach (var operation in operations.Where(o => o.Creates))
        {
            var bulkId = operation.BulkId!;
            if (!first.TryAdd(bulkId, operation))
                throw new ScimException(ScimTypes.InvalidValue,
                    $"Operations {first[bulkId].Index + 1} and {operation.Index + 1} have the same bulkId {Excerpt.Of(bulkId)}; it must be unique.");
        }
    }

    static ScimException Broken(string detail) => new(ScimTypes.InvalidSyntax, detail);
}
