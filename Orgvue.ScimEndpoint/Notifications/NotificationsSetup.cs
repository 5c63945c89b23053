using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Registers what tells operators of what happens.</summary>
public static class NotificationsSetup
{
    public static IServiceCollection AddNotifications(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<NotificationOptions>()
            .Configure(o => o.AllowPrivateNetworks = environment.IsDevelopment())
            .Bind(configuration.GetSection("Notifications"))
            .Validate(o => o.PollInterval > TimeSpan.Zero, "Notifications:PollInterval must be longer than nothing.")
            .Validate(o => o.Timeout > TimeSpan.Zero && o.Timeout <= TimeSpan.FromMinutes(5), "Notifications:Timeout must be up to five minutes.")
            .Validate(o => o.GiveUpAfter > TimeSpan.Zero, "Notifications:GiveUpAfter must be longer than nothing.")
            .Validate(o => o.Keep >= TimeSpan.Zero, "Notifications:Keep must not be negative.")
            .Validate(o => o.TokenExpiryNotice >= TimeSpan.Zero, "Notifications:TokenExpiryNotice must not be negative.")
            .ValidateOnStart();
        var keys = services.AddDataProtection().SetApplicationName("Orgvue.ScimEndpoint");
        // What cannot outlive the process needs no keys that do.
        if (KeysFolder(configuration, environment.ContentRootPath) is { } folder) keys.PersistKeysToFileSystem(new(folder));
        else if (StorageOf(configuration).Provider == StorageProvider.PostgreSql)
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        else keys.UseEphemeralDataProtectionProvider();
        services.AddSingleton<EndpointSecrets>();
        services.AddSingleton<DeliverySender>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<TokenExpiry>();
        services.AddSingleton<DeliveryWorker>();
        services.AddHostedService(s => s.GetRequiredService<DeliveryWorker>());
        return services;
    }

    /// <summary>Where the keys that encrypt secrets are; null where they are in the database, or end with the process.</summary>
    public static string? KeysFolder(IConfiguration configuration, string contentRoot)
    {
        if (configuration["Notifications:Keys"] is { Length: > 0 } named) return System.IO.Path.Combine(contentRoot, named);
        return StorageSetup.FolderOf(StorageOf(configuration), contentRoot) is { } folder ? System.IO.Path.Combine(folder, "keys") : null;
    }

    static StorageOptions StorageOf(IConfiguration configuration) => configuration.GetSection("Storage").Get<StorageOptions>() ?? new();
}
