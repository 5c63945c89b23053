using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What became of one operation of a bulk request (RFC 7644 §3.7.3).</summary>
/// <param name="Id">Of the resource that it was about, as far as it is known.</param>
/// <param name="ETag">Of the resource as it is now; null where there is none.</param>
public sealed record BulkOutcome(BulkOperation Operation, int Status, string? Id, string? ETag, ScimException? Refusal)
{
    internal static BulkOutcome Done(BulkOperation.Sound operation, int status, Resource resource) =>
        new(operation, status, resource.Id.ToString(), Representation.ETag(resource.Version), null);

    internal static BulkOutcome Gone(BulkOperation.Sound operation, string id) => new(operation, 204, id, null, null);

    internal static BulkOutcome Failed(BulkOperation operation, string? id, ScimException refusal) =>
        new(operation, refusal.Status, id, null, refusal);
}
