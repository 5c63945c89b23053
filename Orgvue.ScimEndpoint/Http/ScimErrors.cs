using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Diagnostics;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The one place where a refusal becomes a SCIM error (RFC 7644 §3.12). Outside /scim the same becomes problem+json.</summary>
sealed class ScimErrors(IProblemDetailsService problems, ILogger<ScimErrors> log) : IExceptionHandler
{
    const int ClientClosedRequest = 499;
    const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, scimType, detail) = exception switch
        {
            ScimException refusal => (refusal.Status, refusal.ScimType, refusal.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, null, "The body is larger than this server accepts."),
            BadHttpRequestException bad => (bad.StatusCode, ScimTypes.InvalidSyntax, "The request could not be read."),
            TimeoutException => (StatusCodes.Status503ServiceUnavailable, null, "The database is busy, out of reach or out of space, and nothing was changed: send the request again."),
            OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested => (ClientClosedRequest, null, "The client went away."),
            _ => (StatusCodes.Status500InternalServerError, null, $"The server failed; its log has the cause under {httpContext.TraceIdentifier}."),
        };
        if (status >= StatusCodes.Status500InternalServerError && exception is not ScimException)
            log.RequestFailed(exception, httpContext.TraceIdentifier);

        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        if (IsScim(httpContext))
        {
            await ScimJson.WriteAsync(httpContext.Response, Body(status, scimType, detail), status);
            return true;
        }
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail } });
    }

    /// <summary>Gives a body to answers of the framework that have none: no such route, method or media type.</summary>
    public static async Task ExplainStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var status = http.Response.StatusCode;
        // HEAD is GET here, which routing does not know.
        if (status == 405 && IsScim(http) && http.Response.Headers.Allow.ToString().Split(", ") is var allowed && allowed.Contains("GET") && !allowed.Contains("HEAD"))
            http.Response.Headers.Allow = string.Join(", ", allowed.Append("HEAD").Order(StringComparer.Ordinal));
        var detail = status switch
        {
            404 => "There is nothing at this address. The SCIM endpoints are /Users, /Groups, /Bulk, /Roles, /.search, /Schemas, /ResourceTypes and /ServiceProviderConfig under the directory's base URL.",
            405 => $"{http.Request.Method} is not offered here; allowed: {http.Response.Headers.Allow}.",
            415 => "Expected Content-Type application/scim+json or application/json.",
            _ => "The request was refused.",
        };
        if (IsScim(http)) await ScimJson.WriteAsync(http.Response, Body(status, null, detail), status);
        else
            await http.RequestServices.GetRequiredService<IProblemDetailsService>()
                .TryWriteAsync(new() { HttpContext = http, ProblemDetails = { Status = status } });
    }

    public static JsonObject Body(int status, string? scimType, string detail)
    {
        var error = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUris.Error),
            // A string, as RFC 7644 §3.12 says and Okta's parser insists.
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
        };
        if (scimType is not null) error["scimType"] = scimType;
        error["detail"] = detail;
        return error;
    }

    public static bool IsScim(HttpContext http) => http.Request.Path.StartsWithSegments("/scim", StringComparison.OrdinalIgnoreCase);
}
