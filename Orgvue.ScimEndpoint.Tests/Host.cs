using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Traffic;
using Orgvue.ScimEndpoint.WorkOs.In;
using Orgvue.ScimEndpoint.WorkOs.Pulling;
using Orgvue.ScimEndpoint.WorkOs.Out;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>
/// The real server on a database of its own and a clock that stands still. Nothing runs behind a test's back: advance the clock, then
/// <see cref="RunDueAsync"/>.
/// </summary>
public sealed class Host(StorageProvider provider, params (string Name, string Value)[] settings) : WebApplicationFactory<Program>
{
    public const string AdminKey = "test-admin-key";
    const string File = "orgvue.db";

    /// <summary>The storage matrix: <c>[Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]</c>.</summary>
    public static readonly TheoryData<StorageProvider> Providers = [.. Storages];

    /// <summary>The storages that are there: PostgreSQL where one was named.</summary>
    public static IReadOnlyList<StorageProvider> Storages => PostgresServer.Address is null
        ? [StorageProvider.Sqlite, StorageProvider.InMemory]
        : [StorageProvider.Sqlite, StorageProvider.InMemory, StorageProvider.PostgreSql];

    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-scim-");
    readonly ScimQueries _queries = new();
    HttpClient? _admin;

    /// <summary>For a test whose subject does not depend on the storage.</summary>
    public Host() : this(StorageProvider.InMemory) { }

    /// <summary>A folder of the test's own, so that the SQLite file outlives this host and another can be started on it.</summary>
    public System.IO.DirectoryInfo? Kept { get; init; }

    /// <summary>Hears what is logged, from the start on, in the place of the console.</summary>
    public ILoggerProvider? Log { get; init; }

    public SettableClock Clock { get; init; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    /// <summary>A client with the admin key, for <c>/admin/api</c>, <c>/api/v1</c> and <c>/odata</c>.</summary>
    public HttpClient Admin => _admin ??= ClientWith(AdminKey);

    public Store Store => Services.GetRequiredService<Store>();

    public string ConnectionString => provider switch
    {
        StorageProvider.Sqlite => $"Data Source={System.IO.Path.Combine((Kept ?? _folder).FullName, File)}",
        StorageProvider.PostgreSql => PostgresServer.Database((Kept ?? _folder).Name),
        _ => _folder.Name,
    };

    /// <summary>A client with this bearer token, or with none.</summary>
    public HttpClient ClientWith(string? bearer)
    {
        var client = CreateClient(new() { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress });
        if (bearer is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    /// <summary>A directory made through the admin API; without tenants of its own it has ACME, single-tenant, with the guide's prefix.</summary>
    public async Task<TestDirectory> NewDirectoryAsync(
        string name = "Contoso", string environment = "staging", string? syncDelay = null, params TestTenant[] tenants)
    {
        var answer = await Admin.PostAsJsonAsync("/admin/api/directories",
            new { name, provider = "generic", environment, syncDelay, tenants = tenants.Length == 0 ? [new()] : tenants });
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(answer.IsSuccessStatusCode, made.ToJsonString());

        var (id, token) = ((string)made["directoryId"]!, (string)made["token"]!);
        var scim = ClientWith(token);
        scim.BaseAddress = new Uri(((string)made["scimBaseUrl"]!).TrimEnd('/') + "/");
        var key = await Store.ReadAsync(db => db.Directories.Where(d => d.Id == id).Select(d => d.Key).SingleAsync());
        return new TestDirectory(id, key, token, scim);
    }

    /// <summary>One look of the sync worker: runs what is due by the test's clock.</summary>
    public Task RunDueAsync() => Services.GetRequiredService<SyncWorker>().RunDueAsync(CancellationToken.None);

    /// <summary>One look of the worker that applies what came from WorkOS.</summary>
    public Task ApplyAsync() => Services.GetRequiredService<InWorker>().ApplyAsync(CancellationToken.None);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        if (provider == StorageProvider.Sqlite) SqliteTemplate.CopyTo(System.IO.Path.Combine((Kept ?? _folder).FullName, File));
        builder.UseEnvironment("Testing");
        builder.UseSetting("Storage:Provider", provider.ToString());
        builder.UseSetting("Storage:ConnectionString", ConnectionString);
        builder.UseSetting("Admin:Key", AdminKey);
        builder.UseSetting("Demo:Seed", "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        // Tests ask faster than any identity provider; what the limit does has tests of its own.
        builder.UseSetting("Limits:RequestsPerSecond", "0");
        // Nor may how fast the machine is decide.
        builder.UseSetting("Limits:RequestTime", "00:00:00");
        foreach (var (name, value) in settings) builder.UseSetting(name, value);
        if (Log is not null) builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton<IStartupFilter>(_queries);
            foreach (var loop in new[] { typeof(SyncWorker), typeof(DeliveryWorker), typeof(InWorker), typeof(PullWorker), typeof(EventRetention), typeof(TrafficWriter) })
                services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == loop));
            services.AddHostedService(s => new WrittenAtTheEnd(s.GetRequiredService<TrafficWriter>()));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (provider == StorageProvider.Sqlite)
        {
            await using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
        if (provider == StorageProvider.PostgreSql && Kept is null) PostgresServer.Drop(_folder.Name);
        if (_folder.Exists) _folder.Delete(recursive: true);
        _queries.Check();
    }
}

/// <summary>What was seen of the traffic is written when the server stops, as it always is, and not every two seconds of a year that a test lets pass.</summary>
sealed class WrittenAtTheEnd(TrafficWriter writer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => writer.StopAsync(cancellationToken);
}

/// <summary>A tenant of a directory under test, as the admin API takes it.</summary>
public sealed record TestTenant(
    string TenantId = "ACME", string Mode = "singleTenant", string GroupPrefix = "IAMAPP_Orgvue_SCIM_", string[]? Domains = null);

/// <summary>A directory under test. <see cref="Scim"/> has its base URL, ending in a slash, and its token: <c>Scim.GetAsync("Users")</c>.</summary>
public sealed record TestDirectory(string Id, int Key, string Token, HttpClient Scim);
