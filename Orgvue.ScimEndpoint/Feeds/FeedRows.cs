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

    public static IQueryable<AccountRoleRow> AccountRoles(ScimDb db) =>
        from role in db.Roles
        join account in db.Accounts on new { role.TenantKey, Id = role.AccountId } equals new { account.TenantKey, account.Id }
        join tenant in db.Tenants on role.TenantKey equals tenant.Key
        select new AccountRoleRow
        {
            AccountId = role.AccountId,
            RoleKey = role.RoleKey,
            Role = role.Role,
            IsPlatformRole = role.RoleKey == PlatformRole.Admin || role.RoleKey == PlatformRole.User,
            TenantId = tenant.TenantId,
            Environment = tenant.Environment == OrgvueEnvironment.Production ? "Production" : "Staging",
            Email = account.Email,
            Enabled = account.Enabled,
            Source = account.Source == AccountSource.Scim ? "Scim" : "Manual",
        };

    public static IQueryable<SyncRunRow> SyncRuns(ScimDb db) =>
        from run in db.Runs
        join directory in db.Directories on run.DirectoryKey equals directory.Key
        join tenant in db.Tenants on run.TenantKey equals tenant.Key
        select new SyncRunRow
        {
            RunId = run.Id,
            DirectoryId = directory.Id,
            TenantId = tenant.TenantId,
            Environment = tenant.Environment == OrgvueEnvironment.Production ? "Production" : "Staging",
            Trigger = run.Trigger == SyncTrigger.Window ? "Window" : run.Trigger == SyncTrigger.SyncNow ? "SyncNow"
                : run.Trigger == SyncTrigger.Periodic ? "Periodic" : "Rerun",
            Status = run.Status == SyncRunStatus.Completed ? "Completed" : run.Status == SyncRunStatus.CompletedWithFailures ? "CompletedWithFailures"
                : run.Status == SyncRunStatus.Held ? "Held" : run.Status == SyncRunStatus.Failed ? "Failed" : "Discarded",
            Full = run.Full,
            DueAt = run.DueAt,
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            Created = run.Created,
            Updated = run.Updated,
            Disabled = run.Disabled,
            Removed = run.Removed,
            Unchanged = run.Unchanged,
            Failed = run.Failed,
            HeldBecause = run.HeldBecause,
            DecidedBy = run.DecidedBy,
            DecidedAt = run.DecidedAt,
            Error = run.Error,
        };

    public static IQueryable<ChangeRow> Changes(ScimDb db) =>
        from entry in db.Audit
        join directory in db.Directories on entry.DirectoryKey equals directory.Key into directories
        from directory in directories.DefaultIfEmpty()
        join tenant in db.Tenants on entry.TenantKey equals tenant.Key into tenants
        from tenant in tenants.DefaultIfEmpty()
        select new ChangeRow
        {
            ChangeId = entry.Id,
            At = entry.At,
            Actor = entry.Actor,
            Source = entry.Source,
            Request = entry.Request,
            RunId = entry.RunId,
            Action = entry.Action == AuditAction.Created ? "Created" : entry.Action == AuditAction.Changed ? "Changed" : "Deleted",
            Subject = entry.Subject == AuditSubject.Account ? "Account" : entry.Subject == AuditSubject.User ? "User"
                : entry.Subject == AuditSubject.Group ? "Group" : entry.Subject == AuditSubject.Members ? "Members"
                : entry.Subject == AuditSubject.Directory ? "Directory" : entry.Subject == AuditSubject.Token ? "Token"
                : entry.Subject == AuditSubject.Configuration ? "Configuration" : entry.Subject == AuditSubject.Schema ? "Schema"
                : entry.Subject == AuditSubject.Tenant ? "Tenant" : entry.Subject == AuditSubject.Run ? "Run"
                : entry.Subject == AuditSubject.WorkOsLink ? "WorkOsLink" : entry.Subject == AuditSubject.ApiKey ? "ApiKey"
                : entry.Subject == AuditSubject.Administrator ? "Administrator" : "WebhookEndpoint",
            SubjectId = entry.SubjectId,
            Name = entry.Name,
            DirectoryId = directory == null ? null : directory.Id,
            TenantId = tenant == null ? null : tenant.TenantId,
            Environment = tenant == null
                ? directory == null ? null : directory.Environment == OrgvueEnvironment.Production ? "Production" : "Staging"
                : tenant.Environment == OrgvueEnvironment.Production ? "Production" : "Staging",
            Before = entry.Before,
            After = entry.After,
        };
}
