using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>The server's own store and engine on a SQLite file, and a directory of so many users: each in one team, one in twenty an admin, one in 25 failing.</summary>
sealed class SampleDirectory : IAsyncDisposable
{
    public const int Directory = 1, Tenant = 1;
    const string Prefix = "IAMAPP_Orgvue_SCIM_";
    const int Teams = 50, Chunk = 5_000;

    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-benchmark-");
    readonly ServiceProvider _services;

    SampleDirectory(int users)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = $"Data Source={System.IO.Path.Combine(_folder.FullName, "benchmark.db")}",
        }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddStorage(settings, _folder.FullName).AddSync(settings).BuildServiceProvider();
        Users = [.. Enumerable.Range(0, users).Select(_ => NewId.At(TimeProvider.System))];
        Groups = [.. Enumerable.Range(0, Teams + 2).Select(_ => NewId.At(TimeProvider.System))];
    }

    public Guid[] Users { get; }

    /// <summary>The groups admin and user, and the teams.</summary>
    public Guid[] Groups { get; }

    public Store Store => _services.GetRequiredService<Store>();
    public ChangeLog Log => _services.GetRequiredService<ChangeLog>();

    public static async Task<SampleDirectory> OfAsync(int users)
    {
        var made = new SampleDirectory(users);
        await made.Store.MigrateAsync();
        await made.FillAsync();
        return made;
    }

    public static bool IsAdmin(int n) => n % 20 == 0;

    /// <summary>Whether the user is in a team alone.</summary>
    public static bool Fails(int n) => n % 25 == 7;

    /// <summary>One run of the tenant for what has changed.</summary>
    public async Task<SyncRun> RunAsync() =>
        (await _services.GetRequiredService<SyncRunner>().RunAsync(Directory, SyncTrigger.SyncNow, CancellationToken.None))!.Single();

    /// <summary>Puts a user into a group, or takes it out.</summary>
    public Task ToggleAsync(Guid group, Guid user) => Store.WriteAsync(async db =>
    {
        var known = await db.Members.SingleOrDefaultAsync(m => m.DirectoryKey == Directory && m.GroupId == group && m.MemberId == user);
        if (known is not null) db.Remove(known);
        else db.Add(Member(group, user));
        Log.Members(db, Directory, known is null ? ChangeKind.MemberAdded : ChangeKind.MemberRemoved, group, [user]);
    }, CancellationToken.None);

    /// <summary>Turns a user off or on.</summary>
    public Task TurnAsync(Guid user) => Store.WriteAsync(async db =>
    {
        var row = await db.Users.SingleAsync(u => u.DirectoryKey == Directory && u.Id == user);
        row.Active = row.Active == false;
        row.Version++;
        Log.User(db, Directory, ChangeKind.UserChanged, user);
    }, CancellationToken.None);

    /// <summary>Somebody disables the account of a user by hand.</summary>
    public Task EditByHandAsync(Guid user) => Store.WriteAsync(async db =>
    {
        var account = await db.Accounts.SingleAsync(a => a.TenantKey == Tenant && a.DirectoryUserId == user);
        account.TokenAccess = !account.TokenAccess;
        account.Enabled = false;
        account.Version++;
        Log.AccountEdited(db, Directory, Tenant, account.Id, user, account.EmailKey);
    }, CancellationToken.None);

    async Task FillAsync()
    {
        // Straight into the tables: how the rows got there is not what is measured.
        var contexts = _services.GetRequiredService<IDbContextFactory<SqliteDb>>();
        await using (var db = await contexts.CreateDbContextAsync())
        {
            var now = TimeProvider.System.GetUtcNow();
            db.Add(new Model.Directory { Key = Directory, Id = "directory_1", ExternalKey = "one", Name = "One", CreatedAt = now });
            db.Add(new Tenant { Key = Tenant, TenantId = "ACME" });
            db.Add(new IamSyncConfiguration { DirectoryKey = Directory, Id = NewId.At(TimeProvider.System), TenantKey = Tenant, GroupPrefix = Prefix });
            for (var n = 0; n < Groups.Length; n++)
            {
                var name = Prefix + (n == 0 ? "admin" : n == 1 ? "user" : $"team{n}");
                db.Add(new DirectoryGroup { DirectoryKey = Directory, Id = Groups[n], DisplayName = name, DisplayNameKey = name.ToUpperInvariant(), Document = "{}" });
            }
            Log.Configuration(db, Directory, Tenant);
            await db.SaveChangesAsync();
        }
        foreach (var some in Enumerable.Range(0, Users.Length).Chunk(Chunk))
        {
            await using var db = await contexts.CreateDbContextAsync();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var n in some) Add(db, n);
            await db.SaveChangesAsync();
        }
    }

    void Add(SqliteDb db, int n)
    {
        var email = $"user{n}@acme.example";
        db.Add(new DirectoryUser
        {
            DirectoryKey = Directory, Id = Users[n], UserName = email, UserNameKey = email.ToUpperInvariant(), LoginEmail = email,
            LoginEmailKey = email.ToUpperInvariant(), Document = "{}", CreatedAt = TimeProvider.System.GetUtcNow(), UpdatedAt = TimeProvider.System.GetUtcNow(),
        });
        if (!Fails(n)) db.Add(Member(Groups[IsAdmin(n) ? 0 : 1], Users[n]));
        db.Add(Member(Groups[2 + n % Teams], Users[n]));
    }

    static GroupMember Member(Guid group, Guid user) => new() { DirectoryKey = Directory, GroupId = group, MemberId = user, Kind = MemberKind.User };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
