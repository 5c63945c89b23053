using Microsoft.Extensions.DependencyInjection.Extensions;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>Registers what reads directories from WorkOS.</summary>
public static class PullingSetup
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static IServiceCollection AddWorkOsPulling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PullOptions>().Bind(configuration.GetSection("WorkOs"))
            .Validate(o => Uri.TryCreate(o.BaseUrl, UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", Query: "", Fragment: "" },
                "WorkOs:BaseUrl must be an absolute URL with https or http.")
            .Validate(o => o.RequestsPerSecond is >= 0.1 and <= 1000, "WorkOs:RequestsPerSecond must be from 0.1 to 1000.")
            .Validate(o => o.PullEvery >= TimeSpan.Zero && o.PullEvery <= Longest, "WorkOs:PullEvery must be from nothing to 30 days.")
            .Validate(o => o.CatchUpEvery >= TimeSpan.Zero && o.CatchUpEvery <= Longest, "WorkOs:CatchUpEvery must be from nothing to 30 days.")
            .Validate(o => o.PullPollInterval > TimeSpan.Zero, "WorkOs:PullPollInterval must be longer than nothing.")
            .Validate(o => o.PullTimeout > TimeSpan.Zero && o.PullTimeout <= TimeSpan.FromMinutes(1), "WorkOs:PullTimeout must be up to a minute.")
            .Validate(o => o.PullPageSize is >= 1 and <= 100, "WorkOs:PullPageSize must be from 1 to 100.")
            .Validate(o => o.PullLargestAnswer is >= 64 * 1024 and <= 256 * 1024 * 1024, "WorkOs:PullLargestAnswer must be from 65536 to 268435456.")
            .ValidateOnStart();
        services.TryAddSingleton<LinkSecrets>();
        services.TryAddSingleton<Registers>();
        services.AddSingleton<WorkOsClient>();
        services.AddSingleton<Pulls>();
        services.AddSingleton<Walk>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<PullSteps>();
        services.AddSingleton<PullRunner>();
        services.AddSingleton<PullWorker>();
        services.AddHostedService(s => s.GetRequiredService<PullWorker>());
        return services;
    }
}
