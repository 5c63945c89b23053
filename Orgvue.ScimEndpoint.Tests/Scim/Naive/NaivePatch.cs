using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>
/// RFC 7644 §3.5.2 a second time, as simply as it can be said: a document is a flat table of places and values, every operation makes a new
/// one. Written from the RFC's text; where the RFC is silent a comment says what was decided, and where the server is tolerant by name, which
/// deviation it is. It shares the schema's data with the server, and none of its code.
/// </summary>
sealed class NaivePatch(ResourceType type, string id, bool strict)
{
    readonly NaiveValues _values = new(strict);
    Dictionary<string, JsonNode> _document = [];

    public Dictionary<string, JsonNode> Apply(Dictionary<string, JsonNode> document, IEnumerable<NaiveOperation> operations)
    {
        _document = document.ToDictionary(p => p.Key, p => p.Value.DeepClone());
        foreach (var operation in operations)
        {
            if (operation.Target is { } target) Apply(operation.Op, target, operation.Value, operation.HasValue, inValue: false);
            else if (operation.Op == "remove") throw new NaiveRefusal("noTarget", "§3.5.2.2: if path is unspecified");
            else ApplyAll(operation.Op, operation.Entries!);
        }
        CheckRequired();
        return _document;
    }

    // §3.5.2.1: "The value parameter contains a set of attributes to be added to the resource."
    void ApplyAll(string op, IReadOnlyList<NaiveEntry> entries)
    {
        foreach (var entry in entries)
        {
            // §3.3: what no schema knows is ignored.
            if (entry.Target is not { } target) continue;
            if (entry.Dotted && strict) throw new NaiveRefusal("invalidSyntax", "DottedKeys");
            if (entry.Inner is { } inner) ApplyAll(op, inner);
            else Apply(op, target, entry.Value, hasValue: true, inValue: true);
        }
    }

    void Apply(string op, NaiveTarget target, JsonNode? value, bool hasValue, bool inValue)
    {
        if (target.Bare && strict) throw new NaiveRefusal("invalidPath", "BareExtensionName");
        if (target.Filter is { IsStrict: false } && strict) throw new NaiveRefusal("invalidPath", "StringBoolean in a filter");
        if (target.Attribute is not { } attribute)
        {
            RemoveExtension(target.Extension!);
            return;
        }
        if (attribute.Mutability == Mutability.ReadOnly || target.Sub?.Mutability == Mutability.ReadOnly)
        {
            // §3.5.2: "a client MUST NOT modify an attribute that has mutability readOnly". EchoedReadOnly: what stands in a value is overlooked,
            // but for another id.
            var isId = attribute.Name == "id";
            var echo = op != "remove" && !strict && (isId ? value is JsonValue v && v.TryGetValue<string>(out var text) && text == id : inValue);
            if (echo) return;
            throw new NaiveRefusal("mutability", "read-only");
        }
        var before = _document.GetValueOrDefault(target.Place);
        var after = attribute.MultiValued
            ? new NaiveList(attribute, _values, strict).Apply(op, target, (JsonArray?)before?.DeepClone(), value, hasValue, inValue)
            : Single(op, attribute, target.Sub, before, value);
        Put(target, op, before, after);
    }

    JsonNode? Single(string op, SchemaAttribute attribute, SchemaAttribute? sub, JsonNode? before, JsonNode? value)
    {
        if (attribute.Type != AttributeType.Complex)
            // "If the target location is a single-value attribute, the attribute and its associated value is removed" / "… the value is replaced".
            return op == "remove" ? null : _values.Of(attribute, value);

        var parts = before?.DeepClone().AsObject() ?? [];
        if (sub is not null) Set(sub, op == "remove" ? null : _values.Sub(attribute, sub, value));
        else if (op == "remove") return null;
        else if (_values.Of(attribute, value, keepNulls: true) is not JsonObject given) return null;
        // A reference that is not sent as an object (BareManager, ArrayForSingle) is another reference, with nothing of the old one.
        else if (value is not JsonObject) parts = _values.Of(attribute, value)?.AsObject() ?? [];
        // §3.5.2.3: "Sub-attributes that are not specified in the value parameter are left unchanged."
        else foreach (var (name, part) in given.ToList()) Set(attribute.Sub(name)!, part?.DeepClone());
        return parts.Count == 0 ? null : parts;

        void Set(SchemaAttribute part, JsonNode? now)
        {
            NaiveValues.CheckPart(op, part, parts[part.Name], now, attribute.MultiValued);
            if (now is null) parts.Remove(part.Name);
            else parts[part.Name] = now.DeepClone();
        }
    }

    // §3.5.2: "a client MAY add a value to an immutable attribute if the attribute had no previous value"; §3.5.2.2: what is required and
    // becomes unassigned is "mutability". Given as null it is a missing value: invalidValue (§3.12).
    void Put(NaiveTarget target, string op, JsonNode? before, JsonNode? after)
    {
        var attribute = target.Attribute!;
        if (attribute.Required && IsBlank(after)) throw new NaiveRefusal(op == "remove" ? "mutability" : "invalidValue", "required");
        CheckImmutable(attribute, before, after);
        if (after is null) _document.Remove(target.Place);
        else _document[target.Place] = after;
    }

    // What is required must say something.
    static bool IsBlank(JsonNode? value) => value is null || (value is JsonValue text && text.TryGetValue<string>(out var s) && string.IsNullOrWhiteSpace(s));

    static void CheckImmutable(SchemaAttribute attribute, JsonNode? before, JsonNode? after)
    {
        if (before is null) return;
        if (attribute.Mutability == Mutability.Immutable && !NaiveValues.Same(attribute, before, after)) throw new NaiveRefusal("mutability", "immutable");
        if (before is not JsonObject parts) return;
        foreach (var sub in attribute.SubAttributes.Where(s => s.Mutability == Mutability.Immutable && parts[s.Name] is not null))
        {
            if (!NaiveValues.Same(sub, parts[sub.Name], (after as JsonObject)?[sub.Name])) throw new NaiveRefusal("mutability", "immutable");
        }
    }

    void RemoveExtension(Schema extension)
    {
        foreach (var attribute in extension.Attributes)
        {
            var place = $"{extension.Id}|{attribute.Name}";
            if (!_document.TryGetValue(place, out var before)) continue;
            // An extension is optional (schemaExtensions.required is false): with it go its required attributes. What is immutable stays.
            CheckImmutable(attribute, before, null);
            _document.Remove(place);
        }
    }

    // Whether something is missing shows when all operations have been carried out: several of them may build one value.
    void CheckRequired()
    {
        foreach (var schema in type.Extensions.Append(type.Core))
        {
            var prefix = (schema == type.Core ? "" : schema.Id) + "|";
            if (schema != type.Core && !_document.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal))) continue;
            foreach (var attribute in schema.Attributes)
            {
                var value = _document.GetValueOrDefault(prefix + attribute.Name);
                if (attribute.Required && value is null) throw new NaiveRefusal("invalidValue", attribute.Name + " is missing");
                var elements = value is JsonArray array ? array : value is null ? [] : new JsonArray(value.DeepClone());
                foreach (var sub in attribute.SubAttributes.Where(s => s.Required))
                {
                    if (elements.Any(e => IsBlank(e![sub.Name]))) throw new NaiveRefusal("invalidValue", sub.Name + " is missing");
                }
            }
        }
    }
}
