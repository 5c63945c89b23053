namespace Orgvue.ScimEndpoint.Http;

/// <summary>HEAD is GET without its body (RFC 9110 §9.3.2), for every endpoint of SCIM alike, and of what else is named.</summary>
static class HeadRequests
{
    /// <summary>Before routing, which knows GET alone.</summary>
    public static void UseScimHead(this WebApplication app, Func<HttpContext, bool> andOf) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method) || !ScimErrors.IsScim(context) && !andOf(context))
        {
            await next(context);
            return;
        }
        var body = context.Response.Body;
        (context.Request.Method, context.Response.Body) = (HttpMethods.Get, System.IO.Stream.Null);
        try
        {
            await next(context);
        }
        finally
        {
            (context.Request.Method, context.Response.Body) = (HttpMethods.Head, body);
        }
    });
}
