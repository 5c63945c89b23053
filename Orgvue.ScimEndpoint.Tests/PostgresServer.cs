using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>
/// A PostgreSQL that tests may make databases on: the connection string in <c>ORGVUE_TEST_POSTGRES</c>, of a role that may create databases.
/// Without it everything runs on SQLite and in memory alone; <c>.ci/run</c> starts one.
/// </summary>
static class PostgresServer
{
    const string Variable = "ORGVUE_TEST_POSTGRES";

    static readonly Lazy<string> Template = new(() =>
    {
        var name = $"orgvue_template_{Environment.ProcessId}";
        Command($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        using var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(To(name, pooled: false)).Options);
        db.Database.Migrate();
        return name;
    });

    public static string? Address => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;

    /// <summary>The connection string of a database of that name, with all its tables; made when it is not there.</summary>
    public static string Database(string name)
    {
        var clean = Name(name);
        if (Made.TryAdd(clean, true)) Command($"CREATE DATABASE {clean} TEMPLATE {Template.Value} STRATEGY FILE_COPY");
        return To(clean);
    }

    public static void Drop(string name)
    {
        var clean = Name(name);
        if (!Made.TryRemove(clean, out _)) return;
        using (var connection = new NpgsqlConnection(To(clean))) NpgsqlConnection.ClearPool(connection);
        Command($"DROP DATABASE IF EXISTS {clean} WITH (FORCE)");
    }

    static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> Made = new();

    static string Name(string name) => new([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);

    static string To(string database, bool pooled = true) =>
        new NpgsqlConnectionStringBuilder(Address!) { Database = database, Pooling = pooled, MaxPoolSize = 20 }.ToString();

    // One at a time: a template that is being copied cannot be copied.
    static readonly Lock Gate = new();

    static void Command(string sql)
    {
        lock (Gate)
        {
            using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address!) { Pooling = false }.ToString());
            connection.Open();
            using var command = new NpgsqlCommand(sql, connection);
            command.ExecuteNonQuery();
        }
    }
}

public sealed class PostgreSQL
{
    [SkippableFact]
    public void Is_part_of_the_storage_matrix()
    {
        Skip.If(PostgresServer.Address is null,
            "No PostgreSQL was named in ORGVUE_TEST_POSTGRES: all tests ran on SQLite and in memory alone. .ci/run starts one and names it.");

        Assert.Contains((IEnumerable<object[]>)Host.Providers, row => row is [StorageProvider.PostgreSql]);
    }
}
