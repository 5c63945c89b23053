namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Registers what looks at the traffic of identity providers.</summary>
public static class TrafficSetup
{
    public static IServiceCollection AddTraffic(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<InspectorOptions>()
            .Configure(o => o.Enabled = environment.IsDevelopment())
            .Bind(configuration.GetSection("Inspector"))
            .Validate(o => o.MaxRequests is > 0 and <= 100_000, "Inspector:MaxRequests must be from 1 to 100000.")
            .Validate(o => o.MaxAge > TimeSpan.Zero, "Inspector:MaxAge must be longer than nothing.")
            .Validate(o => o.MaxBodyBytes is >= 0 and <= 5 * 1024 * 1024, "Inspector:MaxBodyBytes must be from 0 to 5242880.")
            .ValidateOnStart();
        services.AddSingleton<Sightings>();
        services.AddSingleton<Recorder>();
        services.AddSingleton<ScimPipeline>();
        services.AddSingleton<Rehearsal>();
        services.AddSingleton<TrafficWriter>();
        services.AddHostedService(s => s.GetRequiredService<TrafficWriter>());
        return services;
    }

    /// <summary>Before routing and before refusals are written, so that it sees every answer as the client does.</summary>
    public static void UseTraffic(this WebApplication app) => app.UseMiddleware<TrafficMiddleware>();
}
