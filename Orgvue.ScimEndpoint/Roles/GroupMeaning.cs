namespace Orgvue.ScimEndpoint.Roles;

/// <summary>What one group name means to the configurations of its directory. The hint is for reading only (M8).</summary>
public abstract record GroupMeaning(NearMiss? Hint = null)
{
    /// <summary>The group grants a role in a tenant (M1).</summary>
    public sealed record Mapped(string Tenant, string Role) : GroupMeaning;

    /// <summary>The name stops where its role should begin: ignored, with a warning (M6).</summary>
    public sealed record EmptyRole(string Tenant) : GroupMeaning;

    /// <summary>The role holds one of Orgvue's own separators or a control character: not mapped, with a warning (M7).</summary>
    public sealed record InvalidRoleName(string Tenant, string Role, string Reason) : GroupMeaning;

    /// <summary>The prefix of a multi-tenant configuration, then no tenant that is configured: ignored, with a warning (M6).</summary>
    public sealed record UnknownTenant(string Prefix, string Rest) : GroupMeaning;

    /// <summary>Not one of Orgvue's groups, however close it may come (M8).</summary>
    public sealed record NotOrgvue(NearMiss? Hint) : GroupMeaning(Hint);
}
