using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>
/// One keep-alive connection over a raw socket, used by one thread that waits for each answer: some hundredths of a millisecond of the client's
/// processor a request, so that what is measured is the server.
/// </summary>
sealed class Wire : IDisposable
{
    readonly Uri _base;
    readonly string _headers;
    readonly MemoryStream _out = new();
    Socket? _socket;
    byte[] _in = new byte[64 * 1024];
    int _from, _to;

    public Wire(Uri root, string token)
    {
        _base = root;
        _headers = $" HTTP/1.1\r\nHost: {root.Authority}\r\nAuthorization: Bearer {token}\r\nAccept: application/scim+json\r\n";
    }

    /// <summary>The body of the last answer, until the next request.</summary>
    public ArraySegment<byte> Body { get; private set; } = ArraySegment<byte>.Empty;

    public string Text => Encoding.UTF8.GetString(Body);

    public bool Says(string text) => Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Sends and waits; returns the status.</summary>
    public int Send(string method, string path, byte[]? body = null)
    {
        if (_socket is null) Connect();
        try
        {
            _out.SetLength(0);
            _out.Write(Encoding.ASCII.GetBytes($"{method} {_base.AbsolutePath.TrimEnd('/')}{path}{_headers}"));
            if (body is not null) _out.Write(Encoding.ASCII.GetBytes($"Content-Type: application/scim+json\r\nContent-Length: {body.Length}\r\n"));
            _out.Write("\r\n"u8);
            if (body is not null) _out.Write(body);
            _socket!.Send(_out.GetBuffer().AsSpan(0, (int)_out.Length));
            (_from, _to) = (0, 0);
            return Receive();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    void Connect()
    {
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 120_000 };
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, _base.Port));
    }

    int Receive()
    {
        int end;
        while ((end = _in.AsSpan(0, _to).IndexOf("\r\n\r\n"u8)) < 0) Fill();
        var head = Encoding.ASCII.GetString(_in, 0, end);
        _from = end + 4;
        var status = int.Parse(head.AsSpan(9, 3));
        var lines = head.Split("\r\n");
        if (status is 204 or 304) Body = ArraySegment<byte>.Empty;
        else if (Header(lines, "Content-Length") is { } length) Body = Exactly(int.Parse(length));
        else if (Header(lines, "Transfer-Encoding") is "chunked") Body = Chunks();
        else throw new InvalidOperationException("The answer does not say how long it is.");
        if (string.Equals(Header(lines, "Connection"), "close", StringComparison.OrdinalIgnoreCase)) Dispose();
        return status;
    }

    static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    ArraySegment<byte> Exactly(int length)
    {
        while (_to - _from < length) Fill();
        _from += length;
        return new(_in, _from - length, length);
    }

    // The chunks are moved together over the lines that announce them.
    ArraySegment<byte> Chunks()
    {
        var (start, end) = (_from, _from);
        while (true)
        {
            int line;
            while ((line = _in.AsSpan(_from, _to - _from).IndexOf("\r\n"u8)) < 0) Fill();
            if (!Utf8Parser.TryParse(_in.AsSpan(_from, line), out int length, out _, 'x')) throw new InvalidOperationException("A chunk has no length.");
            _from += line + 2;
            var chunk = Exactly(length + 2);
            Buffer.BlockCopy(_in, chunk.Offset, _in, end, length);
            end += length;
            if (length == 0) return new(_in, start, end - start);
        }
    }

    void Fill()
    {
        if (_to == _in.Length) Array.Resize(ref _in, _in.Length * 2);
        var got = _socket!.Receive(_in, _to, _in.Length - _to, SocketFlags.None);
        if (got == 0) throw new InvalidOperationException("The server closed the connection.");
        _to += got;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
