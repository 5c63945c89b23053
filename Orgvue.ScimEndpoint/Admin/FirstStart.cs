using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>
/// What a start does: the schema is brought up to date, the keys are established, and in Development an empty server gets a demo directory. Secrets made here are shown in the banner and kept nowhere in clear.
/// </summary>
public sealed class FirstStart(Store store, AdminKey adminKey, WorkOsKey workOsKey, DirectorySetup setup, IConfiguration configuration, IHostEnvironment environment)
{
    const string GuidePrefix = "IMAPP_Orgvue_SCIM_";

    /// <summary>What must be there before the first request. Returns the keys that were newly generated, to be shown once.</summary>
    public async Task<NewKeys> PrepareAsync(CancellationToken ct = default)
    {
        await store.MigrateAsync(ct);
        return new(await adminKey.EstablishAsync(environment.IsDevelopment(), ct), await workOsKey.EstablishAsync(ct));
    }

    /// <summary>The demo directory, made when it is wanted and there is no directory at all; else null.</summary>
    public async Task<MadeDirectory?> SeedAsync(CancellationToken ct = default) =>
        configuration.GetValue("Demo:Seed", environment.IsDevelopment()) && !await store.ReadAsync(db => db.Directories.AnyAsync(ct))
            ? await setup.CreateAsync(Demo, ct)
            : null;

    /// <summary>The directory of the guide's table: its prefix is spelled as the table spells it.</summary>
    static NewDirectory Demo => new()
    {
        Name = "Demo",
        Provider = IdentityProvider.Generic,
        Environment = OrgvueEnvironment.Staging,
        Tenants =
        [
            new() { TenantId = "ACME", Mode = ConfigurationMode.SingleTenant, GroupPrefix = GuidePrefix },
            new() { TenantId = "MYTENANT", Mode = ConfigurationMode.MultiTenant, GroupPrefix = GuidePrefix },
        ],
    };
}

/// <summary>Keys that this start generated; null for what there was already.</summary>
public sealed record NewKeys(string? Admin, string? WorkOs);

/// <summary>What the console says when the server listens in Development: what to do next, and the secrets that are shown only once.</summary>
public static class Banner
{
    public static void Write(WebApplication app, NewKeys newKeys, MadeDirectory? newDemo)
    {
        if (!app.Environment.IsDevelopment()) return;
        var url = AddressOf(app);
        Console.WriteLine(string.Join(Environment.NewLine,
        [
            "", $"Orgvue.ScimEndpoint listens on {url}", "",
            .. newDemo is { } demo
                ? [
                    "  Demo directory  tenants ACME (single-tenant) and MYTENANT (multi-tenant), group prefix IMAPP_Orgvue_SCIM_",
                    $"  SCIM base URL   {url}/scim/v2/{demo.Directory.Id}",
                    $"  Bearer token    {demo.Token}",
                  ]
                : Line("  SCIM            GET /admin/api/directories lists the directories; new token: dotnet run --project Orgvue.ScimEndpoint -- token new"),
            newKeys.Admin is { } key
                ? $"  Admin key       {key}"
                : "  Admin key       as set in Admin:Key, or as shown on the first start",
            newKeys.WorkOs is { } workOs
                ? $"  WorkOS API      {url} with the key {workOs}"
                : $"  WorkOS API      {url} with the key in WorkOs:ApiKey, or as shown on the first start",
            $"  Console         {url}/admin/ (sign in with the admin key)",
            $"  Swagger         {url}/swagger", "",
            .. newDemo is null && newKeys is { Admin: null, WorkOs: null }
                ? Line($"Changes sync {DelayOf(app)} after the first of them, or at once: POST /admin/api/directories/{{id}}/sync")
                : Line("Token and keys are shown this once; only their hashes are kept. Next: the two-minute walk in README.md."), "",
        ]));
    }

    static string[] Line(string text) => [text];

    static string DelayOf(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<SyncOptions>>().Value.Delay.ToString("c", CultureInfo.InvariantCulture);

    static string AddressOf(WebApplication app) =>
        (app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080")
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .TrimEnd('/');
}
