using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Logging.Console;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>How refusals and sizes look on the wire.</summary>
public static class HttpSetup
{
    public const int BodyLimit = 5 * 1024 * 1024;

    /// <summary>A larger one is refused at once.</summary>
    const int ReadAway = 32 * 1024 * 1024;

    static readonly TimeSpan PatienceToReadAway = TimeSpan.FromSeconds(5);

    /// <summary>The longest filter that is read fits into a URL, percent-encoded; a longer one is refused with a sentence, not by Kestrel's bare 414.</summary>
    const int RequestLine = 96 * 1024;

    /// <summary>Its lines at the level Trace have the arguments of actions in them: whole bodies, passwords and keys included. From Warning on it is heard, as all of ASP.NET is by default: lower, and each request writes a dozen lines.</summary>
    const string TellsBodies = "Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker";

    public static IServiceCollection AddScimHttp(this IServiceCollection services)
    {
        // A rule for a provider beats one for all, so a setting for the console alone would bring the lines back.
        services.AddLogging(logging => logging.AddFilter(TellsBodies, LogLevel.Warning).AddFilter<ConsoleLoggerProvider>(TellsBodies, LogLevel.Warning));
        services.AddProblemDetails();
        services.AddExceptionHandler<ScimErrors>();
        services.Configure<RouteOptions>(routes => routes.ConstraintMap[ResourceId.Name] = typeof(ResourceId));
        // Nothing here reads a form, and MVC's reader of forms breaks at a key like "a[b", which was a 500. After MVC has set up its own.
        services.PostConfigure<MvcOptions>(mvc =>
        {
            mvc.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
            mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            mvc.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        });
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
            kestrel.Limits.MaxRequestLineSize = RequestLine;
            kestrel.AddServerHeader = false;
        });
        return services;
    }

    public static void UseScimErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(ScimErrors.ExplainStatusAsync);
        app.Use(AnswerUnroutedAsync);
    }

    /// <summary>
    /// Refuses a body that says it is too large, when it has been read: most clients write all of it before they look for an answer, and would find the
    /// connection closed instead. Nothing of it is kept. After authorization, so that strangers are not read to.
    /// </summary>
    public static void UseBodyLimit(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.ContentLength is not (> BodyLimit and <= ReadAway) || context.GetEndpoint()?.Metadata.GetMetadata<OwnBodyLimitAttribute>() is not null)
        {
            await next(context);
            return;
        }
        await ReadAwayAsync(context);
        throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
    });

    /// <summary>Reads a body that is to be refused, unless it is very long, and keeps nothing of it.</summary>
    internal static async Task ReadAwayAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not <= ReadAway) return;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = ReadAway;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(PatienceToReadAway);
        await context.Request.Body.CopyToAsync(System.IO.Stream.Null, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // What no endpoint serves is 404, 405 or 415 for everybody: asking for credentials there would only hide the mistake.
    static Task AnswerUnroutedAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
        {
            // The route of one resource takes every method, but .search is none: what is left of it is POST.
            var isSearch = ResourceId.IsSearch(context.Request.Path);
            context.Response.StatusCode = isSearch ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
            if (isSearch) context.Response.Headers.Allow = HttpMethods.Post;
            return Task.CompletedTask;
        }
        // Routing's own 405 and 415 endpoints are no routes.
        return endpoint is RouteEndpoint ? next(context) : endpoint.RequestDelegate!(context);
    }
}

/// <summary>An action that reads its body itself, up to a limit of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnBodyLimitAttribute : Attribute;
