using System.Net;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Where a webhook may be sent to, as far as its URL tells: a name is judged again when it is connected to (<see cref="GuardedSockets"/>). Pure.</summary>
public static class EndpointUrl
{
    public const int MaxLength = 2048;

    /// <summary>The rule that it breaks, with a sentence; null when it breaks none.</summary>
    public static (string Rule, string Message)? WrongWith(string text, bool privateToo)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || HostOf(url) is not { Length: > 0 } host)
            return ("format", "Expected an absolute URL with http or https.");
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0) return ("format", "A user, password or fragment in the URL is not sent; leave it out.");
        // A name is judged when it is connected to: only then is it known what it resolves to.
        if (IPAddress.TryParse(host, out var address) ? !Addresses.IsAllowed(address, privateToo) : IsLocal(host) && !privateToo)
            return ("network", privateToo ? "No receiver can be at this address."
                : "This is no public address; private ones are allowed with the setting Notifications:AllowPrivateNetworks.");
        // What is told has people's names in it.
        return url.Scheme == "http" && !privateToo
            ? ("https", "Expected https; http is allowed where private networks are, with the setting Notifications:AllowPrivateNetworks.") : null;
    }

    // Null for letters that no name may have.
    static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
