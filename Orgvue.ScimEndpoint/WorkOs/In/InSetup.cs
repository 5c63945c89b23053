using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>Registers what receives and applies what comes from WorkOS.</summary>
public static class InSetup
{
    public static IServiceCollection AddWorkOsIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InOptions>().Bind(configuration.GetSection("WorkOs"))
            .Validate(o => o.SignatureTolerance > TimeSpan.Zero && o.SignatureTolerance <= TimeSpan.FromHours(1),
                "WorkOs:SignatureTolerance must be longer than nothing, and up to an hour.")
            .Validate(o => o.ApplyEvery > TimeSpan.Zero, "WorkOs:ApplyEvery must be longer than nothing.")
            .Validate(o => o.KeepReceived > TimeSpan.Zero, "WorkOs:KeepReceived must be longer than nothing.")
            .ValidateOnStart();
        services.TryAddSingleton<LinkSecrets>();
        services.AddSingleton<Wake>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<Reception>();
        services.AddSingleton<Registers>();
        services.AddSingleton<Arrivals>();
        services.AddSingleton<InWorker>();
        services.AddHostedService(s => s.GetRequiredService<Inbox>());
        services.AddHostedService(s => s.GetRequiredService<InWorker>());
        return services;
    }
}
