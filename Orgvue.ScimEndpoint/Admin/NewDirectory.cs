using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A directory to be set up, as the admin API, the command line and the demo ask for it.</summary>
public sealed record NewDirectory
{
    public const int MaxName = 200;
    const int MostTenants = 200;

    public string? Name { get; init; }
    public IdentityProvider? Provider { get; init; }
    public OrgvueEnvironment? Environment { get; init; }

    /// <summary>By which rules its clients are served; tolerant unless said otherwise.</summary>
    public DirectoryProfile? Profile { get; init; }

    public string? IamAdministratorEmail { get; init; }

    /// <summary>hh:mm:ss; without it the server's <c>Sync:Delay</c> holds.</summary>
    public string? SyncDelay { get; init; }

    public IReadOnlyList<NewTenant?>? Tenants { get; init; }

    /// <summary>For a directory that lives at WorkOS: where, and what opens it. It can be linked later too.</summary>
    public NewWorkOsLink? Workos { get; init; }

    internal (CheckedDirectory, IReadOnlyList<CheckedTenant>, CheckedLink?) Checked(bool privateToo)
    {
        var checks = new Checks();
        var directory = new CheckedDirectory(
            checks.Text("name", Name, MaxName), Provider ?? IdentityProvider.Generic, Environment ?? OrgvueEnvironment.Staging,
            IamAdministratorEmail is null ? null : checks.Email("iamAdministratorEmail", IamAdministratorEmail), checks.Delay("syncDelay", SyncDelay),
            Profile ?? DirectoryProfile.Tolerant);
        if (Tenants?.Count > MostTenants) checks.Add("tenants", "length", $"Has {Tenants.Count} tenants; {MostTenants} are allowed.");
        var tenants = (Tenants ?? []).Take(MostTenants).Select((t, i) => (t ?? new()).Checked(checks, $"tenants[{i}].")).ToList();
        var link = Workos?.Checked(checks, "workos.", privateToo);
        checks.Refuse();
        return (directory, tenants, link);
    }
}

/// <summary>One tenant that the directory feeds.</summary>
public sealed record NewTenant
{
    public string? TenantId { get; init; }
    public ConfigurationMode? Mode { get; init; }

    /// <summary>Kept literally, its last underscore included (M5); may be empty.</summary>
    public string? GroupPrefix { get; init; }

    public IReadOnlyList<string?>? Domains { get; init; }

    internal CheckedTenant Checked(Checks checks, string at) => new(
        Fields.TenantId(checks, at + "tenantId", TenantId), Mode ?? ConfigurationMode.SingleTenant,
        Fields.Prefix(checks, at + "groupPrefix", GroupPrefix ?? ConfigurationRules.DefaultPrefix), checks.Domains(at + "domains", Domains));
}

/// <summary>The fields of a configuration that have rules of Orgvue's own.</summary>
static class Fields
{
    public static string TenantId(Checks checks, string field, string? id)
    {
        if (string.IsNullOrEmpty(id)) checks.Add(field, "required", "Give a tenant id.");
        else if (!SourceRules.IsTenantId(id))
            checks.Add(field, "M1", "A tenant id is a capital letter, then up to 29 capital letters, digits or underscores.");
        return id ?? "";
    }

    public static string Prefix(Checks checks, string field, string prefix)
    {
        if (prefix.Length > SourceRules.MaxPrefixLength)
            checks.Add(field, "M5", $"A prefix has at most {SourceRules.MaxPrefixLength} characters.");
        if (prefix.Any(char.IsControl)) checks.Add(field, "M5", "A prefix holds no control characters.");
        return prefix;
    }
}

sealed record CheckedDirectory(
    string Name, IdentityProvider Provider, OrgvueEnvironment Environment, string? IamAdministratorEmail, TimeSpan? SyncDelay,
    DirectoryProfile Profile);

sealed record CheckedTenant(string TenantId, ConfigurationMode Mode, string GroupPrefix, List<string> Domains)
{
    public RoleSource Source => ConfigurationRules.Source(TenantId, Mode, GroupPrefix);
}
