namespace Orgvue.ScimEndpoint.Http;

/// <summary>How refusals and sizes look on the wire.</summary>
public static class HttpSetup
{
    public const int BodyLimit = 5 * 1024 * 1024;

    public static IServiceCollection AddScimHttp(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ScimErrors>();
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
            kestrel.AddServerHeader = false;
        });
        return services;
    }

    public static void UseScimErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(ScimErrors.ExplainStatusAsync);
    }
}
