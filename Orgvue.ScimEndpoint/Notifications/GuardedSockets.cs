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
        ConnectCallback = (context, ct) =>
            // A URL may have been kept since before the setting was changed.
            context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp && !options.AllowPrivateNetworks
                ? throw new ForbiddenAddressException(context.DnsEndPoint.Host, "is not asked by plain http")
                : ConnectAsync(context.DnsEndPoint, options.AllowPrivateNetworks, ct),
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

/// <summary>The receiver is where this server must not send anything.</summary>
public sealed class ForbiddenAddressException(string host, string why = "has no address that notifications may be sent to")
    : Exception($"{host} {why}; private networks, and http, are allowed with Notifications:AllowPrivateNetworks.");
