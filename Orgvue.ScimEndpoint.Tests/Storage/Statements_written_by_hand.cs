using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Every statement of Storage/Direct names its directory, finds what it looks for by an index, and finds no more than it says.</summary>
public sealed partial class Statements_written_by_hand
{
    static readonly Dictionary<string, string> All = typeof(Store).Assembly.GetType("Orgvue.ScimEndpoint.Storage.Direct.Sql", throwOnError: true)!
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(f => f.IsLiteral && ((string)f.GetRawConstantValue()!).Contains("@p0", StringComparison.Ordinal)
            && !((string)f.GetRawConstantValue()!).EndsWith("AND ", StringComparison.Ordinal))
        .ToDictionary(f => f.Name, f => (string)f.GetRawConstantValue()!);

    /// <summary>Those that may find more than one, and are no page of a limit: the groups of one user, and of the users of one page.</summary>
    static readonly string[] BoundByTheUser = ["UserWithGroups", "GroupsOf"];

    /// <summary>The columns that name one row.</summary>
    static readonly string[] Keys = ["\"Id\" = @p1", "\"Hash\" = @p0"];

    [Fact]
    public void Name_the_directory_and_a_limit()
    {
        Assert.NotEmpty(All);
        foreach (var (name, sql) in All)
        {
            Assert.True(sql.Contains("\"DirectoryKey\" = @p0", StringComparison.Ordinal) || name == "Token", name);
            Assert.True(sql.Contains("LIMIT", StringComparison.Ordinal) || name is "Size" || BoundByTheUser.Contains(name)
                || Keys.Any(k => sql.Contains(k, StringComparison.Ordinal)), name);
        }
    }

    [Fact]
    public async Task Are_answered_by_an_index_of_SQLite()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        await host.NewDirectoryAsync();
        foreach (var (name, sql) in All)
        {
            var plan = await PlanAsync(host, "EXPLAIN QUERY PLAN ", sql, column: 3, set: null);
            Assert.All(plan, step => Assert.DoesNotMatch("^SCAN|TEMP B-TREE", step));
            Assert.True(plan.Exists(step => Searched().IsMatch(step)), $"{name}: {string.Join("; ", plan)}");
        }
    }

    [PostgresFact]
    public async Task Are_answered_by_an_index_of_PostgreSQL()
    {
        await using var host = new Host(StorageProvider.PostgreSql);
        await host.NewDirectoryAsync();
        foreach (var (name, sql) in All)
        {
            // A table of no rows is scanned whatever there is; the question is whether there is an index to search.
            var plan = await PlanAsync(host, "EXPLAIN ", sql, column: 0, set: "SET enable_seqscan = off; SET enable_bitmapscan = off");
            Assert.True(plan.Exists(step => step.Contains("Index Cond", StringComparison.Ordinal)), $"{name}: {string.Join("; ", plan)}");
            Assert.All(plan, step => Assert.DoesNotContain("Seq Scan", step, StringComparison.Ordinal));
        }
    }

    static Task<List<string>> PlanAsync(Host host, string explain, string sql, int column, string? set) => host.Store.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        if (set is not null)
        {
            command.CommandText = set;
            await command.ExecuteNonQueryAsync();
        }
        var isPostgres = db.Database.IsNpgsql();
        command.CommandText = explain + Parameter().Replace(sql, p => Value(sql, p, isPostgres));
        var steps = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) steps.Add(rows.GetString(column));
        return steps;
    });

    // Of the type that the place wants.
    static string Value(string sql, Match parameter, bool isPostgres)
    {
        var before = sql[..parameter.Index].TrimEnd();
        if (before.EndsWith("Hash\" =", StringComparison.Ordinal)) return isPostgres ? "'\\x00'::bytea" : "x'00'";
        if (before.EndsWith("LIMIT", StringComparison.Ordinal) || before.EndsWith("OFFSET", StringComparison.Ordinal) || before.EndsWith("DirectoryKey\" =", StringComparison.Ordinal)) return "1";
        return Texts().IsMatch(before) ? "'x'" : isPostgres ? $"'{Guid.Empty}'::uuid" : "zeroblob(16)";
    }

    [GeneratedRegex("@p\\d")]
    private static partial Regex Parameter();

    [GeneratedRegex("(Key|ExternalId)\" =$")]
    private static partial Regex Texts();

    [GeneratedRegex("^SEARCH .*USING .*INDEX.*=\\?|^SEARCH .*INTEGER PRIMARY KEY")]
    private static partial Regex Searched();
}
