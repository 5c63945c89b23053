using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>Where a resource stands in the order of a list.</summary>
sealed record Hit(SortKey Key, Guid Id)
{
    /// <summary>By the key, and by the id where keys are the same, so that pages are stable.</summary>
    public static int Compare(Hit left, Hit right)
    {
        var byKey = SortKey.Compare(left.Key, right.Key);
        return byKey != 0 ? byKey : left.Id.CompareTo(right.Id);
    }
}

/// <param name="After">The window begins behind this one, which need not be there any more.</param>
/// <param name="Backwards">The order is turned round: behind is then before.</param>
sealed record Window(Hit? After, int Skip, int Take, bool Backwards = false);

/// <param name="Total">How many there are in and outside the window, where that was asked for.</param>
sealed record Slice(IReadOnlyList<Hit> Hits, int? Total);

/// <summary>The resources of one type that a query matches, in its order.</summary>
abstract class Selection
{
    public abstract ResourceType Type { get; }

    /// <param name="counting">Whether the total is wanted; not together with a window that begins after a hit.</param>
    public abstract Task<Slice> SliceAsync(Window window, bool counting, CancellationToken ct);

    /// <summary>The resources with these ids, as far as they are still there.</summary>
    public abstract Task<IReadOnlyList<Resource>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken ct);

    /// <summary>The key that the resource has now; null when it is gone.</summary>
    public abstract Task<SortKey?> KeyOfAsync(Guid id, CancellationToken ct);
}
