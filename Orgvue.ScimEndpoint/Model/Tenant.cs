namespace Orgvue.ScimEndpoint.Model;

/// <summary>An Orgvue tenant; its id is unique within one environment.</summary>
public sealed class Tenant
{
    public int Key { get; set; }

    /// <summary><c>^[A-Z][A-Z0-9_]{0,29}$</c></summary>
    public required string TenantId { get; set; }

    public OrgvueEnvironment Environment { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
