using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Registers the emulated WorkOS API, which stands at the server's root: the node SDK drops any path before it.</summary>
public static class WorkOsApiSetup
{
    static readonly string[] Roots = ["/directories", "/directory_users", "/directory_groups", "/events", "/webhook_endpoints"];

    /// <summary>Where WorkOS itself calls.</summary>
    const string Receiver = "/workos/webhooks";

    public static IServiceCollection AddWorkOsApi(this IServiceCollection services)
    {
        services.AddSingleton<ShownDirectories>().AddSingleton<ShownUsers>().AddSingleton<ShownGroups>().AddSingleton<ShownEvents>()
            .AddSingleton<WebhookEndpointDesk>();
        // What is answered without a body has WorkOS's shape here too.
        foreach (var root in Roots.Append(Receiver)) services.AddRefusalShape(root, new WorkOsErrorsAttribute());
        return services;
    }

    /// <summary>Whether a path is of this API.</summary>
    public static bool IsWorkOs(HttpContext context) =>
        Array.Exists(Roots, root => context.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));
}
