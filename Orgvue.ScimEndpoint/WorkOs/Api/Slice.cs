using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Reads keys in rising or falling order, from the end or from beyond one of them, by an index.</summary>
delegate Task<List<T>> KeyReading<T>(bool rising, T? beyond, int take) where T : struct;

/// <summary>
/// The keys of one page, in the list's order, and whether there are others on either side. Found by where the cursor stands and not by
/// counting, so that what comes and goes meanwhile neither repeats nor hides others.
/// </summary>
sealed record Slice<T>(IReadOnlyList<T> Keys, bool HasPrevious, bool HasNext) where T : struct
{
    /// <param name="fit">How many of the keys, from the side of the cursor on, the answer has room for; at least one.</param>
    public static async Task<Slice<T>> ReadAsync(KeyReading<T> read, Window window, T? cursor, Func<IReadOnlyList<T>, Task<int>>? fit = null)
    {
        var rising = window.Descending == window.Backwards;
        var found = await read(rising, cursor, window.Limit + 1);
        IReadOnlyList<T> keys = [.. found.Take(window.Limit)];
        if (fit is not null && keys.Count > 0) keys = [.. keys.Take(await fit(keys))];
        var beyond = found.Count > keys.Count;
        var behind = cursor is not null && keys.Count > 0 && (await read(!rising, keys[0], 1)).Count > 0;
        return window.Backwards ? new([.. keys.Reverse()], beyond, behind) : new(keys, behind, beyond);
    }

    /// <summary>WorkOS's list around what is shown of the keys.</summary>
    public WireJson List(Window window, IReadOnlyList<JsonObject> shown)
    {
        JsonNode? previous = HasPrevious ? shown[0]["id"]!.DeepClone() : null, next = HasNext ? shown[^1]["id"]!.DeepClone() : null;
        return new(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. shown]),
            ["list_metadata"] = window.ChangedOver
                ? new JsonObject { ["before"] = next, ["after"] = previous }
                : new JsonObject { ["before"] = previous, ["after"] = next },
        });
    }
}

/// <summary>How ids are read in their order.</summary>
static class KeyReadings
{
    public static async Task<List<Guid>> ReadAsync(IQueryable<Guid> ids, bool rising, Guid? beyond, int take, CancellationToken ct)
    {
        if (beyond is { } from) ids = rising ? ids.Where(id => id.CompareTo(from) > 0) : ids.Where(id => id.CompareTo(from) < 0);
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync((rising ? ids.Order() : ids.OrderDescending()).Take(take), ct);
    }
}
