using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>One element of "Operations" → an operation, sound or broken.</summary>
sealed class BulkOperationReader(IReadOnlyList<ResourceType> types, Tolerance tolerance, ScimLimits limits)
{
    public BulkOperation Read(JsonObject json, int index)
    {
        var where = $"Operation {index + 1}";
        var names = BulkRequest.Names(json, where, limits);
        string? method = null, bulkId = null, path = null;
        try
        {
            bulkId = Text(names, "bulkId", where);
            method = Text(names, "method", where);
            path = Text(names, "path", where);
            var verb = Verb(method, where);
            method = BulkOperation.Word(verb);
            var (type, id) = Target(path, verb, where);
            if (verb == BulkMethod.Post && string.IsNullOrEmpty(bulkId)) throw Broken($"{where}: POST needs a \"bulkId\".");
            var data = verb == BulkMethod.Delete ? null : Data(names.GetValueOrDefault("data"), method, where);
            var references = BulkReferences.Of(data);
            if (id is not null && BulkReferences.Named(id) is { } named) references.Add(named);
            return new BulkOperation.Sound(index, verb, bulkId, type, id, Text(names, "version", where), data, references);
        }
        catch (ScimException refusal)
        {
            return new BulkOperation.Broken(index, method, bulkId, "POST".Equals(method, StringComparison.OrdinalIgnoreCase) ? null : path, refusal);
        }
    }

    // RFC 7644 3.7: "POST", "PUT", "PATCH" or "DELETE".
    BulkMethod Verb(string? method, string where)
    {
        var expected = Broken($"{where}: \"method\" must be \"POST\", \"PUT\", \"PATCH\" or \"DELETE\".");
        foreach (var verb in Enum.GetValues<BulkMethod>())
        {
            var word = BulkOperation.Word(verb);
            if (!word.Equals(method, StringComparison.OrdinalIgnoreCase)) continue;
            if (word != method) tolerance.Accept(Deviation.MethodCase, () => expected);
            return verb;
        }
        throw expected;
    }

    // "The resource's relative path to the SCIM service provider's root": with its slash in the RFC's examples, without in a relative URL.
    (ResourceType Type, string? Id) Target(string? path, BulkMethod verb, string where)
    {
        var parts = (path ?? "").TrimStart('/').Split('/', 2);
        var type = types.FirstOrDefault(t => t.Endpoint.TrimStart('/').Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        var id = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null;
        if (type is null || path!.StartsWith("//", StringComparison.Ordinal) || id?.AsSpan().ContainsAny('/', '?', '#') == true)
        {
            var known = string.Join(", ", types.Select(t => t.Endpoint));
            throw Lost($"{where}: \"path\" must be one of {known}, with an id after it unless \"method\" is POST");
        }
        if (verb == BulkMethod.Post)
            return id is null ? (type, null) : throw Lost($"{where}: the \"path\" of a POST must be {type.Endpoint}");
        return id is not null
            ? (type, id)
            : throw Lost($"{where}: the \"path\" of a {BulkOperation.Word(verb)} must name a resource, as in {type.Endpoint}/{{id}}");
    }

    JsonObject Data(JsonNode? node, string method, string where)
    {
        if (node is not JsonObject data) throw Broken($"{where}: {method} needs \"data\", an object.");
        JsonShape.Check(data, limits);
        return data;
    }

    string? Text(Dictionary<string, JsonNode?> names, string name, string where)
    {
        if (names.GetValueOrDefault(name) is not { } node) return null;
        if (node.GetValueKind() != JsonValueKind.String) throw Broken($"{where}: \"{name}\" must be a string.");
        JsonShape.Check(node, limits);
        return node.GetValue<string>();
    }

    static ScimException Lost(string sentence) => new(ScimTypes.InvalidPath, sentence + ".");

    static ScimException Broken(string detail) => new(ScimTypes.InvalidSyntax, detail);
}
