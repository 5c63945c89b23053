using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>The loop that reads directories from WorkOS when they are due. When that is, is <see cref="PullSchedule"/>'s to say.</summary>
public sealed class PullWorker(
    Pulls pulls, PullRunner runner, TimeProvider clock, IOptions<PullOptions> options, ILogger<PullWorker> log) : BackgroundService
{
    /// <summary>Each waits most of the time: for its pace.</summary>
    const int MostAtOnce = 16;

    readonly ConcurrentDictionary<int, Task> _reading = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PullPollInterval, clock);
        try
        {
            // Not at once: a server that starts has others to serve first.
            while (await timer.WaitForNextTickAsync(stoppingToken))
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    log.PullLookFailed(e);
                }
        }
        finally
        {
            await Task.WhenAll(_reading.Values);
        }
    }

    /// <summary>One look, and what it started, to its end: reads whatever is due now.</summary>
    public async Task ReadDueAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        await Task.WhenAll(_reading.Values);
    }

    async Task LookAsync(CancellationToken ct)
    {
        foreach (var done in _reading.Where(r => r.Value.IsCompleted).ToList()) _reading.TryRemove(done);
        foreach (var directory in await pulls.DueAsync(ct))
        {
            if (_reading.Count >= MostAtOnce) return;
            if (!_reading.ContainsKey(directory)) _reading[directory] = Task.Run(() => ReadAsync(directory, ct), CancellationToken.None);
        }
    }

    async Task ReadAsync(int directory, CancellationToken ct)
    {
        try
        {
            await runner.RunAsync(directory, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
        catch (Exception e)
        {
            // One directory's trouble is not another's.
            log.PullBroke(e, directory);
        }
    }
}
