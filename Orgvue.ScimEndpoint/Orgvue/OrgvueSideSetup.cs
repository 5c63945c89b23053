using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>Registers the emulated Orgvue side.</summary>
public static class OrgvueSideSetup
{
    public static IServiceCollection AddOrgvueSide(this IServiceCollection services) => services
        .AddRefusalShape("/api/v1", new OrgvueErrorsAttribute())
        .AddSingleton<TenantAccounts>();
}
