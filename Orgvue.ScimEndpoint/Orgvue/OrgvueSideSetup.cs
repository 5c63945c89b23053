using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>Registers the emulated Orgvue side.</summary>
public static class OrgvueSideSetup
{
    public static IServiceCollection AddOrgvueSide(this IServiceCollection services) => services.AddSingleton<TenantAccounts>();

    public static IApplicationBuilder UseOrgvueErrors(this IApplicationBuilder app) => app.UseStatusBodies("/api/v1", new OrgvueErrorsAttribute());
}
