using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Http;

/// <summary>The server's own address is the operator's word, and tokens do not cross a network in clear unless he says that a proxy sees to it.</summary>
public sealed class The_public_address
{
    [Fact]
    public async Task Is_what_the_operator_says_whatever_a_request_says()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Http:PublicUrl", "https://scim.example.org:8443"));
        var directory = await host.NewDirectoryAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "Users")
        {
            Content = new StringContent(
                new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = "ann" }.ToJsonString(),
                System.Text.Encoding.UTF8, "application/scim+json"),
            Headers = { Host = "evil.example" },
        };
        request.Headers.Add("X-Forwarded-Host", "evil.example");

        var answer = await directory.Scim.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var location = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["meta"]!["location"]!;
        Assert.StartsWith($"https://scim.example.org:8443/scim/v2/{directory.Id}/Users/", location, StringComparison.Ordinal);
        Assert.Equal(location, answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("scim.example.org")]
    [InlineData("ftp://scim.example.org")]
    [InlineData("https://scim.example.org/below")]
    [InlineData("https://user@scim.example.org")]
    public void Is_refused_at_the_start_where_it_is_none(string url)
    {
        using var host = new Host(StorageProvider.InMemory, ("Http:PublicUrl", url));

        Assert.Contains("Http:PublicUrl", Assert.ThrowsAny<OptionsValidationException>(() => host.Services).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", true)]
    [InlineData("http://+:80", true)]
    [InlineData("http://*:5080", true)]
    [InlineData("http://[::]:5080", true)]
    [InlineData("http://192.168.1.7:5080", true)]
    [InlineData("http://scim.example.org", true)]
    [InlineData("https://0.0.0.0:443", false)]
    [InlineData("http://127.0.0.1:5080", false)]
    [InlineData("http://127.8.9.10:5080", false)]
    [InlineData("http://[::1]:5080", false)]
    [InlineData("http://localhost:5080", false)]
    [InlineData("http://unix:/run/scim.sock", false)]
    public void Is_plain_and_public_or_not(string listening, bool expected) => Assert.Equal(expected, PublicAddress.IsPlainAndPublic(listening));
}
