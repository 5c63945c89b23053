using System.Collections.Concurrent;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>
/// Remembers which id stands at every so-many-th place in the order of a directory's users or groups, so that a page by number begins near
/// one of them however deep it is. What was remembered holds until a place moves: a new id comes last and moves none, one that goes or comes
/// in between moves those behind it, and the row of sizes, which the database itself keeps, counts that.
/// </summary>
public sealed class Places
{
    const int Step = 128;

    /// <summary>Sixteen bytes each: a million users are 8,000 of them.</summary>
    readonly ConcurrentDictionary<(int Directory, bool Groups), Known> _known = new();

    /// <summary>An id and how many places lie between it and the one that was asked for.</summary>
    /// <param name="idBehind">The id that stands so many places behind another; null where there is none.</param>
    internal async ValueTask<(Guid From, int Skip)> NearAsync(
        (int Directory, bool Groups) of, long moved, int place, Func<Guid, int, ValueTask<Guid?>> idBehind)
    {
        if (place < Step) return (Guid.Empty, place);
        var known = _known.GetValueOrDefault(of);
        if (known is null || known.Moved != moved) known = new(moved, []);
        var ids = known.Ids;
        var wanted = place / Step;
        if (ids.Count < wanted)
        {
            // Others may be reading the list: what is found is added to a copy.
            ids = [.. ids];
            // The first place is 0, so the Step-th is Step + 1 behind the beginning.
            while (ids.Count < wanted && await idBehind(ids.Count == 0 ? Guid.Empty : ids[^1], ids.Count == 0 ? Step + 1 : Step) is { } id) ids.Add(id);
            _known[of] = new(moved, ids);
        }
        var nearest = Math.Min(wanted, ids.Count);
        return nearest == 0 ? (Guid.Empty, place) : (ids[nearest - 1], place - nearest * Step);
    }

    sealed record Known(long Moved, List<Guid> Ids);
}
