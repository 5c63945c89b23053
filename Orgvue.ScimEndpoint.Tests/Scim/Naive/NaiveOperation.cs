using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>Where an operation works: an attribute, or without one an extension as a whole; Spelling is what comes before a filter.</summary>
sealed record NaiveTarget(Schema? Extension, SchemaAttribute? Attribute, SchemaAttribute? Sub, NaiveFilter? Filter, bool Bare = false)
{
    /// <summary>The place of the attribute in a naive document.</summary>
    public string Place => $"{Extension?.Id}|{Attribute?.Name}";

    public string Path => Attribute is null ? Extension!.Id : Prefix + Attribute.Name + (Filter is null ? "" : $"[{Filter.Text}]") + (Sub is null ? "" : "." + Sub.Name);

    public bool CoreUri { get; init; }

    string Prefix => Extension is null ? CoreUri ? ScimUris.User + ":" : "" : Bare ? "" : Extension.Id + ":";
}

/// <summary>One attribute of the value of an operation without a path, under the key by which it is sent.</summary>
sealed record NaiveEntry(string Key, NaiveTarget? Target, JsonNode? Value, bool Dotted, IReadOnlyList<NaiveEntry>? Inner = null);

/// <summary>An operation as a model can carry it out, and as it is written.</summary>
sealed record NaiveOperation(string Op, NaiveTarget? Target, bool HasValue, JsonNode? Value, IReadOnlyList<NaiveEntry>? Entries = null)
{
    public string Text
    {
        get
        {
            var json = new JsonObject { ["op"] = Op };
            if (Target is not null) json["path"] = Target.Path;
            if (Entries is not null) json["value"] = Object(Entries);
            else if (HasValue) json["value"] = Value?.DeepClone();
            return json.ToJsonString();
        }
    }

    static JsonObject Object(IEnumerable<NaiveEntry> entries) =>
        new(entries.Select(e => KeyValuePair.Create(e.Key, e.Inner is null ? e.Value?.DeepClone() : Object(e.Inner))));
}

/// <summary>A refusal of the model: what the RFC, or for a deviation the strict profile, answers.</summary>
sealed class NaiveRefusal(string scimType, string why) : Exception(why)
{
    public string ScimType { get; } = scimType;
}
