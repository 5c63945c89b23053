namespace Orgvue.ScimEndpoint.Security;

/// <summary>Settings under <c>WorkOs:</c> that let callers in.</summary>
public sealed class WorkOsKeyOptions
{
    /// <summary>
    /// Bearer key (<c>sk_…</c>) of the emulated WorkOS API at the server root. Outside Development the API is off without one; in Development
    /// one is generated on the first start.
    /// </summary>
    public string? ApiKey { get; set; }
}
