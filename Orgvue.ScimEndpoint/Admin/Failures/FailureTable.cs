using System.Globalization;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin.Failures;

/// <summary>The failures as a table: one row a failure, instants in UTC.</summary>
static class FailureTable
{
    public static readonly string Head = Csv.Line(
    [
        "failureId", "directoryId", "tenantId", "userId", "userName", "email", "groups", "code", "reason", "remedy", "firstSeenAt", "lastSeenAt",
        "count", "resolvedAt", "resolvedByRun",
    ]);

    public static string Row(SyncFailure f, string directory) => Csv.Line(
    [
        f.Id.ToString(), directory, f.Tenant?.TenantId, f.UserId.ToString(), f.UserName, f.Email, string.Join("; ", f.Groups), f.Code, f.Reason,
        f.Remedy, Instant(f.FirstSeenAt), Instant(f.LastSeenAt), f.Count.ToString(CultureInfo.InvariantCulture), Instant(f.ResolvedAt),
        f.ResolvedByRun?.ToString(),
    ]);

    static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
