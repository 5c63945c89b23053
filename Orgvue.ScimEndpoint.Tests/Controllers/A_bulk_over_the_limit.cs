using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>On a real port, because only a real server knows of chunks and has a limit of its own (RFC 7644 section 3.7.4).</summary>
public sealed class A_bulk_over_the_limit
{
    [Theory]
    [InlineData(false, 20_000)]
    [InlineData(true, 20_000)]
    // Above what any other body may have: the bulk's own limit counts.
    [InlineData(false, HttpSetup.BodyLimit + 200_000)]
    [InlineData(true, HttpSetup.BodyLimit + 200_000)]
    public async Task Is_refused_by_the_byte_and_told_which(bool chunked, int limit)
    {
        await using var host = new Host(StorageProvider.InMemory, ("Limits:BulkPayload", $"{limit}"));
        host.UseKestrel(0);
        host.StartServer();
        var directory = await host.NewDirectoryAsync();

        var error = await Answers.ReadAsync(SendAsync(directory, limit + 1, chunked), HttpStatusCode.RequestEntityTooLarge);
        var fits = await Answers.ReadAsync(SendAsync(directory, limit, chunked), HttpStatusCode.OK);

        Assert.Equal(("413", $"The size of the bulk operation exceeds the maxPayloadSize ({limit})."), ((string)error["status"]!, (string)error["detail"]!));
        Assert.Equal("201", (string?)fits["Operations"]![0]!["status"]);
        Assert.Equal(1, await host.Store.ReadAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public void Would_be_cut_by_authentik_into_patches_that_are_within_theirs()
    {
        var limits = Orgvue.ScimEndpoint.Scim.ScimLimits.Default;

        // It sends a PATCH of at most maxOperations operations for the members of a group, and of all of them where that is 0.
        Assert.InRange(limits.BulkOperations, 1, limits.PatchOperations);
    }

    static async Task<HttpResponseMessage> SendAsync(TestDirectory directory, int size, bool chunked)
    {
        const string Start = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":"""
            + """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "Bulk");
        request.Content = new StringContent(Start.PadRight(size), Encoding.UTF8, "application/scim+json");
        request.Headers.ExpectContinue = size > 1_000_000;
        request.Headers.TransferEncodingChunked = chunked;
        return await directory.Scim.SendAsync(request);
    }
}
