using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>
/// How fast the clients of one directory may ask, so that none of them takes the others' share. Each directory has a bucket of its own, found by
/// the token and not by the URL: nobody empties that of another.
/// </summary>
public static class RateLimits
{
    // No directory has this key.
    const int Nobody = 0;

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateOptions>().Bind(configuration.GetSection("Limits"))
            .Validate(o => o.RequestsPerSecond is >= 0 and <= RateOptions.Most && o.Burst is >= 1 and <= RateOptions.Most,
                $"Limits:RequestsPerSecond is 0 (no limit) to {RateOptions.Most}, Limits:Burst 1 to {RateOptions.Most}.")
            .ValidateOnStart();
        services.AddRateLimiter(limiter => limiter.OnRejected = (context, ct) => RefuseAsync(context.HttpContext, context.Lease, ct));
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateOptions>>((limiter, rate) =>
        {
            if (rate.Value.RequestsPerSecond > 0)
                limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(http => BucketOf(http, rate.Value));
            // Whoever asks for a token is known by his address alone.
            limiter.AddPolicy(OAuthSetup.TokenRate, http => rate.Value.RequestsPerSecond > 0
                ? RateLimitPartition.GetTokenBucketLimiter(http.Connection.RemoteIpAddress ?? IPAddress.None, _ => Bucket(rate.Value))
                : RateLimitPartition.GetNoLimiter(IPAddress.None));
        });
        return services;
    }

    static RateLimitPartition<int> BucketOf(HttpContext http, RateOptions rate) =>
        // A rehearsal is asked for by an administrator, not by the directory's client.
        http.User.DirectoryIfAny() is { } directory && http.Features.Get<DryRunCaller>() is null
            ? RateLimitPartition.GetTokenBucketLimiter(directory, _ => Bucket(rate))
            : RateLimitPartition.GetNoLimiter(Nobody);

    static TokenBucketRateLimiterOptions Bucket(RateOptions rate) => new()
    {
        TokenLimit = rate.Burst, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1d / rate.RequestsPerSecond), QueueLimit = 0,
    };

    // In whole seconds (RFC 9110 §10.2.3).
    static async ValueTask RefuseAsync(HttpContext http, RateLimitLease lease, CancellationToken ct)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (http.User.DirectoryIfAny() is null)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            // The nearest that RFC 6749 §4.1.2.1 has.
            await http.Response.WriteAsJsonAsync(new { error = "temporarily_unavailable", error_description = $"Too many requests come from this address: ask again in {seconds} s." }, ct);
            return;
        }
        var rate = http.RequestServices.GetRequiredService<IOptions<RateOptions>>().Value;
        await ScimJson.WriteAsync(http.Response, ScimErrors.Body(StatusCodes.Status429TooManyRequests, null, string.Create(CultureInfo.InvariantCulture,
            $"This directory is served {rate.RequestsPerSecond} requests a second, {rate.Burst} at once after a pause. Nothing was changed: send the request again in {seconds} s.")),
            StatusCodes.Status429TooManyRequests);
    }
}

/// <summary>Settings under <c>Limits:</c>, of a directory each, and of each address that asks for OAuth tokens.</summary>
public sealed class RateOptions
{
    public const int Most = 1_000_000;

    /// <summary>On the average; 0: as fast as they come.</summary>
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>How many may come at once after a pause.</summary>
    public int Burst { get; set; } = 200;
}
