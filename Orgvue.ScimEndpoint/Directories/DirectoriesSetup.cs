using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Registers what can be done to a directory.</summary>
public static class DirectoriesSetup
{
    public static IServiceCollection AddDirectories(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Limits").Get<ScimLimits>() ?? ScimLimits.Default);
        services.AddSingleton(configuration.GetSection("Paging").Get<PagingOptions>() ?? new());
        services.AddSingleton<DirectoryContexts>();
        services.AddSingleton<References>();
        services.AddSingleton<Memberships>();
        services.AddSingleton<Users>();
        services.AddSingleton<Groups>();
        services.AddSingleton<Bulk>();
        services.AddSingleton<RoleCatalog>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<Lists>();
        return services;
    }
}
