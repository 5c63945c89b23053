using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>
/// What a load balancer asks: <c>/health/live</c>, whether the process answers; <c>/health/ready</c>, whether its database does, with the newest schema.
/// Anybody may ask; nothing but the outcome is told.
/// </summary>
public static class Health
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseAnswers>("database", timeout: DatabaseAnswers.Patience);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(Ready).AllowAnonymous();
    }
}

sealed class DatabaseAnswers(Store store, DatabaseCheck? check = null) : IHealthCheck
{
    /// <summary>A balancer that waits longer has given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        check?.Problem is { } problem ? HealthCheckResult.Unhealthy($"The database is damaged: {problem}")
            // A storage that cannot be behind is in this process, and answers as long as it does.
            : store.IsUpToDate is null || await store.IsUpToDate(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer, or its schema is not this version's.");
}
