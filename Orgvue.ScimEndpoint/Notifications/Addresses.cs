using System.Net;
using System.Net.Sockets;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>
/// Which addresses a notification may be sent to, so that nobody uses the server to reach what he cannot (SSRF). Pure; ranges are those of
/// the IANA special-purpose registries (RFC 6890).
/// </summary>
public static class Addresses
{
    // This machine, and private networks: RFC 1122, 1918, 6598, 4193.
    static readonly IPNetwork[] Private = Parse("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7");

    // Nobody's receiver is there; the metadata of cloud machines (169.254.169.254) is.
    static readonly IPNetwork[] Never = Parse(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20");

    static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");
    static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsAllowed(IPAddress address, bool privateToo)
    {
        if (address.IsIPv4MappedToIPv6) return IsAllowed(address.MapToIPv4(), privateToo);
        // An IPv4 address in another's clothes is what it is.
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (Nat64.Contains(address)) return IsAllowed(new IPAddress(address.GetAddressBytes().AsSpan(12, 4)), privateToo);
            if (SixToFour.Contains(address)) return IsAllowed(new IPAddress(address.GetAddressBytes().AsSpan(2, 4)), privateToo);
        }
        if (In(Private, address)) return privateToo;
        return !In(Never, address) && (address.AddressFamily == AddressFamily.InterNetwork || Unicast.Contains(address));
    }

    static bool In(IPNetwork[] networks, IPAddress address) => networks.Any(n => n.Contains(address));

    static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
