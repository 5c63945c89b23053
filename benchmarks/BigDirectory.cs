using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>How large the directory is.</summary>
/// <param name="RoleGroups">How many of the groups are Orgvue's; the others are there because the identity provider pushes them too.</param>
sealed record BigSize(int Users, int Groups, int Memberships, int RoleGroups)
{
    public static BigSize Of(int users) => new(users, Math.Max(60, users / 200), users * 10, Math.Max(20, users / 2_000));

    public int PerUser => Memberships / Users;
}

/// <summary>
/// A directory of a size that no identity provider pushes in an afternoon, written straight into the tables: the rows are those that the
/// requests would have left (documents, folded keys, e-mail rows), the audit trail of their creation is not. E-mails come in no order, as people do.
/// </summary>
sealed class BigDirectory : IAsyncDisposable
{
    public const int Directory = 1, Tenant = 1;
    public const string Id = "directory_1", Token = "benchmark_token_0123456789";
    public const string Prefix = "IAMAPP_Orgvue_SCIM_";
    const string Core = "urn:ietf:params:scim:schemas:core:2.0:User", Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const int Chunk = 10_000, Slices = 2;
    static readonly string[] First = ["maria", "wei", "amara", "john", "olu", "sofia", "ivan", "yuki", "lars", "fatima", "noor", "pedro", "anna", "raj", "chloe", "tom"];
    static readonly string[] Last = ["garcia", "chen", "okafor", "smith", "adeyemi", "rossi", "petrov", "tanaka", "jensen", "haddad", "khan", "silva", "novak", "patel", "martin", "brown"];

    readonly ServiceProvider _services;
    readonly BigSize _size;
    readonly bool _onFile;

    public BigDirectory(BigSize size, string? postgres, string folder)
    {
        (_size, _onFile) = (size, postgres is null);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = postgres is null ? "Sqlite" : "PostgreSql",
            ["Storage:ConnectionString"] = postgres ?? $"Data Source={System.IO.Path.Combine(folder, "big.db")}",
        }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddStorage(settings, folder).AddSync(settings).BuildServiceProvider();
    }

    public Store Store => _services.GetRequiredService<Store>();
    public SyncRunner Runner => _services.GetRequiredService<SyncRunner>();
    public ChangeLog Log => _services.GetRequiredService<ChangeLog>();

    public async Task<TimeSpan> FillAsync()
    {
        var watch = Stopwatch.StartNew();
        // Of those of one millisecond the order is none.
        Guid[] groups = [.. Enumerable.Range(0, _size.Groups).Select(_ => NewId.At(TimeProvider.System)).Order()];
        // Both come to the pages of indexes in no order; with the server's own cache this would take hours, and it is not what is measured.
        if (_onFile) await Store.WriteAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA cache_size = -2000000"), CancellationToken.None);
        await Store.WriteAsync(db => SetUpAsync(db, groups), CancellationToken.None);
        foreach (var some in Enumerable.Range(0, _size.Users).Chunk(Chunk))
            await Store.WriteGuardedAsync(db => AddAsync(db, some), CancellationToken.None);
        foreach (var (from, until) in Enumerable.Range(0, Slices).Select(n => (_size.Groups * n / Slices, _size.Groups * (n + 1) / Slices)))
            await Store.WriteGuardedAsync(db => JoinAsync(db, from, until), CancellationToken.None);
        return watch.Elapsed;
    }

    Task SetUpAsync(ScimDb db, Guid[] groups)
    {
        var now = TimeProvider.System.GetUtcNow();
        db.Add(new Model.Directory { Key = Directory, Id = Id, ExternalKey = "one", Name = "One", CreatedAt = now, UpdatedAt = now });
        db.Add(new Tenant { Key = Tenant, TenantId = "ACME" });
        db.Add(new IamSyncConfiguration { DirectoryKey = Directory, Id = NewId.At(TimeProvider.System), TenantKey = Tenant, GroupPrefix = Prefix });
        db.Add(new DirectoryToken
        {
            DirectoryKey = Directory, Id = NewId.At(TimeProvider.System), Suffix = Token[^4..], CreatedAt = now,
            Hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Token)),
        });
        Log.Configuration(db, Directory, Tenant);
        return db.InsertAsync<DirectoryGroup>([.. groups.Select((id, n) =>
        {
            var name = n == 0 ? Prefix + "admin" : n == 1 ? Prefix + "user" : n < _size.RoleGroups ? $"{Prefix}team{n}" : $"Distribution list {n}";
            return new DirectoryGroup
            {
                DirectoryKey = Directory, Id = id, DisplayName = name, DisplayNameKey = name.ToUpperInvariant(), CreatedAt = now, UpdatedAt = now,
                Document = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"), ["displayName"] = name }.ToJsonString(),
            };
        })], CancellationToken.None);
    }

    static async Task AddAsync(ScimDb db, int[] some)
    {
        var users = some.Select(n => User(n)).ToList();
        await db.InsertAsync(users, CancellationToken.None);
        await db.InsertAsync([.. users.SelectMany(u => u.Emails)], CancellationToken.None);
    }

    // The platform role, a team of Orgvue's, and whatever else the identity provider pushes, some groups at a time. By the database, in the order of its key: ten million rows one by one take
    // longer than all that is measured. Users are numbered by their externalId, groups by their id, as they were made.
    Task<int> JoinAsync(ScimDb db, int from, int until)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        // One in a thousand has no platform role, one in two thousand is an admin.
        var (roles, others, step) = (_size.RoleGroups, _size.Groups - _size.RoleGroups, (_size.Groups - _size.RoleGroups) / (_size.PerUser - 2));
        return db.Database.ExecuteSqlRawAsync(Text($"""
            WITH u AS (SELECT "Id", row_number() OVER (ORDER BY "ExternalId") - 1 AS n FROM "Users" WHERE "DirectoryKey" = {Directory}),
                g AS (SELECT "Id", row_number() OVER (ORDER BY "Id") - 1 AS n FROM "Groups" WHERE "DirectoryKey" = {Directory}),
                k(k) AS (VALUES {string.Join(", ", Enumerable.Range(0, _size.PerUser).Select(n => Text($"({n})")))}),
                m AS (SELECT "Id", CASE k WHEN 0 THEN CASE WHEN n % 1000 = 7 THEN -1 WHEN n % 2000 = 0 THEN 0 ELSE 1 END
                    WHEN 1 THEN 2 + n % {roles - 2} ELSE {roles} + (n * 48271 + (k - 2) * {step}) % {others} END AS g FROM u CROSS JOIN k)
            INSERT INTO "Members" ("DirectoryKey", "GroupId", "MemberId", "Kind")
            SELECT {Directory}, g."Id", m."Id", '{MemberKind.User}' FROM m JOIN g ON g.n = m.g WHERE m.g >= {from} AND m.g < {until} ORDER BY 2, 3
            """));
    }

    static DirectoryUser User(int n)
    {
        var (first, last) = (First[n * 7 % 16], Last[n / 16 * 11 % 16]);
        // In no order: a multiplicative hash spreads the numbers.
        var email = Text($"{first}.{last}.{unchecked((uint)n * 2654435761u):x8}@acme.example");
        var now = TimeProvider.System.GetUtcNow();
        var user = new DirectoryUser
        {
            DirectoryKey = Directory, Id = NewId.At(TimeProvider.System), UserName = "", UserNameKey = "", Document = "", CreatedAt = now, UpdatedAt = now,
        };
        UserRow.Fill(user, new JsonObject
        {
            ["schemas"] = new JsonArray(Core, Enterprise),
            ["userName"] = email, ["externalId"] = Text($"00u{n:x8}"), ["displayName"] = $"{first} {last}", ["active"] = true,
            ["name"] = new JsonObject { ["givenName"] = first, ["familyName"] = last },
            ["emails"] = new JsonArray(new JsonObject { ["value"] = email, ["type"] = "work", ["primary"] = true }),
            [Enterprise] = new JsonObject { ["employeeNumber"] = Text($"{n}"), ["department"] = Text($"D{n % 400}") },
        });
        return user;
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
