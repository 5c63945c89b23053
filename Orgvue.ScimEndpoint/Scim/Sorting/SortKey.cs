using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Sorting;

/// <summary>What a resource is sorted by: a number (ticks of an instant, 0 or 1), a text (folded unless caseExact), or nothing.</summary>
public readonly record struct SortKey(decimal? Number, string? Text)
{
    /// <summary>Of a resource that has no such attribute; the greatest key, so that it comes last, or first when descending.</summary>
    public static readonly SortKey Unassigned;

    public bool IsUnassigned => Number is null && Text is null;

    public static SortKey Of(string? text) => new(null, text);

    public static SortKey Of(DateTimeOffset instant) => new(instant.UtcTicks, null);

    /// <summary>Numbers by size, texts by code points, as the databases order them.</summary>
    public static int Compare(SortKey left, SortKey right) => (left, right) switch
    {
        ({ Number: { } l }, { Number: { } r }) => l.CompareTo(r),
        ({ Text: { } l }, { Text: { } r }) => FilterMatch.CompareCodePoints(l, r),
        _ => left.Rank.CompareTo(right.Rank),
    };

    int Rank => IsUnassigned ? 2 : Text is null ? 0 : 1;
}
