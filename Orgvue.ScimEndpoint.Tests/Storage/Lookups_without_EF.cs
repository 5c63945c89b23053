using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>What a write looks up by statements of ours names its directory and is answered by an index.</summary>
public sealed class Lookups_without_EF
{
    static readonly Dictionary<string, string> All = typeof(Store).Assembly.GetType("Orgvue.ScimEndpoint.Storage.LookupSql", throwOnError: true)!
        .GetFields(BindingFlags.Static | BindingFlags.Public).ToDictionary(f => f.Name, f => (string)f.GetRawConstantValue()!);

    // Conditions by themselves, and the tables that they are put to.
    static readonly Dictionary<string, string[]> Tables = new()
    {
        ["ById"] = ["Users", "Groups"], ["OfUser"] = ["UserEmails"], ["OfMember"] = ["Members"], ["InGroup"] = ["Members"],
    };

    [Fact]
    public async Task Search_an_index()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var statements = All.SelectMany(s => s.Value.StartsWith("WHERE", StringComparison.Ordinal)
            ? Tables[s.Key].Select(table => $"SELECT * FROM \"{table}\" {s.Value}")
            : [s.Value]).ToList();
        Assert.True(statements.Count > 10);

        foreach (var sql in statements)
        {
            var plan = await PlanAsync(host, sql);
            Assert.Contains("\"DirectoryKey\" = $0", sql, StringComparison.Ordinal);
            Assert.All(plan, step => Assert.Matches(@"^SEARCH .*\(DirectoryKey=\? AND \w+=\?", step));
        }
    }

    static Task<List<string>> PlanAsync(Host host, string sql) => host.Store.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql.Replace("$0", "7", StringComparison.Ordinal)
            .Replace("$1", "x'01'", StringComparison.Ordinal).Replace("$2", "x'02'", StringComparison.Ordinal);
        await using var rows = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await rows.ReadAsync()) plan.Add(rows.GetString(3));
        return plan;
    });
}
