namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Registers the batcher.</summary>
public static class SyncSetup
{
    public static IServiceCollection AddSync(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SyncOptions>().Bind(configuration.GetSection("Sync"))
            .Validate(o => o.Delay >= TimeSpan.Zero, "Sync:Delay must not be negative.")
            .Validate(o => o.PollInterval > TimeSpan.Zero, "Sync:PollInterval must be longer than nothing.")
            .Validate(o => o.FullReconcileEvery >= TimeSpan.Zero, "Sync:FullReconcileEvery must not be negative.")
            .Validate(o => o.KeptInputs is >= 0 and <= 10_000, "Sync:KeptInputs must be from 0 to 10000.")
            .ValidateOnStart();
        services.AddSingleton<ChangeLog>();
        services.AddSingleton<PendingSyncs>();
        services.AddSingleton<SyncRunner>();
        services.AddSingleton<Preview>();
        services.AddSingleton<SyncWorker>();
        services.AddHostedService(s => s.GetRequiredService<SyncWorker>());
        return services;
    }
}
