using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Controllers;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Webhooks;

/// <summary>A look and a claim cost the same however much waits or is kept: a directory's first push leaves as many deliveries as it has users.</summary>
public sealed class The_cost_of_sending
{
    [Fact]
    public async Task Is_a_step_into_an_index()
    {
        using var log = new SqlLog();
        await using var host = Endpoints.Server(StorageProvider.Sqlite);
        var (hook, _) = await host.EndpointAsync("http://127.0.0.1:9/");
        var (other, _) = await host.EndpointAsync("http://127.0.0.1:9/other");
        var now = host.Clock.GetUtcNow();
        await host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < 3000; n++)
                foreach (var endpoint in (Guid[])[hook, other])
                    db.Add(new WebhookDelivery
                    {
                        EndpointId = endpoint, Id = AscendingIds.Next(host.Clock), EventId = NewId.At(host.Clock), Event = "dsync.user.created", Payload = "{}", CreatedAt = now,
                        DueAt = n % 3 == 0 ? null : now, DeliveredAt = n % 3 == 0 ? now : null,
                    });
            return Task.CompletedTask;
        }, default);
        var deliveries = host.Services.GetRequiredService<Deliveries>();
        var fanout = host.Services.GetRequiredService<Fanout>();

        var look = await log.OfAsync(host, async () => Assert.Equal(2, (await deliveries.DueAsync(default)).Count));
        var claim = await log.OfAsync(host, async () => Assert.NotNull(await deliveries.ClaimAsync(hook, default)));
        var idle = await log.OfAsync(host, () => fanout.AddDueAsync(default));

        Assert.InRange(look.Sum(q => q.Rows) + claim.Sum(q => q.Rows), 1, 8);
        foreach (var query in look.Concat(claim).Where(q => q.Sql.StartsWith("SELECT", StringComparison.Ordinal) && q.Sql.Contains("\"WebhookDeliveries\"", StringComparison.Ordinal)))
        {
            var plan = await SqlLog.PlanAsync(host, query);
            Assert.Contains(plan, line => line.Contains("IX_WebhookDeliveries_EndpointId_DueAt_Id", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
        Assert.Equal(2, idle.Count);
        Assert.InRange(idle.Sum(q => q.Rows), 0, 4);
    }
}
