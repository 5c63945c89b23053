using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>The loop that applies what came from WorkOS; what there is to do is <see cref="Arrivals"/>' to say.</summary>
public sealed class InWorker(
    Arrivals arrivals, Inbox inbox, Wake wake, TimeProvider clock, IOptions<InOptions> options, ILogger<InWorker> log) : BackgroundService
{
    readonly TidyTimer _tidy = new(clock, TimeSpan.FromHours(1), log);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ApplyEvery, clock);
        Task<bool>? tick = null;
        Task? woken = null;
        while (true)
        {
            // Not at once: a server that starts has others to serve first.
            tick ??= timer.WaitForNextTickAsync(stoppingToken).AsTask();
            woken ??= wake.WaitAsync(stoppingToken);
            await await Task.WhenAny(tick, woken);
            if (tick.IsCompleted) tick = null;
            if (woken.IsCompleted) woken = null;
            try
            {
                await arrivals.ApplyAsync(inbox.CalmAsync, stoppingToken);
                await TidyAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.WorkOsLookFailed(e);
            }
        }
    }

    /// <summary>One look: applies all that is known and can be shown now.</summary>
    public Task ApplyAsync(CancellationToken ct) => arrivals.ApplyAsync(null, ct);

    /// <summary>Forgets events that were received long ago, now and then.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        if (_tidy.IsDue && _tidy.Begin()) await arrivals.TidyAsync(ct);
    }
}
