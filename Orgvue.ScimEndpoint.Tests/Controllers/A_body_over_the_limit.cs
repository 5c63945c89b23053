using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Http;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Only a real server counts bytes, so this one listens on a port.</summary>
public sealed class A_body_over_the_limit
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_refused_as_SCIM_refuses_whether_or_not_its_length_is_told(bool chunked)
    {
        await using var host = new Host();
        host.UseKestrel(0);
        host.StartServer();
        var directory = await host.NewDirectoryAsync();
        var text = $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","title":"{{new string('x', HttpSetup.BodyLimit)}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "Users");
        request.Content = new StringContent(text, Encoding.UTF8, "application/scim+json");
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;

        var error = await Answers.ReadAsync(directory.Scim.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal(("413", "The body is larger than this server accepts."), ((string)error["status"]!, (string)error["detail"]!));
        Assert.Equal(0, await host.Store.ReadAsync(db => db.Users.CountAsync()));
    }

    /// <summary>As Node and others do: all of it is written before anything is read.</summary>
    [Fact]
    public async Task Is_answered_to_whoever_writes_all_of_it_first()
    {
        await using var host = new Host();
        host.UseKestrel(0);
        host.StartServer();
        var directory = await host.NewDirectoryAsync();
        var url = new Uri(directory.Scim.BaseAddress!, "Users");
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {directory.Token}\r\nContent-Type: application/scim+json\r\nContent-Length: {3 * HttpSetup.BodyLimit}\r\n\r\n"));
        var part = new byte[64 * 1024];
        for (var left = 3 * HttpSetup.BodyLimit; left > 0; left -= part.Length) await stream.WriteAsync(part.AsMemory(0, Math.Min(left, part.Length)));

        using var reader = new System.IO.StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }
}
