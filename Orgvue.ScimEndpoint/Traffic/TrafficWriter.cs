using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Writes what was seen of the traffic every few seconds and when the server stops; no request waits for it.</summary>
public sealed class TrafficWriter(Sightings sightings, Recorder recorder, TimeProvider clock, ILogger<TrafficWriter> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    readonly Lock _stopping = new();
    Task? _last;

    /// <summary>For those who are about to read it.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await sightings.FlushAsync(ct);
        await recorder.FlushAsync(ct);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A host may be stopped from two sides at once; whoever comes second waits for the same last write before he takes the store away.
        Task last;
        lock (_stopping) last = _last ??= TryFlushAsync(cancellationToken);
        await last;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryFlushAsync(stoppingToken);
    }

    async Task TryFlushAsync(CancellationToken ct)
    {
        try
        {
            await FlushAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.TrafficNotWritten(e);
        }
    }
}
