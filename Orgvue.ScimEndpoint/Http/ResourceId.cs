namespace Orgvue.ScimEndpoint.Http;

/// <summary>A part of a path that names a resource. <c>.search</c> names none: what it does not offer is 405, as everywhere (RFC 7644 §3.4.3).</summary>
sealed class ResourceId : IRouteConstraint
{
    public const string Name = "resource";
    const string Search = ".search";

    /// <summary>Whether a path ends in a resource type's <c>.search</c>.</summary>
    public static bool IsSearch(PathString path) =>
        path.StartsWithSegments("/scim/v2", StringComparison.OrdinalIgnoreCase) && path.Value!.Split('/') is [_, _, _, _, "Users" or "Groups" or "Roles", Search];

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        (string?)values[routeKey] != Search;
}
