using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The answer to the creation of a directory. The token is shown here and never again.</summary>
public sealed record DirectoryMade(
    string DirectoryId, string ExternalKey, string ScimBaseUrl, string Token, IReadOnlyList<SyncWarning> Warnings)
{
    public static DirectoryMade Of(MadeDirectory made, string origin) =>
        new(made.Directory.Id, made.Directory.ExternalKey, ScimUrl.Of(origin, made.Directory), made.Token, made.Warnings);
}

/// <summary>A directory; asked for by itself, with what hangs on it.</summary>
public sealed record DirectoryView(
    string DirectoryId, string ExternalKey, string Name, IdentityProvider Provider, OrgvueEnvironment Environment, DirectoryProfile Profile, DirectoryState State,
    string? IamAdministratorEmail, TimeSpan? SyncDelay, AuthenticationView Authentication, string ScimBaseUrl, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DirectoryContents? Contents { get; init; }

    public static DirectoryView Of(Directory d, string origin) => new(
        d.Id, d.ExternalKey, d.Name, d.Provider, d.Environment, d.Profile, d.State, d.IamAdministratorEmail, d.SyncDelay, AuthenticationView.Of(d), ScimUrl.Of(origin, d),
        d.CreatedAt, d.UpdatedAt);
}

/// <summary>What a directory holds. The window is null when nothing waits for a run.</summary>
public sealed record DirectoryContents(int Users, int Groups, WindowView? Window, IReadOnlyList<ConfigurationView> Configurations);

/// <summary>A configuration, as the admin API shows it.</summary>
public sealed record ConfigurationView(
    string ConfigurationId, string DirectoryId, string TenantId, ConfigurationMode Mode, string GroupPrefix, string EffectivePrefix,
    IReadOnlyList<string> Domains, DomainPolicy DomainPolicy, MissingPlatformRole OnMissingPlatformRole,
    InactiveUserHandling InactiveUserHandling, IReadOnlyList<string> ProtectedAccounts, int GuardAccounts, int GuardPercent, bool HoldOnLastAdmin,
    bool Enabled, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    IReadOnlyList<SyncWarning> Warnings)
{
    public static ConfigurationView Of(IamSyncConfiguration c, string directory, IReadOnlyList<SyncWarning>? warnings = null) => new(
        c.Id.ToString(), directory, c.Tenant!.TenantId, c.Mode, c.GroupPrefix,
        ConfigurationRules.Source(c.Tenant.TenantId, c.Mode, c.GroupPrefix).EffectivePrefix, c.Domains, c.DomainPolicy, c.OnMissingPlatformRole,
        c.InactiveUserHandling, c.ProtectedAccounts, c.GuardAccounts, c.GuardPercent, c.HoldOnLastAdmin, c.Enabled, c.CreatedAt, c.UpdatedAt, warnings ?? []);
}

/// <summary>The open window of a directory (rule B1).</summary>
public sealed record WindowView(DateTimeOffset OpenedAt, DateTimeOffset DueAt, int PendingChanges)
{
    public static WindowView? Of(Sync.Window? window) => window is null ? null : new(window.OpenedAt, window.DueAt, window.PendingChanges);
}

/// <summary>Where an identity provider sends a directory's users and groups.</summary>
public static class ScimUrl
{
    /// <summary>With WorkOS "the URL carries the directory's external_key, not its id"; there, both are answered.</summary>
    public static string Of(string origin, Directory directory) =>
        Of(origin, directory.Profile == DirectoryProfile.WorkOs ? directory.ExternalKey : directory.Id);

    public static string Of(string origin, string directory) => $"{origin.TrimEnd('/')}/scim/v2/{directory}";
}
