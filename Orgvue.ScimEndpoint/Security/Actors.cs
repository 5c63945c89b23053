using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Says who a request is from, for the audit trail: who signed in, from which address, and what was asked.</summary>
public static class Actors
{
    const int LongestPath = 512;

    /// <summary>After authorization, which knows who it is. Asynchronous, so that what it enters ends with the request.</summary>
    public static void UseActor(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!IsSafe(context.Request.Method) && context.User.Identity is { IsAuthenticated: true } who)
            Actor.Enter(new(who.Name!, context.Connection.RemoteIpAddress?.ToString(), Asked(context.Request)));
        await next(context);
    });

    // What only reads leaves no trace in it, and is most of what is asked.
    static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // Without the query: a filter may hold what is nobody's business.
    static string Asked(HttpRequest request)
    {
        var asked = $"{request.Method} {request.Path}";
        return asked.Length <= LongestPath ? asked : asked[..LongestPath];
    }
}
