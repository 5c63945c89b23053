using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>The body of a PATCH → its operations (RFC 7644 section 3.5.2).</summary>
public static class PatchRequest
{
    /// <summary>The operations in order; names are read in any case, whatever the RFC does not know is ignored.</summary>
    public static IReadOnlyList<PatchOperation> Read(JsonObject body, Tolerance tolerance, ScimLimits limits)
    {
        JsonShape.Check(body, limits);
        var names = Names(body, "The request");
        CheckSchemas(names.GetValueOrDefault("schemas"), tolerance);
        var operations = Operations(names.GetValueOrDefault("Operations"), tolerance);
        if (operations.Count == 0) throw Broken("\"Operations\" must hold at least one operation.");
        if (operations.Count > limits.PatchOperations)
            throw new ScimException(413, null,
                $"A PATCH must not hold more than {limits.PatchOperations} operations; this one has {operations.Count}.");
        return [.. operations.Select((operation, index) => Operation(operation, index, tolerance))];
    }

    static void CheckSchemas(JsonNode? schemas, Tolerance tolerance)
    {
        if (schemas is null)
        {
            tolerance.Accept(Deviation.MissingSchemas, () => Broken($"schemas must be [\"{ScimUris.PatchOp}\"]."));
            return;
        }
        if (schemas is not JsonArray)
            tolerance.Accept(Deviation.SingleForMultiValued, () => Broken($"schemas must be [\"{ScimUris.PatchOp}\"]."));
        if (!Elements.Of(schemas).Exists(u => u.GetValueKind() == JsonValueKind.String && Same(u.GetValue<string>(), ScimUris.PatchOp)))
            throw Broken($"schemas must be [\"{ScimUris.PatchOp}\"].");
    }

    static JsonArray Operations(JsonNode? node, Tolerance tolerance)
    {
        if (node is JsonArray array) return array;
        if (node is not JsonObject single) throw Broken("\"Operations\" must be an array of operations.");
        tolerance.Accept(Deviation.SingleOperation, () => Broken("\"Operations\" must be an array of operations."));
        return [single.DeepClone()];
    }

    static PatchOperation Operation(JsonNode? node, int index, Tolerance tolerance)
    {
        var where = $"Operation {index + 1}";
        if (node is not JsonObject json) throw Broken($"{where} must be an object.");
        var names = Names(json, where);
        var op = Op(names.GetValueOrDefault("op"), where, tolerance);
        var path = names.GetValueOrDefault("path") switch
        {
            null => null,
            { } text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
            _ => throw new ScimException(ScimTypes.InvalidPath, $"{where}: \"path\" must be a string."),
        };
        var hasValue = names.TryGetValue("value", out var value);
        // RFC 7644 3.5.2.2: a remove names its target.
        if (op == PatchOp.Remove && path is null) throw new ScimException(ScimTypes.NoTarget, $"{where}: remove needs a \"path\".");
        if (path is null && tolerance.Profile.RequiresPaths)
            throw new ScimException(ScimTypes.NoTarget,
                $"{where} needs a \"path\": this directory's profile \"{tolerance.Profile.Name}\" asks for one in every operation.");
        if (op != PatchOp.Remove && !hasValue) throw new ScimException(ScimTypes.InvalidValue, $"{where}: {Word(op)} needs a \"value\".");
        if (path is null && value is not JsonObject)
            throw new ScimException(ScimTypes.InvalidValue, $"{where}: without a \"path\" the \"value\" must be an object of attributes.");
        return new PatchOperation(op, path, value, hasValue, index);
    }

    // RFC 7644 3.5.2: op is lower case. Entra sends "Add"; read it in any case.
    static PatchOp Op(JsonNode? node, string where, Tolerance tolerance)
    {
        var expected = Broken($"{where}: \"op\" must be \"add\", \"remove\" or \"replace\".");
        if (node?.GetValueKind() != JsonValueKind.String) throw expected;
        var word = node.GetValue<string>();
        foreach (var op in Enum.GetValues<PatchOp>())
        {
            if (!Same(word, Word(op))) continue;
            if (word != Word(op)) tolerance.Accept(Deviation.OpCase, () => expected);
            return op;
        }
        throw expected;
    }

    static Dictionary<string, JsonNode?> Names(JsonObject json, string where)
    {
        var names = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in json)
        {
            if (!names.TryAdd(name, value)) throw Broken($"{where} gives {Excerpt.Of(name)} twice.");
        }
        return names;
    }

    static string Word(PatchOp op) => op switch
    {
        PatchOp.Add => "add",
        PatchOp.Remove => "remove",
        _ => "replace",
    };

    static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    static ScimException Broken(string detail) => new(ScimTypes.InvalidSyntax, detail);
}
