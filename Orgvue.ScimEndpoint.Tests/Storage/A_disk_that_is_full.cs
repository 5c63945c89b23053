using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Where no page can be written, writers are told to come again, readers are served, and with space it goes on without a restart.</summary>
public sealed class A_disk_that_is_full
{
    const int Writers = 8;

    [Fact]
    public async Task Refuses_writes_and_loses_none()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        Assert.Equal(HttpStatusCode.Created, (await AddAsync(directory, "before", 1)).StatusCode);
        // As SQLite says it when the disk is full, with the size that the file has as the size of the disk.
        await host.Store.WriteAsync(async db =>
        {
            var pages = (await db.Database.SqlQueryRaw<long>("SELECT page_count AS Value FROM pragma_page_count").ToListAsync()).Single();
#pragma warning disable EF1002 // A number.
            await db.Database.ExecuteSqlRawAsync($"PRAGMA max_page_count = {pages + 1}");
#pragma warning restore EF1002
        }, CancellationToken.None);

        // Each needs pages of its own; those who share the transaction go down with whoever finds no room.
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => AddAsync(directory, $"user{n}", 40_000)));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{a.StatusCode}"));
        foreach (var refused in answers.Where(a => a.StatusCode == HttpStatusCode.ServiceUnavailable))
        {
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("503", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["status"]);
        }
        var kept = JsonNode.Parse(await directory.Scim.GetStringAsync("Users?attributes=userName"))!;
        Assert.Equal(1 + answers.Count(a => a.StatusCode == HttpStatusCode.Created), (int)kept["totalResults"]!);

        // The connection that failed is another now, without the limit: there is space again.
        for (var n = 0; n < Writers; n++)
            Assert.Contains((await AddAsync(directory, $"user{n}", 1)).StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict });
        Assert.Equal(1 + Writers, (int)JsonNode.Parse(await directory.Scim.GetStringAsync("Users?attributes=userName"))!["totalResults"]!);
    }

    static Task<HttpResponseMessage> AddAsync(TestDirectory directory, string userName, int title) => directory.Scim.PostAsync("Users", new StringContent(
        new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = userName, ["title"] = new string('t', title),
        }.ToJsonString(), System.Text.Encoding.UTF8, "application/scim+json"));
}
