namespace Orgvue.ScimEndpoint.Security;

/// <summary>Who may call what. Every endpoint names one of these; what names none is refused (the fallback policy).</summary>
public static class Schemes
{
    /// <summary>A directory's bearer token; refusals are SCIM errors.</summary>
    public const string Directory = "DirectoryToken";

    /// <summary>The admin key; refusals are problem+json.</summary>
    public const string Admin = "AdminKey";

    /// <summary>The admin key too, refusals in Orgvue's own shape.</summary>
    public const string Orgvue = "OrgvueKey";

    /// <summary>The key of the emulated WorkOS API; refusals in WorkOS's shape.</summary>
    public const string WorkOs = "WorkOsKey";

    /// <summary>The cookie of somebody who is signed in to the console; it opens what the admin key's schemes open.</summary>
    public const string Console = "ConsoleCookie";

    /// <summary>How somebody gets that cookie by an OpenID Connect provider.</summary>
    public const string OpenIdConnect = "OpenIdConnect";
}

/// <summary>What a caller of the admin API or of the Orgvue side must be: known by a key, and of the role that the action needs.</summary>
public static class Policies
{
    public const string Admin = "Admin";
    public const string Orgvue = "Orgvue";
}
