using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>The JSON habits that the admin API and the Orgvue side share.</summary>
public static class RestSetup
{
    public static IServiceCollection AddRest(this IServiceCollection services) => services.Configure<JsonOptions>(json =>
    {
        json.JsonSerializerOptions.Converters.Insert(0, new EnumNames());
        json.JsonSerializerOptions.Converters.Insert(0, new UtcText());
    });

    /// <summary>Answers without a body (no such route, wrong method, wrong media type) get the body of their surface.</summary>
    public static IApplicationBuilder UseStatusBodies(this IApplicationBuilder app, string under, RefusalsAttribute shape) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(under, StringComparison.OrdinalIgnoreCase),
        branch => branch.UseStatusCodePages(async bare =>
        {
            var answer = shape.Answer(Bare(bare.HttpContext.Response.StatusCode));
            await answer.ExecuteResultAsync(new ActionContext(bare.HttpContext, bare.HttpContext.GetRouteData(), new()));
        }));

    static RefusalException Bare(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "NotFound", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(status, "MethodNotAllowed", "This address does not answer that method; see the Allow header."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "UnsupportedMediaType", "Send the body as application/json."),
        StatusCodes.Status413PayloadTooLarge => new(status, "PayloadTooLarge", "The body is too large."),
        _ => new(status, status >= 500 ? "InternalError" : "Refused", status >= 500 ? "The server failed; its log says why." : "The request was refused."),
    };
}
