namespace Orgvue.ScimEndpoint.Model;

/// <summary>How one directory feeds one tenant: the group prefix and what becomes of users that cannot be accounts.</summary>
public sealed class IamSyncConfiguration
{
    /// <summary>Up to this many accounts a share of them means little (rule B8).</summary>
    public const int GuardFrom = 10;

    public int DirectoryKey { get; set; }
    public Guid Id { get; set; }
    public int TenantKey { get; set; }
    public Tenant? Tenant { get; set; }
    public ConfigurationMode Mode { get; set; }

    /// <summary>Kept literally, its last underscore included; may be empty (rule M5).</summary>
    public required string GroupPrefix { get; set; }

    /// <summary>E-mail domains that may have accounts; empty allows all (rule A2).</summary>
    public List<string> Domains { get; set; } = [];

    public DomainPolicy DomainPolicy { get; set; } = DomainPolicy.Enforce;
    public MissingPlatformRole OnMissingPlatformRole { get; set; } = MissingPlatformRole.Disable;
    public InactiveUserHandling InactiveUserHandling { get; set; } = InactiveUserHandling.Disable;

    /// <summary>E-mails of accounts that no run removes or disables (rule B8); compared ignoring case.</summary>
    public List<string> ProtectedAccounts { get; set; } = [];

    /// <summary>A run that would remove or disable more accounts than this is held (rule B8).</summary>
    public int GuardAccounts { get; set; } = 500;

    /// <summary>The same as a share of the tenant's active accounts, once more than <see cref="GuardFrom"/> are concerned.</summary>
    public int GuardPercent { get; set; } = 50;

    /// <summary>Whether a run that leaves no active admin is held, rather than warned about (rule B8).</summary>
    public bool HoldOnLastAdmin { get; set; }

    public bool Enabled { get; set; } = true;
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>Whether a group's name carries a tenant: <c>prefix + role</c> or <c>prefix + tenant + "_" + role</c> (rule M2).</summary>
public enum ConfigurationMode { SingleTenant, MultiTenant }

/// <summary>Rule A2.</summary>
public enum DomainPolicy { Enforce, Warn, Off }

/// <summary>What becomes of an existing account that loses its platform role (rule A5).</summary>
public enum MissingPlatformRole { Disable, Keep, Remove }

/// <summary>What becomes of the account of a user with <c>active: false</c> (rule A6).</summary>
public enum InactiveUserHandling { Disable, Remove }
