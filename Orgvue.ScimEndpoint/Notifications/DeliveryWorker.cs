using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>
/// The loop that sends what is due. Each endpoint is served by a task of its own, so that one that does not answer keeps no other waiting;
/// when it is tried again is <see cref="RetrySchedule"/>'s to say.
/// </summary>
public sealed class DeliveryWorker(
    Deliveries deliveries, DeliverySender sender, TokenExpiry tokens, IEnumerable<IDeliverySource> sources, TimeProvider clock,
    IOptions<NotificationOptions> options, ILogger<DeliveryWorker> log) : BackgroundService
{
    readonly TidyTimer _around = new(clock, TimeSpan.FromHours(1), log);
    readonly ConcurrentDictionary<Guid, Task> _serving = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, clock);
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
                    log.NotificationsLookFailed(e);
                }
        }
        finally
        {
            await Task.WhenAll(_serving.Values);
        }
    }

    /// <summary>One look, and what it started: sends whatever is due now.</summary>
    public async Task SendDueAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        await Task.WhenAll(_serving.Values);
    }

    async Task LookAsync(CancellationToken ct)
    {
        if (_around.IsDue) await LookAroundAsync(ct);
        await AddDueAsync(ct);
        foreach (var endpoint in await deliveries.DueAsync(ct))
            if (!_serving.TryGetValue(endpoint, out var serving) || serving.IsCompleted)
                _serving[endpoint] = Task.Run(() => ServeAsync(endpoint, ct), CancellationToken.None);
    }

    // What cannot be made ready now is made ready with a later look; what is due to be sent does not wait for it.
    async Task AddDueAsync(CancellationToken ct)
    {
        foreach (var source in sources)
            try
            {
                await source.AddDueAsync(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.NotificationsLookFailed(e);
            }
    }

    // What goes wrong here has time until the next hour, and what is due to be sent does not wait for it.
    async Task LookAroundAsync(CancellationToken ct)
    {
        if (!_around.Begin()) return;
        try
        {
            await tokens.TellAsync(ct);
            await deliveries.TidyAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.NotificationsLookFailed(e);
        }
    }

    async Task ServeAsync(Guid endpoint, CancellationToken ct)
    {
        try
        {
            for (var claimed = await deliveries.ClaimAsync(endpoint, ct); claimed is not null;)
            {
                var attempt = await sender.SendAsync(
                    claimed.Endpoint, claimed.Delivery.EventId, claimed.Delivery.Event, claimed.Delivery.Payload, ct);
                // What was sent is noted even when the server stops, or it would be sent again.
                // Where it failed the others would fare alike; they have their turn with the next look.
                if (attempt is Attempt.Delivered && !ct.IsCancellationRequested)
                {
                    claimed = await deliveries.NoteAndClaimAsync(claimed, attempt, CancellationToken.None);
                    continue;
                }
                await deliveries.NoteAsync(claimed, attempt, CancellationToken.None);
                break;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
        catch (Exception e)
        {
            log.NotificationsOfEndpointFailed(e, endpoint);
        }
    }
}
