using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Orgvue.ScimEndpoint.Benchmarks.Floor;

/// <summary>
/// The least that a SCIM server can do: Kestrel, hash indexes in memory, answers that are stored bytes, and one durable SQLite row for each
/// change. It checks nothing, knows no schema and no tenant; it is the limit that servers are compared with.
/// </summary>
static class FloorServer
{
    public static async Task RunAsync(string url, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
        });
        await using var app = builder.Build();
        using var rows = new FloorRows(file);
        var requests = new FloorRequests(new FloorUsers(rows), new FloorGroups(rows));
        // One delegate: not even routing.
        app.Run(requests.AnswerAsync);
        await app.RunAsync();
    }
}
