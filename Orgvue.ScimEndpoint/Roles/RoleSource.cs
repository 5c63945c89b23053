namespace Orgvue.ScimEndpoint.Roles;

/// <summary>Whether a group name carries its tenant (M2: configured, never guessed).</summary>
public enum TenantMode { SingleTenant, MultiTenant }

/// <summary>What the mapper needs of one enabled IAM sync configuration; its prefix is literal, the last <c>_</c> included (M5).</summary>
public sealed record RoleSource(string Tenant, TenantMode Mode, string Prefix)
{
    /// <summary>What a group name must start with to belong to this configuration (M1).</summary>
    public string EffectivePrefix => Mode == TenantMode.MultiTenant ? $"{Prefix}{Tenant}_" : Prefix;
}
