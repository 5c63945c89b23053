using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Registers the three ways in. An endpoint that names none of them answers nobody.</summary>
public static class SecuritySetup
{
    public static IServiceCollection AddEndpointSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<AdminOptions>(configuration.GetSection("Admin"));
        services.AddSingleton<AdminKey>();
        services.AddSingleton<DirectoryTokens>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, DirectoryTokenHandler>(Schemes.Directory, null)
            .AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(Schemes.Admin, null)
            .AddScheme<AuthenticationSchemeOptions, OrgvueKeyHandler>(Schemes.Orgvue, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(Schemes.Admin).RequireAuthenticatedUser().Build());
        return services;
    }
}
