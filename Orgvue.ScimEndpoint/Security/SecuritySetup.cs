using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Registers the ways in. An endpoint that names none of them answers nobody.</summary>
public static class SecuritySetup
{
    public static IServiceCollection AddEndpointSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<AdminOptions>(configuration.GetSection("Admin"));
        services.AddSingleton<AdminKey>();
        services.AddSingleton<ApiKeys>();
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizationHandler, ApiRoleHandler>();
        services.AddOptions<WorkOsKeyOptions>()
            .Bind(configuration.GetSection("WorkOs"))
            .Validate(o => o.ApiKey is null || !o.ApiKey.Trim().Any(c => char.IsWhiteSpace(c) || char.IsControl(c)), "WorkOs:ApiKey must be one word, such as sk_….")
            .ValidateOnStart();
        services.AddSingleton<WorkOsKey>();
        services.AddSingleton<DirectoryTokens>();
        services.AddOAuth(configuration);
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, DirectoryTokenHandler>(Schemes.Directory, null)
            .AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(Schemes.Admin, null)
            .AddScheme<AuthenticationSchemeOptions, OrgvueKeyHandler>(Schemes.Orgvue, null)
            .AddScheme<AuthenticationSchemeOptions, WorkOsKeyHandler>(Schemes.WorkOs, null)
            .AddConsoleCookie()
            .AddOpenIdConnectSignIn(configuration);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Admin, new AuthorizationPolicyBuilder(Schemes.Admin).RequireAuthenticatedUser().AddRequirements(new ApiRoleRequirement()).Build())
            .AddPolicy(Policies.Orgvue, new AuthorizationPolicyBuilder(Schemes.Orgvue).RequireAuthenticatedUser().AddRequirements(new ApiRoleRequirement()).Build())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(Schemes.Admin).RequireAuthenticatedUser().AddRequirements(new ApiRoleRequirement()).Build());
        return services;
    }
}
