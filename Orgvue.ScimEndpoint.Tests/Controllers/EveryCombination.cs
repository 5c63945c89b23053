using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Schemas whose attributes have every combination of characteristics that RFC 7643 §7 allows; the rules are written here anew.</summary>
static class EveryCombination
{
    public const string Uri = "urn:test:params:scim:";
    static readonly string[] Types = ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"];
    static readonly string[] Ordered = ["string", "decimal", "integer", "dateTime", "reference"];

    /// <summary>One schema for each type and number of values, and some whose sub-attributes have the combinations.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Schemas()
    {
        var schemas = new Dictionary<string, JsonObject>();
        foreach (var type in Types)
            foreach (var many in new[] { false, true })
                // Apart, so that not every body has everything that is required.
                foreach (var group in Attributes(type, many, many).GroupBy(a => ((bool)a["required"]! ? "Required" : "") + ((bool)a["required"]! && (string)a["uniqueness"]! != "none" ? "Unique" : "")))
                    schemas[$"{Uri}{type}:{(many ? "many" : "one")}{group.Key}"] = Of([.. group]);
        foreach (var (type, many) in new[] { ("string", false), ("string", true), ("integer", false), ("boolean", false) })
            foreach (var inMany in new[] { false, true })
                schemas[$"{Uri}{type}:{(many ? "many" : "one")}InA{(inMany ? "Many" : "One")}"] =
                    Of(new JsonObject { ["name"] = "whole", ["type"] = "complex", ["multiValued"] = inMany, ["subAttributes"] = new JsonArray([.. Parts(type, many, inMany)]) });
        return schemas;
    }

    static JsonObject Of(params JsonNode[] attributes) => new() { ["name"] = "Every combination", ["attributes"] = new JsonArray(attributes) };

    static IEnumerable<JsonNode> Parts(string type, bool many, bool inMany) =>
        Attributes(type, many, many || inMany).Where(a => !(bool)a["required"]! || (string)a["uniqueness"]! == "none");

    static IEnumerable<JsonNode> Attributes(string type, bool many, bool amongMany) =>
        from mutability in new[] { "readWrite", "readOnly", "immutable", "writeOnly" }
        from returned in new[] { "default", "always", "request", "never" }
        where mutability != "writeOnly" || returned == "never"
        from required in new[] { false, true }
        where !required || (returned != "never" && mutability != "readOnly")
        from uniqueness in new[] { "none", "server", "global" }
        where uniqueness == "none" || (!amongMany && Ordered.Contains(type) && returned != "never" && mutability != "readOnly")
        from caseExact in new[] { false, true }
        where !caseExact || type is "string" or "reference" or "binary"
        select Attribute($"{mutability}_{returned}_{uniqueness}{(required ? "_required" : "")}{(caseExact ? "_exact" : "")}", type, new()
        {
            ["multiValued"] = many, ["mutability"] = mutability, ["returned"] = returned, ["required"] = required, ["uniqueness"] = uniqueness,
            ["caseExact"] = caseExact,
        });

    static JsonObject Attribute(string name, string type, JsonObject attribute)
    {
        (attribute["name"], attribute["type"]) = (name, type);
        if (type == "string") attribute["canonicalValues"] = new JsonArray("one", "two");
        if (type == "complex")
            attribute["subAttributes"] = new JsonArray(
                new JsonObject { ["name"] = "value" }, new JsonObject { ["name"] = "type" }, new JsonObject { ["name"] = "primary", ["type"] = "boolean" });
        return attribute;
    }
}
