using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>The admin surface's lists come in pages (items, nextCursor); a step that asks for a list means all of it.</summary>
static class AdminPages
{
    /// <summary>The request for the page after this one; null after the last, and where the step pages by itself.</summary>
    public static Wire? After(Wire asked, Answer page)
    {
        if (asked.Method != "GET" || asked.Path.Contains("cursor=") || asked.Path.Contains("limit=")) return null;
        if (ItemsOf(page) is null || JsonPath.Child(page.Json, "nextCursor") is not JsonValue next) return null;
        if (next.GetValueKind() != JsonValueKind.String) return null;
        var joint = asked.Path.Contains('?') ? '&' : '?';
        return asked with { Path = $"{asked.Path}{joint}cursor={Uri.EscapeDataString(next.GetValue<string>())}" };
    }

    /// <summary>The first page with the items of all.</summary>
    public static Answer Joined(IReadOnlyList<Answer> pages)
    {
        if (pages.Count == 1) return pages[0];
        var whole = pages[0].Json!.DeepClone().AsObject();
        whole["items"] = new JsonArray([.. pages.SelectMany(p => ItemsOf(p) ?? []).Select(i => i?.DeepClone())]);
        whole["nextCursor"] = null;
        return new Answer(pages[0].Status, pages[0].Headers, whole.ToJsonString());
    }

    static JsonArray? ItemsOf(Answer page) => page.Status == 200 ? JsonPath.Child(page.Json, "items") as JsonArray : null;
}
