using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

/// <summary>A server under test on a real port, whose answers are dated by its own clock.</summary>
sealed class Bridge : IAsyncDisposable
{
    readonly WebApplication _app;
    int _requests;

    Bridge(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public int Requests => _requests;

    /// <summary>What happens before the request of that number (from 1) is passed on.</summary>
    public Func<int, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static async Task<Bridge> ToAsync(Host host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var client = host.ClientWith(null);
        var bridge = new Bridge(builder.Build());
        bridge._app.Run(async context =>
        {
            await bridge.Before(Interlocked.Increment(ref bridge._requests));
            using var request = new HttpRequestMessage(HttpMethod.Get, context.Request.Path + context.Request.QueryString);
            request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
            using var answer = await client.SendAsync(request);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.Headers.Date = host.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
        });
        await bridge._app.StartAsync();
        return bridge;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
