using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>How long a request may take, the time in which its body comes included. What may take longer says so (<see cref="DisableRequestTimeoutAttribute"/>).</summary>
public static class RequestTime
{
    const string RetryAfterSeconds = "5";

    public static IServiceCollection AddRequestTime(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RequestTimeOptions>().Bind(configuration.GetSection("Limits"))
            .Validate(o => o.RequestTime == TimeSpan.Zero || o.RequestTime >= TimeSpan.FromSeconds(1) && o.RequestTime <= TimeSpan.FromHours(1),
                "Limits:RequestTime is 00:00:01 to 01:00:00, or 00:00:00 for no limit.")
            .ValidateOnStart();
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<RequestTimeOptions>>((timeouts, wanted) =>
        {
            if (wanted.Value.RequestTime > TimeSpan.Zero)
                timeouts.DefaultPolicy = new()
                {
                    Timeout = wanted.Value.RequestTime,
                    TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
                    WriteTimeoutResponse = http => RefuseAsync(http, wanted.Value.RequestTime),
                };
        });
        return services;
    }

    /// <summary>After routing, which knows what may take longer.</summary>
    public static void UseRequestTime(this WebApplication app) => app.UseRequestTimeouts();

    /// <summary>From here on the answer is under way: a slow reader is Kestrel's to judge.</summary>
    internal static void Over(HttpContext http) => http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();

    static async Task RefuseAsync(HttpContext http, TimeSpan limit)
    {
        // That of the request was cancelled when its time was over; the answer is to be written all the same.
        http.RequestAborted = CancellationToken.None;
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        var detail = $"The request took longer than {limit:c} and was stopped. A change is made wholly or not at all; of a bulk request, the operations before the stop may have been made: look before you send it again.";
        if (ScimErrors.IsScim(http)) await ScimJson.WriteAsync(http.Response, ScimErrors.Body(StatusCodes.Status503ServiceUnavailable, null, detail), StatusCodes.Status503ServiceUnavailable);
        else
            await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new()
            {
                HttpContext = http, ProblemDetails = new ProblemDetails { Status = StatusCodes.Status503ServiceUnavailable, Detail = detail },
            });
    }
}

/// <summary>A setting under <c>Limits:</c>.</summary>
public sealed class RequestTimeOptions
{
    /// <summary>How long a request may take; 0: as long as it takes.</summary>
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(30);
}
