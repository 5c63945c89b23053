using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Storage.Direct;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Chooses the provider by setting and brings its schema up to date on start.</summary>
public static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        var options = configuration.GetSection("Storage").Get<StorageOptions>() ?? new();
        if (options.Provider == StorageProvider.InMemory)
        {
            services.AddPooledDbContextFactory<InMemoryDb>(db => db
                .UseInMemoryDatabase(options.ConnectionString)
                // One transaction is one SaveChanges behind one writer here, so ignoring the transaction loses nothing.
                .ConfigureWarnings(w => w.Ignore(InMemoryEventId.TransactionIgnoredWarning, CoreEventId.RowLimitingOperationWithoutOrderByWarning)));
            return services.AddSingleton(s =>
                new Store(s.GetRequiredService<IDbContextFactory<InMemoryDb>>().CreateDbContext, oneWriter: true,
                    (db, directory, ct) => DryRun.OnCopyAsync(db, options.ConnectionString, directory, ct), s.GetRequiredService<TimeProvider>())
                {
                    Teller = s.GetService<IRowTeller>(),
                });
        }
        if (FileOf(options, contentRoot) is { } file)
        {
            var wasLeftOpen = DatabaseCheck.IsLeftOpen(file);
            services.AddSingleton(s => new DatabaseCheck(file, options.CheckOnStart, wasLeftOpen, s.GetRequiredService<ILogger<DatabaseCheck>>()));
            services.AddHostedService(s => s.GetRequiredService<DatabaseCheck>());
        }
        return options.Provider == StorageProvider.PostgreSql
            ? OnPostgres(services, PostgresSession.Of(options.ConnectionString))
            : OnSqlite(services, Sqlite(options.ConnectionString, contentRoot));
    }

    static IServiceCollection OnPostgres(IServiceCollection services, string connectionString) => Relational<PostgresDb>(
        services, db => db.UseNpgsql(connectionString).AddInterceptors(NoNul.Instance), new Connected.OnPostgres(connectionString),
        new Dialect.Postgres(connectionString), oneWriter: false);

    static IServiceCollection OnSqlite(IServiceCollection services, string connectionString) => Relational<SqliteDb>(
        services, db => db.UseSqlite(connectionString).AddInterceptors(new SqliteDurability()), new Connected.OnSqlite(connectionString),
        Dialect.Sqlite.Of(connectionString), oneWriter: true);

    static IServiceCollection Relational<T>(
        IServiceCollection services, Action<DbContextOptionsBuilder> use, Connected connected, Dialect? dialect, bool oneWriter) where T : ScimDb
    {
        services.AddPooledDbContextFactory<T>(db =>
        {
            use(db);
            // A test compares the model with the migrations; every start need not. What fits one page is put in order here.
            db.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning, CoreEventId.RowLimitingOperationWithoutOrderByWarning)
                // Two writers that meet on PostgreSQL are no failure: one begins again. What does fail is thrown to whoever asked, who says so.
                .Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
        });
        return services.AddSingleton(s =>
            new Store(s.GetRequiredService<IDbContextFactory<T>>().CreateDbContext, oneWriter,
                (_, _, ct) => DryRun.InTransactionAsync(connected, ct), s.GetRequiredService<TimeProvider>())
            {
                Teller = s.GetService<IRowTeller>(), Connected = connected, Direct = dialect is null ? null : new(dialect),
            });
    }

    /// <summary>Creates the folder of the file, applies the migrations, and turns the write-ahead log on (which the file remembers).</summary>
    public static async Task MigrateAsync(this Store store, CancellationToken ct = default)
    {
        if (store.IsUpToDate is { } isUpToDate && await isUpToDate(ct)) return;
        await using var db = store.Open();
        if (!db.Database.IsRelational()) return;
        if (db.Database.IsSqlite()) await PrepareFileAsync(db, ct);
        await db.Database.MigrateAsync(ct);
    }

    static async Task PrepareFileAsync(ScimDb db, CancellationToken ct)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (System.IO.Path.GetDirectoryName(file) is { Length: > 0 } folder) System.IO.Directory.CreateDirectory(folder);
        await db.Database.ExecuteSqlRawAsync(SqliteDurability.WriteAheadLog, ct);
    }

    /// <summary>The database's file; null for a database that is no file.</summary>
    public static string? FileOf(StorageOptions options, string contentRoot)
    {
        if (options.Provider != StorageProvider.Sqlite) return null;
        var file = new SqliteConnectionStringBuilder(Sqlite(options.ConnectionString, contentRoot));
        return file.Mode == SqliteOpenMode.Memory || file.DataSource.Length == 0 || file.DataSource.StartsWith(':') ? null : file.DataSource;
    }

    /// <summary>The folder that it is in.</summary>
    public static string? FolderOf(StorageOptions options, string contentRoot) =>
        FileOf(options, contentRoot) is { } file ? System.IO.Path.GetDirectoryName(file) : null;

    static string Sqlite(string connectionString, string contentRoot)
    {
        var parts = new SqliteConnectionStringBuilder(connectionString);
        if (parts.DataSource.Length > 0 && !parts.DataSource.StartsWith(':') && !System.IO.Path.IsPathRooted(parts.DataSource))
            parts.DataSource = System.IO.Path.Combine(contentRoot, parts.DataSource);
        return parts.ToString();
    }
}
