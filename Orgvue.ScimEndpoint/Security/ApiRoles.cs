using Microsoft.AspNetCore.Authorization;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>What an action asks of the key it is called with, where that is not what its method says.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class NeedsAttribute(ApiRole role) : Attribute
{
    public ApiRole Role => role;
}

/// <summary>
/// A reader may ask, an operator may do what its action says it may, everything else is an administrator's: an action that says nothing is closed to the others.
/// </summary>
public sealed class ApiRoleRequirement : IAuthorizationRequirement
{
    /// <summary>The claim of the caller's role.</summary>
    public const string Claim = "api_role";

    public static ApiRole Of(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>()?.Role
        ?? (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? ApiRole.Reader : ApiRole.Administrator);
}

sealed class ApiRoleHandler(IHttpContextAccessor http) : AuthorizationHandler<ApiRoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ApiRoleRequirement requirement)
    {
        if (http.HttpContext is { } request && context.User.FindFirst(ApiRoleRequirement.Claim)?.Value is { } held
            && Enum.TryParse<ApiRole>(held, out var role) && role >= ApiRoleRequirement.Of(request))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
