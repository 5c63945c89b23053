namespace Orgvue.ScimEndpoint.Security;

/// <summary>Settings under <c>Admin:</c>.</summary>
public sealed class AdminOptions
{
    /// <summary>Bearer key of the admin API and of the Orgvue side. Outside Development the server does not start without one.</summary>
    public string? Key { get; set; }
}
