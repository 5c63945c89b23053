using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>Gives a bare status the body of the surface that it was answered on.</summary>
sealed class RefusalWriter(string under, RefusalsAttribute shape) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments(under, StringComparison.OrdinalIgnoreCase);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var answer = shape.Answer(Bare(http.Response.StatusCode));
        await answer.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new()));
    }

    static RefusalException Bare(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "NotFound", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(status, "MethodNotAllowed", "This address does not answer that method; see the Allow header."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "UnsupportedMediaType", "Send the body as application/json."),
        StatusCodes.Status413PayloadTooLarge => new(status, "PayloadTooLarge", "The body is too large."),
        _ => new(status, status >= 500 ? "InternalError" : "Refused", status >= 500 ? "The server failed; its log says why." : "The request was refused."),
    };
}
