using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>A directory with a thousand users, one of them in a group, and a log of what is asked of its database.</summary>
public sealed class AThousandUsers : IAsyncLifetime, IAsyncDisposable
{
    public const int Many = 1000;

    readonly SqlLog _log = new();

    public Host Host { get; } = new(StorageProvider.Sqlite);
    public TestDirectory Directory { get; private set; } = null!;
    public string[] Users { get; private set; } = [];
    public string Group { get; private set; } = "";

    internal Task<IReadOnlyList<SqlLog.Query>> QueriesAsync(Func<Task> work) => _log.OfAsync(Host, work);

    public async Task InitializeAsync()
    {
        Directory = await Host.NewDirectoryAsync();
        Users = await SeedUsersAsync(Host, Directory);
        Group = await Directory.RoleAsync("user", Users[500]);
    }

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await Host.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    static async Task<string[]> SeedUsersAsync(Host host, TestDirectory directory)
    {
        var now = host.Clock.GetUtcNow();
        var users = Enumerable.Range(0, Many).Select(n => (Id: NewId.At(host.Clock), Name: $"user{n}@contoso.example", n)).ToList();
        await host.Store.WriteAsync(db =>
        {
            db.AddRange(users.Select(u => new DirectoryUser
            {
                DirectoryKey = directory.Key, Id = u.Id, UserName = u.Name, UserNameKey = Fold.Key(u.Name), LoginEmail = u.Name,
                LoginEmailKey = Fold.Key(u.Name), ExternalId = $"ext{u.n}", DisplayName = $"User {u.n}", DisplayNameKey = Fold.Key($"User {u.n}"),
                Active = true, CreatedAt = now, UpdatedAt = now, Emails = [new UserEmail { DirectoryKey = directory.Key, UserId = u.Id, ValueKey = Fold.Key(u.Name) }],
                Document = $$"""{"userName":"{{u.Name}}","active":true,"externalId":"ext{{u.n}}","displayName":"User {{u.n}}","emails":[{"value":"{{u.Name}}"}]}""",
            }));
            return Task.CompletedTask;
        }, CancellationToken.None);
        return [.. users.Select(u => u.Id.ToString())];
    }
}
