using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>What an update changed, by the values before: of the root and of the custom attributes, null where there was none. Pure.</summary>
public static class PreviousAttributes
{
    const string Custom = "custom_attributes";
    const string UpdatedAt = "updated_at";

    /// <summary>
    /// Null when nothing differs but the time: then there is nothing to tell, for WorkOS tells of an update only when something that it shows
    /// has changed.
    /// </summary>
    public static JsonObject? Of(JsonObject before, JsonObject after)
    {
        var previous = Differences(before, after, but: [UpdatedAt, Custom]);
        if (before[Custom] is JsonObject customBefore && after[Custom] is JsonObject customAfter
            && Differences(customBefore, customAfter, but: []) is { Count: > 0 } custom) previous[Custom] = custom;
        return previous.Count > 0 ? previous : null;
    }

    static JsonObject Differences(JsonObject before, JsonObject after, string[] but) => new(after.Select(p => p.Key).Union(before.Select(p => p.Key))
        .Where(name => !but.Contains(name) && !JsonNode.DeepEquals(before[name], after[name]))
        .Select(name => KeyValuePair.Create(name, before[name]?.DeepClone())));
}
