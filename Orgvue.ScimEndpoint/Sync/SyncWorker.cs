using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>The only loop: looks for directories that are due and runs them. What is due is <see cref="BatchWindow"/>'s to say.</summary>
public sealed class SyncWorker(
    PendingSyncs pending, SyncRunner runner, TimeProvider clock, IOptions<SyncOptions> options, ILogger<SyncWorker> log) : BackgroundService
{
    const int Directories = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, clock);
        // Not at once: a server that starts has others to serve first.
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await RunDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.PollFailed(e);
            }
    }

    /// <summary>One look: runs whatever is due now.</summary>
    public async Task RunDueAsync(CancellationToken ct)
    {
        await RunAsync(await pending.DueAsync(ct), SyncTrigger.Window, ct);
        await RunAsync(await pending.FullDueAsync(ct), SyncTrigger.Periodic, ct);
    }

    Task RunAsync(IEnumerable<int> due, SyncTrigger trigger, CancellationToken ct) => Parallel.ForEachAsync(
        due,
        new ParallelOptions { MaxDegreeOfParallelism = Directories, CancellationToken = ct },
        async (directory, stop) =>
        {
            try
            {
                await runner.RunAsync(directory, trigger, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One directory's trouble is not another's; the lease row says when it may try again.
                log.RunFailed(e, directory);
            }
        });
}
