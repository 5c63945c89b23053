using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>What is wrong with a place of a definition, by a rule's short name.</summary>
public sealed record DefinitionProblem(string Field, string Rule, string Message);

/// <summary>Reads an extension's definition as an operator wrote it and finds all that is wrong with it at once (RFC 7643 sections 2 and 7).</summary>
public sealed partial class DefinitionCheck
{
    public const int MaxAttributes = 100;
    public const int MaxCharacters = 256 * 1024;
    public const int MaxUri = 256;
    const int MaxName = 64;
    const int MaxWord = 256;
    const int MaxDescription = 2048;
    static readonly string[] SchemaKeys = ["schemas", "id", "name", "description", "attributes", "meta"];

    readonly List<DefinitionProblem> _problems = [];
    int _attributes;

    /// <summary>The problems of a definition that is to be known under this URI; none, and Schema.Parse reads it.</summary>
    public static IReadOnlyList<DefinitionProblem> ProblemsOf(JsonObject definition, string uri)
    {
        var check = new DefinitionCheck();
        check.Schema(definition, uri);
        return check._problems;
    }

    void Schema(JsonObject definition, string uri)
    {
        if (!UriText().IsMatch(uri) || uri.Length > MaxUri)
            Add("id", "uri", $"Expected a URI of at most {MaxUri} characters such as urn:example:params:scim:schemas:Badge:1.0:User.");
        if (!IsReadable(definition)) return;

        Keys(definition, "", SchemaKeys);
        if (Text(definition, "id", "", MaxUri) is { } id && !id.Equals(uri, StringComparison.OrdinalIgnoreCase))
            Add("id", "uri", "Differs from the URI that the schema is put under.");
        Text(definition, "name", "", MaxWord);
        Text(definition, "description", "", MaxDescription);
        if (definition["schemas"] is { } uris && !Elements.Of(uris).Exists(u => IsText(u) && u.GetValue<string>() == ScimUris.Schema))
            Add("schemas", "uri", $"Expected [\"{ScimUris.Schema}\"], or nothing.");
        Attributes(definition, "attributes", "", within: null);
        if (_attributes > MaxAttributes)
            Add("attributes", "length", $"Has {_attributes} attributes, sub-attributes included; {MaxAttributes} are allowed.");
    }

    bool IsReadable(JsonObject definition)
    {
        try
        {
            JsonShape.Check(definition, ScimLimits.Default);
            if (definition.ToJsonString().Length <= MaxCharacters) return true;
            Add("", "length", $"Has more than {MaxCharacters} characters.");
        }
        catch (ScimException refusal)
        {
            Add("", "json", refusal.Message);
        }
        return false;
    }

    void Attributes(JsonObject owner, string key, string at, AttributeProblems? within)
    {
        if (owner[key] is not JsonArray { Count: > 0 } array)
        {
            Add(at + key, "required", within is null ? "Expected an array of at least one attribute." : "A complex attribute needs at least one sub-attribute.");
            return;
        }
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < array.Count; i++)
        {
            _attributes++;
            var place = $"{at}{key}[{i}]";
            if (array[i] is JsonObject attribute) Attribute(attribute, place, names, within);
            else Add(place, "type", "Expected an object that describes an attribute.");
        }
    }

    void Attribute(JsonObject json, string place, HashSet<string> names, AttributeProblems? within)
    {
        var at = place + ".";
        Keys(json, at, AttributeProblems.Keys);
        Name(json, at, names, isSub: within is not null);
        Text(json, "description", at, MaxDescription);
        var read = new AttributeProblems(Add, at, within)
        {
            Type = Word(json, "type", at, AttributeType.String),
            Mutability = Word(json, "mutability", at, Mutability.ReadWrite),
            Returned = Word(json, "returned", at, Returned.Default),
            Uniqueness = Word(json, "uniqueness", at, Uniqueness.None),
            MultiValued = Flag(json, "multiValued", at),
            Required = Flag(json, "required", at),
            HasCanonicalValues = List(json, "canonicalValues", at),
            HasReferenceTypes = List(json, "referenceTypes", at),
        };
        Flag(json, "caseExact", at);
        read.Find();
        if (read.Type == AttributeType.Complex && within is null) Attributes(json, "subAttributes", at, read);
        else if (json["subAttributes"] is not (null or JsonArray { Count: 0 }))
            Add(at + "subAttributes", "2.3.8", "Only a complex attribute has sub-attributes.");
    }

    void Name(JsonObject json, string at, HashSet<string> names, bool isSub)
    {
        if (Text(json, "name", at, MaxName) is not { } name)
        {
            if (json["name"] is not { } given || (IsText(given) && given.GetValue<string>().Length == 0)) Add(at + "name", "required", "Expected a name.");
            return;
        }
        if (!Filters.AttributePath.AttributeName().IsMatch(name) || (name.StartsWith('$') && !isSub))
            Add(at + "name", "2.1", "Expected a letter, then letters, digits, $, - and _.");
        else if (!names.Add(name)) Add(at + "name", "unique", $"{Excerpt.Of(name)} is defined twice; names are compared without case.");
    }

    void Keys(JsonObject json, string at, IReadOnlyList<string> known)
    {
        foreach (var (key, _) in json)
        {
            if (known.Contains(key, StringComparer.Ordinal)) continue;
            var meant = known.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
            Add(at + Excerpt.Of(key).Trim('"'), "unknown", meant is null ? $"Expected one of {string.Join(", ", known)}." : $"Spell it {meant}.");
        }
    }

    string? Text(JsonObject json, string key, string at, int max)
    {
        if (json[key] is not { } node) return null;
        if (!IsText(node)) Add(at + key, "type", "Expected a string.");
        else if (node.GetValue<string>() is var text && text.Length > max) Add(at + key, "length", $"Has {text.Length} characters; {max} are allowed.");
        else if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) Add(at + key, "format", "Holds a control character.");
        else return text.Length == 0 ? null : text;
        return null;
    }

    bool Flag(JsonObject json, string key, string at)
    {
        if (json[key] is not { } node) return false;
        if (node.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)) Add(at + key, "type", "Expected true or false.");
        return node.GetValueKind() == JsonValueKind.True;
    }

    T Word<T>(JsonObject json, string key, string at, T otherwise) where T : struct, Enum
    {
        if (json[key] is not { } node) return otherwise;
        foreach (var value in Enum.GetValues<T>())
        {
            if (IsText(node) && node.GetValue<string>() == SchemaJson.Camel(value)) return value;
        }
        Add(at + key, "value", $"Expected one of {string.Join(", ", Enum.GetValues<T>().Select(SchemaJson.Camel))}.");
        return otherwise;
    }

    bool List(JsonObject json, string key, string at)
    {
        if (json[key] is not { } node) return false;
        if (node is not JsonArray array || !array.All(i => i is not null && IsText(i) && i.GetValue<string>().Length is > 0 and <= MaxWord))
        {
            Add(at + key, "type", $"Expected an array of strings of 1 to {MaxWord} characters.");
            return false;
        }
        if (array.Count > MaxAttributes) Add(at + key, "length", $"Has {array.Count} values; {MaxAttributes} are allowed.");
        return array.Count > 0;
    }

    void Add(string field, string rule, string message) => _problems.Add(new(field, rule, message));

    static bool IsText(JsonNode node) => node.GetValueKind() == JsonValueKind.String;

    // RFC 3986, without what would end the URI in a filter, a path or a list of attributes.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&*+;=%-]*[A-Za-z0-9_~/-]\z")]
    internal static partial Regex UriText();
}
