using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What a list is asked for (RFC 7644 §3.4.2, RFC 9865 §2), in words that each resource type reads for itself.</summary>
public sealed record Query
{
    public string? Filter { get; init; }
    public string? SortBy { get; init; }
    public bool Descending { get; init; }

    /// <summary>The first result to show, from 1; of no meaning with a cursor.</summary>
    public int StartIndex { get; init; } = 1;

    public required int Count { get; init; }

    /// <summary>Null for pages by index; empty for the first page by cursor.</summary>
    public string? Cursor { get; init; }

    public string? Attributes { get; init; }
    public string? ExcludedAttributes { get; init; }

    /// <summary>The directory's SCIM base URL without a slash at its end: it is part of values that a filter may name.</summary>
    public string Root { get; init; } = "";

    public Projection ProjectionOf(ResourceType type) => Projection.Parse(type, Attributes, ExcludedAttributes);
}

/// <summary>One page of a query: by index it has a start, by cursor ways on and back unless it is the last or the first.</summary>
public sealed record Page(
    IReadOnlyList<Resource> Resources, int TotalResults, int? StartIndex = null, string? NextCursor = null, string? PreviousCursor = null);
