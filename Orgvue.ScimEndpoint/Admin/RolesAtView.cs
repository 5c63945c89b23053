using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>At which time, and who of those who were there.</summary>
public sealed record RolesAtQuery
{
    /// <summary>An instant such as <c>2026-11-01T12:00:00Z</c>, or a day such as <c>2026-11-01</c>, at its end; now, unless said otherwise.</summary>
    [FromQuery(Name = "at")]
    public string? At { get; init; }

    /// <summary>Where the day is a day, such as <c>Europe/Berlin</c>; UTC, unless said otherwise.</summary>
    [FromQuery(Name = "timeZone")]
    public string? TimeZone { get; init; }

    /// <summary>Only accounts with this role, such as <c>admin</c>; compared ignoring case.</summary>
    [FromQuery(Name = "role")]
    public string? Role { get; init; }

    /// <summary>Which tenant of that id: production, unless said otherwise.</summary>
    [FromQuery(Name = "environment")]
    public string? Environment { get; init; }
}

/// <summary>The accounts of a tenant as they were, disabled ones too, in the order of their ids.</summary>
/// <param name="At">The instant that was meant.</param>
public sealed record RolesAtView(
    string TenantId, OrgvueEnvironment Environment, DateTimeOffset At, string TimeZone, IReadOnlyList<RoleHolder> Items, string? NextCursor);

/// <summary>An account as it was, and what had made it so.</summary>
/// <param name="Since">Since when it was just so.</param>
/// <param name="ChangedBy">Who had made the last change before that time.</param>
public sealed record RoleHolder(
    string AccountId, string Email, bool Enabled, string Status, string? PlatformRole, IReadOnlyList<RoleView> Roles, string Source, string? UserId,
    DateTimeOffset? ExpiryDate, DateTimeOffset Since, string ChangedBy, string? RunId)
{
    internal static RoleHolder Of(AuditEntry last)
    {
        var was = AccountPast.Of(last.After)!;
        return new(
            last.SubjectId, was.Email, was.Enabled, was.Enabled ? "Active" : "Inactive", was.Platform, RoleView.Of(was.Roles), was.Source.ToString(),
            was.DirectoryUserId?.ToString(), was.ExpiryDate, last.At, last.Actor, last.RunId?.ToString());
    }
}
