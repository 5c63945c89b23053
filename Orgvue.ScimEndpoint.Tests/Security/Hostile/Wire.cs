using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Orgvue.ScimEndpoint.Tests.Security.Hostile;

/// <summary>HTTP/1.1 over a socket of its own: a client would mend, refuse or fold most of what is to be sent here.</summary>
static class Wire
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends the bytes and reads until the server closes the connection.</summary>
    public static async Task<WireAnswer> SendAsync(Uri server, byte[] request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, patience.Token);
        await using var stream = client.GetStream();
        var sending = SendAsync(stream, request, patience.Token);
        using var received = new System.IO.MemoryStream();
        try
        {
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (System.IO.IOException)
        {
            // Closed on a request that it did not read to its end; what it said before counts.
        }
        await sending;
        return WireAnswer.Read(received.ToArray());
    }

    static async Task SendAsync(NetworkStream stream, byte[] request, CancellationToken ct)
    {
        try
        {
            await stream.WriteAsync(request, ct);
        }
        catch (System.IO.IOException)
        {
            // The server need not read what it refuses.
        }
    }
}

/// <summary>An answer as it came: its status, its head as text and its body, unchunked.</summary>
sealed record WireAnswer(int Status, string Head, string Body)
{
    public static WireAnswer Read(byte[] received)
    {
        var text = Encoding.Latin1.GetString(received);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0 && text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"No answer: {text}");
        var head = text[..end];
        var body = received.AsSpan(end + 4);
        return new(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), head,
            head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) ? Unchunked(body) : Encoding.UTF8.GetString(body));
    }

    /// <summary>The value of a header; null where there is none.</summary>
    public string? Header(string name) => Array.Find(Head.Split("\r\n"), l => l.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

    static string Unchunked(ReadOnlySpan<byte> chunks)
    {
        var body = new List<byte>();
        while (chunks.IndexOf("\r\n"u8) is > 0 and var line)
        {
            var size = int.Parse(Encoding.ASCII.GetString(chunks[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) break;
            body.AddRange(chunks.Slice(line + 2, size));
            chunks = chunks[(line + 2 + size + 2)..];
        }
        return Encoding.UTF8.GetString([.. body]);
    }
}
