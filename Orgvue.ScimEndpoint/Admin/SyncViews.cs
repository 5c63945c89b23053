using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The runs that "sync now" made, one a tenant.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1724", Justification = "The name of the list in the answer.")]
public sealed record Runs(
    [property: JsonPropertyName("runs")] IReadOnlyList<RunView> Items);

/// <summary>A run of a tenant. Its status and trigger are written as the rules write them.</summary>
public sealed record RunView(
    string RunId, string DirectoryId, string TenantId,
    [property: JsonConverter(typeof(JsonStringEnumConverter<SyncTrigger>))] SyncTrigger Trigger,
    [property: JsonConverter(typeof(JsonStringEnumConverter<SyncRunStatus>))] SyncRunStatus Status,
    bool Full, DateTimeOffset? DueAt, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
    int Created, int Updated, int Disabled, int Removed, int Unchanged, int Failed, IReadOnlyList<SyncWarning> Warnings,
    string? HeldBecause, string? PlanHash, string? DecidedBy, DateTimeOffset? DecidedAt, string? Error)
{
    public static RunView Of(SyncRun r, string directory) => new(
        r.Id.ToString(), directory, r.Tenant!.TenantId, r.Trigger, r.Status, r.Full, r.DueAt, r.StartedAt, r.FinishedAt,
        r.Created, r.Updated, r.Disabled, r.Removed, r.Unchanged, r.Failed, r.Warnings,
        r.HeldBecause, r.PlanHash, r.DecidedBy, r.DecidedAt, r.Error);
}

/// <summary>A user without an account (rule B7). The tenant is null when the failure concerns none in particular.</summary>
public sealed record FailureView(
    string FailureId, string DirectoryId, string? TenantId, string UserId, string UserName, string? Email, IReadOnlyList<string> Groups,
    string Code, string Reason, string Remedy, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, int Count,
    DateTimeOffset? ResolvedAt, string? ResolvedByRun)
{
    public static FailureView Of(SyncFailure f, string directory) => new(
        f.Id.ToString(), directory, f.Tenant?.TenantId, f.UserId.ToString(), f.UserName, f.Email, f.Groups, f.Code, f.Reason, f.Remedy,
        f.FirstSeenAt, f.LastSeenAt, f.Count, f.ResolvedAt, f.ResolvedByRun?.ToString());
}
