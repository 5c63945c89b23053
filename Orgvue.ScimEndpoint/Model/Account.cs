namespace Orgvue.ScimEndpoint.Model;

/// <summary>A person's account in a tenant. Sync owns the e-mail, <see cref="Enabled"/> and the roles, and nothing else (rule A9).</summary>
public sealed class Account
{
    public int TenantKey { get; set; }
    public Guid Id { get; set; }
    public required string Email { get; set; }

    /// <summary><see cref="Email"/> folded; unique in the tenant.</summary>
    public required string EmailKey { get; set; }

    public bool Enabled { get; set; } = true;
    public AccountSource Source { get; set; }

    /// <summary>The directory user that the account stands for; null for one added by hand.</summary>
    public Guid? DirectoryUserId { get; set; }

    public DateTimeOffset? ExpiryDate { get; set; }
    public bool TokenAccess { get; set; }
    public List<string> HiddenFeatures { get; set; } = [];

    /// <summary>A JSON object of whatever else Orgvue keeps with an account.</summary>
    public string AdditionalProperties { get; set; } = "{}";

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? LastSyncedAt { get; set; }
    public int Version { get; set; } = 1;
    public List<RoleAssignment> Roles { get; set; } = [];
}

public enum AccountSource { Scim, Manual }

/// <summary>One role of an account: a row, never part of a joined string (rule M7).</summary>
public sealed class RoleAssignment
{
    public int TenantKey { get; set; }
    public Guid AccountId { get; set; }

    /// <summary><see cref="Role"/> folded: roles compare ignoring case within an account (rule M4).</summary>
    public required string RoleKey { get; set; }

    public required string Role { get; set; }

    /// <summary>The group names that gave the role; empty for one given by hand.</summary>
    public List<string> SourceGroups { get; set; } = [];
}
