using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>The loop that lets go of events that are too old to be read.</summary>
public sealed class EventRetention(Store store, TimeProvider clock, IOptions<OutOptions> options, ILogger<EventRetention> log) : BackgroundService
{
    // Each part is a write of its own, so that nobody waits for long.
    const int Part = 5000;

    readonly TidyTimer _tidy = new(clock, Seldom, log);

    static readonly TimeSpan Soon = TimeSpan.FromMinutes(1), Seldom = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not at once: a server that starts has others to serve first. But soon, for one that is started again every day.
        using var timer = new PeriodicTimer(Soon, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Seldom;
            try
            {
                if (_tidy.Begin()) await TidyAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.EventsNotTidied(e);
            }
        }
    }

    public async Task TidyAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - options.Value.KeepEvents;
        while (await store.WriteAsync(async db =>
            {
                var old = await db.WorkOsEvents.Where(e => e.CreatedAt < before).OrderBy(e => e.CreatedAt).Select(e => e.Sequence).Take(Part).ToListAsync(ct);
                if (old.Count > 0) await db.DeleteAsync(db.WorkOsEvents.Where(e => old.Contains(e.Sequence)), ct);
                return old.Count == Part;
            }, ct)) { }
    }
}
