using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>A real receiver on a free port, which answers as the test wants.</summary>
sealed class Receiver : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly WebApplication _app;
    readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();

    Receiver(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";

    /// <summary>What it answers; 204 unless told otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = With(HttpStatusCode.NoContent);

    public int Waiting => _received.Reader.Count;

    public static Func<HttpContext, Task> With(HttpStatusCode status, string body = "") => context =>
    {
        context.Response.StatusCode = (int)status;
        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
    };

    /// <summary>No answer for as long as the sender waits.</summary>
    public static Task Never(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(async context =>
        {
            using var body = new System.IO.MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            receiver._received.Writer.TryWrite(new(context.Request.Method, headers, body.ToArray()));
            await receiver.Answer(context);
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The next request, in the order in which they came.</summary>
    public async Task<Received> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>A request as it came.</summary>
sealed record Received(string Method, Dictionary<string, string> Headers, byte[] Body);
