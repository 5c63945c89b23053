using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A configuration to be made, or what is to change of one; what is not given stays, or takes its default.</summary>
public sealed record ConfigurationEdit
{
    const int MostProtected = 1000;

    public string? DirectoryId { get; init; }
    public string? TenantId { get; init; }
    public ConfigurationMode? Mode { get; init; }
    public string? GroupPrefix { get; init; }
    public IReadOnlyList<string?>? Domains { get; init; }
    public DomainPolicy? DomainPolicy { get; init; }
    public MissingPlatformRole? OnMissingPlatformRole { get; init; }
    public InactiveUserHandling? InactiveUserHandling { get; init; }
    /// <summary>E-mails of accounts that no run removes or disables (rule B8).</summary>
    public IReadOnlyList<string?>? ProtectedAccounts { get; init; }

    /// <summary>A run that would remove or disable more accounts than this is held.</summary>
    public int? GuardAccounts { get; init; }

    /// <summary>The same in per cent of the tenant's active accounts, once more than ten are concerned.</summary>
    public int? GuardPercent { get; init; }

    /// <summary>Whether a run that leaves no active admin is held.</summary>
    public bool? HoldOnLastAdmin { get; init; }

    public bool? Enabled { get; init; }

    internal void CheckNew()
    {
        var checks = new Checks();
        if (string.IsNullOrEmpty(DirectoryId)) checks.Add("directoryId", "required", "Give the directory's id.");
        Fields.TenantId(checks, "tenantId", TenantId);
        LookAt(checks, "");
        checks.Refuse();
    }

    internal void Check()
    {
        var checks = new Checks();
        LookAt(checks, "");
        checks.Refuse();
    }

    /// <param name="at">What the names of the fields begin with, where the edit is part of a larger body.</param>
    internal void LookAt(Checks checks, string at)
    {
        if (GroupPrefix is not null) Fields.Prefix(checks, $"{at}groupPrefix", GroupPrefix);
        checks.Domains($"{at}domains", Domains);
        Protected(checks, at);
        if (GuardAccounts is < 0) checks.Add($"{at}guardAccounts", "B8", "Expected a number of accounts, 0 or more.");
        if (GuardPercent is < 0 or > 100) checks.Add($"{at}guardPercent", "B8", "Expected a number from 0 to 100.");
    }

    List<string> Protected(Checks checks, string at)
    {
        if (ProtectedAccounts?.Count > MostProtected)
            checks.Add($"{at}protectedAccounts", "length", $"Has {ProtectedAccounts.Count} e-mails; {MostProtected} are allowed.");
        return [.. (ProtectedAccounts ?? []).Take(MostProtected).Select((email, i) => checks.Email($"{at}protectedAccounts[{i}]", email))
            .Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    internal void Apply(IamSyncConfiguration configuration)
    {
        configuration.Mode = Mode ?? configuration.Mode;
        configuration.GroupPrefix = GroupPrefix ?? configuration.GroupPrefix;
        if (Domains is not null && new Checks().Domains("domains", Domains) is var domains && !domains.SequenceEqual(configuration.Domains))
            configuration.Domains = domains;
        configuration.DomainPolicy = DomainPolicy ?? configuration.DomainPolicy;
        configuration.OnMissingPlatformRole = OnMissingPlatformRole ?? configuration.OnMissingPlatformRole;
        configuration.InactiveUserHandling = InactiveUserHandling ?? configuration.InactiveUserHandling;
        if (ProtectedAccounts is not null && Protected(new(), "") is var spared && !spared.SequenceEqual(configuration.ProtectedAccounts))
            configuration.ProtectedAccounts = spared;
        configuration.GuardAccounts = GuardAccounts ?? configuration.GuardAccounts;
        configuration.GuardPercent = GuardPercent ?? configuration.GuardPercent;
        configuration.HoldOnLastAdmin = HoldOnLastAdmin ?? configuration.HoldOnLastAdmin;
        configuration.Enabled = Enabled ?? configuration.Enabled;
    }
}
