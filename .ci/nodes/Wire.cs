using System.Net;
using System.Net.Sockets;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>
/// What a node's connections to PostgreSQL go through. Cut, nothing passes either way and nobody is told, as when a firewall drops packets:
/// what is open stays open, what is new is never answered. Mended, what was held back goes on.
/// </summary>
sealed class Wire : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly IPEndPoint _to;
    readonly CancellationTokenSource _end = new();
    volatile TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Wire(IPEndPoint to)
    {
        _to = to;
        _whole.SetResult();
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public void Cut() => _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend() => _whole.TrySetResult();

    async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
            try
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException) { }
    }

    async Task CarryAsync(TcpClient from)
    {
        using var _ = from;
        using var to = new TcpClient();
        try
        {
            await _whole.Task.WaitAsync(_end.Token);
            await to.ConnectAsync(_to, _end.Token);
            (from.NoDelay, to.NoDelay) = (true, true);
            await Task.WhenAny(PassAsync(from.GetStream(), to.GetStream()), PassAsync(to.GetStream(), from.GetStream()));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException) { }
    }

    // What was read before the cut, or the end of it, waits until the wire is whole.
    async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await from.ReadAsync(buffer, _end.Token);
                await _whole.Task.WaitAsync(_end.Token);
                if (read == 0) return;
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (e is System.IO.IOException or OperationCanceledException or ObjectDisposedException)
        {
            await _whole.Task.WaitAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        _end.Dispose();
    }
}
