using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What became of one operation of a bulk request (RFC 7644 §3.7.3).</summary>
/// <param name="Id">Of the resource that it was about, as far as it is known, as its type is.</param>
/// <param name="ETag">Of the resource as it is now; null where there is none.</param>
public sealed record BulkOutcome(BulkOperation Operation, int Status, ResourceType? Type, string? Id, string? ETag, ScimException? Refusal)
{
    internal static BulkOutcome Done(BulkOperation.Sound operation, int status, Resource resource) =>
        new(operation, status, operation.Type, resource.Id.ToString(), Representation.ETag(resource.Version), null);

    internal static BulkOutcome Gone(BulkOperation.Sound operation, string id) => new(operation, 204, operation.Type, id, null, null);

    internal static BulkOutcome Failed(BulkOperation.Sound operation, string? id, ScimException refusal) =>
        new(operation, refusal.Status, operation.Type, id, null, refusal);

    internal static BulkOutcome Failed(BulkOperation.Broken operation) => new(
        operation, operation.Refusal.Status, operation.Type, operation.Id is { } id && BulkReferences.Named(id) is null ? id : null, null, operation.Refusal);
}
