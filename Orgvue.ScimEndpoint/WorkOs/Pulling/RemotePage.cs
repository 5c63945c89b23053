using System.Text.Json;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>One page of a list of WorkOS's.</summary>
/// <param name="After">The cursor of the next page; null at the end of the list.</param>
public sealed record RemotePage(IReadOnlyList<RemoteObject> Objects, string? After)
{
    const int LongestId = 255;

    /// <summary>
    /// Null where it is no page: without its metadata it cannot be told from the end of the list, and what takes a torn answer for the end
    /// takes everybody who is not in it for gone.
    /// </summary>
    /// <param name="asked">The cursor that was asked with: a list that leads there again has no end.</param>
    public static RemotePage? Read(JsonElement body, string? asked)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array
            || !body.TryGetProperty("list_metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
            return null;
        var after = Text(metadata, "after");
        if (after is null && metadata.TryGetProperty("after", out var end) && end.ValueKind != JsonValueKind.Null) return null;
        var objects = new List<RemoteObject>();
        foreach (var element in data.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object || Text(element, "id") is not { } id) return null;
            objects.Add(new(id, element));
        }
        // A cursor is an object's id: a page without objects has none.
        return after is not null && (objects.Count == 0 || after == asked) ? null : new(objects, after);
    }

    /// <summary>A property that is a text of a reasonable length, else null.</summary>
    public static string? Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString() is { Length: > 0 and <= LongestId } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a character.
            return null;
        }
    }
}

/// <summary>A user, group, directory or event, as WorkOS wrote it.</summary>
public sealed record RemoteObject(string Id, JsonElement Json);
