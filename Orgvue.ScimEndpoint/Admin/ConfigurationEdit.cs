using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A configuration to be made, or what is to change of one; what is not given stays, or takes its default.</summary>
public sealed record ConfigurationEdit
{
    public string? DirectoryId { get; init; }
    public string? TenantId { get; init; }
    public ConfigurationMode? Mode { get; init; }
    public string? GroupPrefix { get; init; }
    public IReadOnlyList<string?>? Domains { get; init; }
    public DomainPolicy? DomainPolicy { get; init; }
    public MissingPlatformRole? OnMissingPlatformRole { get; init; }
    public InactiveUserHandling? InactiveUserHandling { get; init; }
    public bool? Enabled { get; init; }

    internal void CheckNew()
    {
        var checks = new Checks();
        if (string.IsNullOrEmpty(DirectoryId)) checks.Add("directoryId", "required", "Give the directory's id.");
        Fields.TenantId(checks, "tenantId", TenantId);
        Check(checks);
    }

    internal void Check() => Check(new Checks());

    void Check(Checks checks)
    {
        if (GroupPrefix is not null) Fields.Prefix(checks, "groupPrefix", GroupPrefix);
        checks.Domains("domains", Domains);
        checks.Refuse();
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
        configuration.Enabled = Enabled ?? configuration.Enabled;
    }
}
