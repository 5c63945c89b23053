using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>
/// The feeds as queries, which the caller's filter joins before they reach the database. They are the administrator's, so none is limited to
/// a directory or tenant.
/// </summary>
static class FeedRows
{
    public static IQueryable<AccountRow> Accounts(ScimDb db) =>
        from account in db.Accounts
        join tenant in db.Tenants on account.TenantKey equals tenant.Key
        select new AccountRow
        {
            AccountId = account.Id,
            TenantId = tenant.TenantId,
            Environment = tenant.Environment == OrgvueEnvironment.Production ? "Production" : "Staging",
            Email = account.Email,
            EmailKey = account.EmailKey,
            Enabled = account.Enabled,
            Status = account.Enabled ? "Active" : "Inactive",
            PlatformRole =
                db.Roles.Any(r => r.TenantKey == account.TenantKey && r.AccountId == account.Id && r.RoleKey == PlatformRole.Admin) ? PlatformRole.Admin
                : db.Roles.Any(r => r.TenantKey == account.TenantKey && r.AccountId == account.Id && r.RoleKey == PlatformRole.User) ? PlatformRole.User
                : null,
            Source = account.Source == AccountSource.Scim ? "Scim" : "Manual",
            DirectoryUserId = account.DirectoryUserId,
            ExpiryDate = account.ExpiryDate,
            TokenAccess = account.TokenAccess,
            CreatedAt = account.CreatedAt,
            UpdatedAt = account.UpdatedAt,
            LastSyncedAt = account.LastSyncedAt,
        };

    public static IQueryable<SyncFailureRow> SyncFailures(ScimDb db) =>
        from failure in db.Failures
        join directory in db.Directories on failure.DirectoryKey equals directory.Key
        select new SyncFailureRow
        {
            FailureId = failure.Id,
            DirectoryId = directory.Id,
            TenantId = failure.Tenant == null ? null : failure.Tenant.TenantId,
            UserId = failure.UserId,
            UserName = failure.UserName,
            Email = failure.Email,
            Code = failure.Code,
            Reason = failure.Reason,
            Remedy = failure.Remedy,
            FirstSeenAt = failure.FirstSeenAt,
            LastSeenAt = failure.LastSeenAt,
            Count = failure.Count,
            ResolvedAt = failure.ResolvedAt,
        };
}
