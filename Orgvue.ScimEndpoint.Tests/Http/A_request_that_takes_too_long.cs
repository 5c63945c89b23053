using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Http;

/// <summary>A client that never ends its body holds nothing for longer than the limit.</summary>
public sealed class A_request_that_takes_too_long
{
    [Theory]
    [InlineData("Users")]
    [InlineData("Bulk")]
    [InlineData(".search")]
    public async Task Is_stopped_with_a_sentence_and_changes_nothing(string path)
    {
        await using var host = new Host(StorageProvider.Sqlite, ("Limits:RequestTime", "00:00:01"));
        var directory = await host.NewDirectoryAsync();
        var body = new Pipe();
        await body.Writer.WriteAsync("{\"schemas\":["u8.ToArray());
        using var content = new StreamContent(body.Reader.AsStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/scim+json");

        var answer = await directory.Scim.PostAsync(path, content);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("5", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("503", (string)error["status"]!);
        Assert.Contains("took longer than 00:00:01", (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal(0, (int)JsonNode.Parse(await directory.Scim.GetStringAsync("Users"))!["totalResults"]!);
    }
}
