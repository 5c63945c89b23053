using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.WorkOs.Faults;

namespace Orgvue.ScimEndpoint.WorkOs.Webhooks;

/// <summary>Registers the webhooks that are sent as WorkOS sends them; the loop is <see cref="DeliveryWorker"/>'s.</summary>
public static class WebhooksSetup
{
    public static IServiceCollection AddWorkOsWebhooks(this IServiceCollection services) => services
        .AddSingleton<Injector>()
        .AddSingleton<Fanout>()
        .AddSingleton<IDeliverySource>(s => s.GetRequiredService<Fanout>());
}
