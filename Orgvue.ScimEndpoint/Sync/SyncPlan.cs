using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What a run will do to a tenant, in the order in which it does it: removals first, so that e-mails are free when they are given.</summary>
public sealed record SyncPlan(
    IReadOnlyList<SyncStep> Steps,
    IReadOnlyList<PlannedFailure> Failures,
    IReadOnlyList<SyncWarning> Warnings,
    int Unchanged);

/// <summary>A user that will have no account, and what to change in the identity provider.</summary>
/// <param name="OfDirectory">True when the failure concerns no tenant in particular.</param>
public sealed record PlannedFailure(
    SyncUser User, string Code, string Reason, string Remedy, bool OfDirectory = false);

/// <summary>The codes of rules A1-A10 and B6.</summary>
public static class FailureCode
{
    public const string MissingEmail = "MissingEmail";
    public const string DomainNotAllowed = "DomainNotAllowed";
    public const string DuplicateEmail = "DuplicateEmail";
    public const string MissingPlatformRole = "MissingPlatformRole";
    public const string NoTenantGroup = "NoTenantGroup";
    public const string InternalError = "InternalError";
}
