namespace Orgvue.ScimEndpoint.Http;

/// <summary>A part of a path that names a resource. <c>.search</c> names none: what it does not offer is 405, as everywhere (RFC 7644 §3.4.3).</summary>
sealed class ResourceId : IRouteConstraint
{
    public const string Name = "resource";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        (string?)values[routeKey] != ".search";
}
