using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What became of one operation of a bulk request (RFC 7644 §3.7.3).</summary>
/// <param name="Path">Of the resource that it was about, or was said to be about; null for a POST that failed.</param>
/// <param name="ETag">Of the resource as it is now; null where there is none.</param>
public sealed record BulkOutcome(BulkOperation Operation, int Status, string? Path, string? ETag, ScimException? Refusal)
{
    internal static BulkOutcome Done(BulkOperation.Sound operation, int status, Resource resource) =>
        new(operation, status, $"{operation.Type.Endpoint}/{resource.Id}", Representation.ETag(resource), null);

    internal static BulkOutcome Gone(BulkOperation.Sound operation, string id) =>
        new(operation, 204, $"{operation.Type.Endpoint}/{id}", null, null);

    internal static BulkOutcome Failed(BulkOperation operation, string? path, ScimException refusal) =>
        new(operation, refusal.Status, path, null, refusal);
}
