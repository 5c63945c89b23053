using System.Net;
using System.Net.Sockets;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Connections to allowed addresses only, judged when they are made: what a name resolves to may have changed since it was looked at.</summary>
static class GuardedSockets
{
    public static SocketsHttpHandler Handler(NotificationOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would resolve the name itself, out of sight.
        UseProxy = false,
        ConnectTimeout = options.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, options.AllowPrivateNetworks, ct),
    };

    static async ValueTask<System.IO.Stream> ConnectAsync(DnsEndPoint to, bool privateToo, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(to.Host, out var address) ? [address] : await Dns.GetHostAddressesAsync(to.Host, ct);
        var allowed = Array.FindAll(addresses, a => Addresses.IsAllowed(a, privateToo));
        if (allowed.Length == 0) throw new ForbiddenAddressException(to.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The receiver is where notifications must not go.</summary>
public sealed class ForbiddenAddressException(string host)
    : Exception($"{host} has no address that notifications may be sent to; private ones are allowed with Notifications:AllowPrivateNetworks.");
