using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>Registers what tells of directories as WorkOS does.</summary>
public static class OutSetup
{
    /// <param name="isOn">Whether somebody could read it; asked with every write.</param>
    public static IServiceCollection AddWorkOsEvents(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, bool> isOn)
    {
        services.AddOptions<OutOptions>()
            .Bind(configuration.GetSection("WorkOs"))
            .Validate(o => o.KeepEvents > TimeSpan.Zero, "WorkOs:KeepEvents must be longer than nothing.")
            .ValidateOnStart();
        // The store asks for its teller, and what knows whether it is on may ask for the store: so only when it is needed.
        services.AddSingleton<IRowTeller>(s => new EventTeller(s.GetRequiredService<TimeProvider>(), () => isOn(s)));
        services.AddSingleton<SettledEvents>();
        services.AddSingleton<EventRetention>();
        services.AddHostedService(s => s.GetRequiredService<EventRetention>());
        return services;
    }
}
