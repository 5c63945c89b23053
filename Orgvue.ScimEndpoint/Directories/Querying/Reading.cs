using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>A query as one resource type reads it.</summary>
/// <param name="Sort">Null where nobody asked for an order, and where this type has no such attribute.</param>
sealed record Reading(Filter? Filter, SortPath? Sort, bool Descending, Projection Projection, string Root)
{
    public bool IsById => Sort is null || Sort.Text == "id";

    /// <summary>The filter and the order in the schemas' spelling: the same for queries that mean the same.</summary>
    public string Canonical => $"{Filter}\n{Sort?.Text}\n{Descending}";

    /// <summary>Whether matching or sorting needs what is kept beside the document; a version tells of it too.</summary>
    public bool Needs(string references) => Mentions(Filter?.ToString(), references) || Mentions(Sort?.Text, references);

    static bool Mentions(string? text, string references) => text is not null
        && (text.Contains(references, StringComparison.Ordinal) || text.Contains("version", StringComparison.Ordinal));
}
