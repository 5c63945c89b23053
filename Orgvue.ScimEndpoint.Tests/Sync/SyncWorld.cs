using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>One directory that feeds the single tenant ACME and the multi tenant MYTENANT, and the sync engine over a real store.</summary>
sealed partial class SyncWorld : IAsyncDisposable
{
    public const int Directory = 1, Acme = 1, MyTenant = 2;
    public const string Prefix = Given.Prefix;
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    readonly string _place;
    readonly StorageProvider _provider;
    readonly bool _owner;
    int _opened;

    SyncWorld(
        StorageProvider provider, string place, SettableClock clock, bool owner, IInterceptor[] interceptors, Action<int>? opening = null)
    {
        (_provider, _place, _owner, Clock) = (provider, place, owner, clock);
        var open = Open(interceptors);
        Store = new(() => { opening?.Invoke(++_opened); return open(); }, oneWriter: provider != StorageProvider.PostgreSql, clock: clock);
        var options = Options.Create(Settings);
        Log = new(clock);
        Pending = new(Store, clock, options);
        Runner = new(Store, Pending, clock, options, Lines);
        Worker = new(Pending, Runner, clock, options, NullLogger<SyncWorker>.Instance);
    }

    public SettableClock Clock { get; }

    /// <summary>The settings under <c>Sync:</c> of this node; read whenever they matter.</summary>
    public SyncOptions Settings { get; } = new();

    /// <summary>What the runs of this node logged.</summary>
    public LogLines Lines { get; } = new();

    public Store Store { get; }
    public ChangeLog Log { get; }
    public PendingSyncs Pending { get; }
    public SyncRunner Runner { get; }
    public SyncWorker Worker { get; }

    public static async Task<SyncWorld> OnAsync(StorageProvider provider, params IInterceptor[] interceptors)
    {
        var world = await EmptyAsync(provider, new(Given.Start), interceptors);
        await world.WriteAsync(db =>
        {
            db.Add(new Model.Directory { Key = Directory, Id = "directory_1", ExternalKey = "one", Name = "One", CreatedAt = world.Clock.GetUtcNow() });
            db.Add(new Tenant { Key = Acme, TenantId = "ACME" });
            db.Add(new Tenant { Key = MyTenant, TenantId = "MYTENANT" });
            db.Add(Configuration(world.Clock, Acme, ConfigurationMode.SingleTenant));
            db.Add(Configuration(world.Clock, MyTenant, ConfigurationMode.MultiTenant));
        });
        return world;
    }

    /// <summary>A second node over the same database and the same clock.</summary>
    /// <param name="opening">Called with the number of each transaction before it begins.</param>
    public SyncWorld AnotherNode(IInterceptor? interceptor = null, Action<int>? opening = null) =>
        new(_provider, _place, Clock, owner: false, interceptor is null ? [] : [interceptor], opening);

    /// <summary>The same directory, accounts and failures, with nothing pending, in a store of its own.</summary>
    public async Task<SyncWorld> CopyAsync()
    {
        var copy = await EmptyAsync(StorageProvider.InMemory, new(Clock.GetUtcNow()));
        await using var from = Store.Open();
        await copy.WriteAsync(async db =>
        {
            db.AddRange(await from.Directories.AsNoTracking().ToListAsync());
            db.AddRange(await from.Tenants.AsNoTracking().ToListAsync());
            db.AddRange(await from.Configurations.AsNoTracking().ToListAsync());
            db.AddRange(await from.Users.AsNoTracking().ToListAsync());
            db.AddRange(await from.Groups.AsNoTracking().ToListAsync());
            db.AddRange(await from.Members.AsNoTracking().ToListAsync());
            db.AddRange(await from.Accounts.AsNoTracking().Include(a => a.Roles).ToListAsync());
            db.AddRange(await from.Failures.AsNoTracking().ToListAsync());
            db.AddRange(await from.Runs.AsNoTracking().Where(r => r.Status == SyncRunStatus.Held).ToListAsync());
        });
        return copy;
    }

    public Task WriteAsync(Action<ScimDb> write) => WriteAsync(db => { write(db); return Task.CompletedTask; });

    public Task WriteAsync(Func<ScimDb, Task> write) => Store.WriteAsync(write, CancellationToken.None);

    public Task<List<T>> RowsAsync<T>(Func<ScimDb, IQueryable<T>> query) => Store.ReadAsync(db => query(db).ToListAsync());

    /// <summary>What a node does once a second.</summary>
    public Task PollAsync() => Worker.RunDueAsync(CancellationToken.None);

    /// <summary>Waits a whole window and polls.</summary>
    public Task WindowAsync()
    {
        Clock.Advance(Delay);
        return PollAsync();
    }

    public Task<IReadOnlyList<SyncRun>?> SyncNowAsync() => Runner.RunAsync(Directory, SyncTrigger.SyncNow, CancellationToken.None);

    public Task<List<SyncRun>> RunsAsync() => RowsAsync(db => db.Runs.AsNoTracking().OrderBy(r => r.StartedAt).ThenBy(r => r.TenantKey));

    /// <summary>The run of a tenant that waits to be released or discarded (rule B8).</summary>
    public async Task<SyncRun?> HeldAsync(int tenant = Acme) => (await RunsAsync()).SingleOrDefault(r => r.TenantKey == tenant && r.Status == SyncRunStatus.Held);

    public Task<List<Account>> AccountsAsync(int tenant = Acme) =>
        RowsAsync(db => db.Accounts.AsNoTracking().Include(a => a.Roles).Where(a => a.TenantKey == tenant).OrderBy(a => a.EmailKey));

    public async Task<Account> AccountAsync(string email, int tenant = Acme) =>
        Assert.Single(await AccountsAsync(tenant), a => a.Email == email);

    public Task<List<SyncFailure>> FailuresAsync(bool open = true) => RowsAsync(db =>
        db.Failures.AsNoTracking().Where(f => !open || f.ResolvedAt == null).OrderBy(f => f.FirstSeenAt).ThenBy(f => f.UserName));

    /// <summary>Accounts (all but ids, versions and times) and open failures (without counts), in words.</summary>
    public async Task<string> OutcomeAsync()
    {
        var accounts = (await AccountsAsync(Acme)).Concat(await AccountsAsync(MyTenant)).Select(a =>
            $"{a.TenantKey} {a.Email} {a.EmailKey} {(a.Enabled ? "on" : "off")} {a.Source} {a.DirectoryUserId} {a.TokenAccess} {string.Join(' ',
                a.Roles.OrderBy(r => r.RoleKey, StringComparer.Ordinal).Select(r => $"{r.Role}/{r.RoleKey}<{string.Join(',', r.SourceGroups)}>"))}");
        var failures = (await FailuresAsync()).Select(f =>
            $"{f.TenantKey} {f.UserId} {f.UserName} {f.Email} {string.Join(',', f.Groups)} {f.Code} {f.Reason} {f.Remedy}");
        return string.Join('\n', accounts.Order(StringComparer.Ordinal).Append("--").Concat(failures.Order(StringComparer.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner)
            await using (var db = Store.Open())
                await db.Database.EnsureDeletedAsync();
        Worker.Dispose();
        Store.Dispose();
    }

    static async Task<SyncWorld> EmptyAsync(StorageProvider provider, SettableClock clock, params IInterceptor[] interceptors)
    {
        var name = NewId.Secret("orgvue-sync-");
        if (provider == StorageProvider.InMemory) return new(provider, name, clock, owner: true, interceptors);
        if (provider == StorageProvider.PostgreSql) return new(provider, PostgresServer.Database(name), clock, owner: true, interceptors);
        var file = Path.Combine(Path.GetTempPath(), name + ".db");
        File.WriteAllBytes(file, await EmptyFile.Value);
        return new(provider, file, clock, owner: true, interceptors);
    }

    // Making the tables takes longer than most tests; it is done once. The log is write-ahead, as the server has it: EF turns it on.
    static readonly Lazy<Task<byte[]>> EmptyFile = new(async () =>
    {
        var file = Path.Combine(Path.GetTempPath(), NewId.Secret("orgvue-sync-") + ".db");
        await using (var world = new SyncWorld(StorageProvider.Sqlite, file, new(Given.Start), owner: false, []))
        await using (var db = world.Store.Open())
            await db.Database.EnsureCreatedAsync();
        var bytes = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        return bytes;
    });

    static IamSyncConfiguration Configuration(TimeProvider clock, int tenant, ConfigurationMode mode) => new()
    {
        DirectoryKey = Directory, Id = NewId.At(clock), TenantKey = tenant, Mode = mode, GroupPrefix = Prefix,
    };

    Func<ScimDb> Open(IInterceptor[] interceptors)
    {
        if (_provider == StorageProvider.InMemory)
        {
            var memory = new DbContextOptionsBuilder<InMemoryDb>().UseInMemoryDatabase(_place).AddInterceptors(interceptors)
                .ConfigureWarnings(w => w.Ignore(InMemoryEventId.TransactionIgnoredWarning)).Options;
            return () => new InMemoryDb(memory);
        }
        if (_provider == StorageProvider.PostgreSql)
        {
            var postgres = new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(_place).AddInterceptors(interceptors).Options;
            return () => new PostgresDb(postgres);
        }
        // Not pooled, so that the file can be deleted when the test is over.
        var sqlite = new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={_place};Pooling=False")
            .AddInterceptors([new Careless(), .. interceptors]).Options;
        return () => new SqliteDb(sqlite);
    }

    /// <summary>What a test writes need not survive the machine.</summary>
    sealed class Careless : DbConnectionInterceptor
    {
        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = OFF;";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
