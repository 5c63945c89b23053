using System.Net;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class The_health_of_the_server
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_told_to_anybody(StorageProvider provider)
    {
        await using var host = new Host(provider);
        using var anybody = host.ClientWith(null);

        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            var answer = await anybody.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Is_live_and_not_ready_where_the_database_is_not_this_versions()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        using var anybody = host.ClientWith(null);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync("/health/ready")).StatusCode);

        await host.Store.WriteAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\""), CancellationToken.None);

        var answer = await anybody.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync("/health/live")).StatusCode);
    }
}
