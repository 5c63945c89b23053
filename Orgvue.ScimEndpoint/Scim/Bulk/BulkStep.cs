namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>What to do next for a bulk request.</summary>
public abstract record BulkStep
{
    /// <summary>Carry the operation out.</summary>
    /// <param name="Later">References to resources that are created only after this one: it goes without them at first.</param>
    public sealed record Send(BulkOperation Operation, IReadOnlySet<string> Later) : BulkStep;

    /// <summary>All of them are there: give the resource what it went without.</summary>
    public sealed record Complete(BulkOperation.Sound Operation, IReadOnlySet<string> Later) : BulkStep;
}
