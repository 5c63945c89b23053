using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Architecture;

/// <summary>What the compiler does not check about the files themselves.</summary>
public sealed class The_source
{
    const int Ceiling = 300;

    [Fact]
    public void Has_no_file_longer_than_three_hundred_lines()
    {
        var tooLong = System.IO.Directory.EnumerateFiles(Root(), "*.cs", System.IO.SearchOption.AllDirectories)
            .Where(file => !Generated(System.IO.Path.GetRelativePath(Root(), file)))
            .Select(file => (file, Lines: System.IO.File.ReadLines(file).Count()))
            .Where(f => f.Lines > Ceiling).Select(f => $"{f.file}: {f.Lines}");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Has_a_migration_for_everything_in_the_model()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);

        using var postgres = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);

        Assert.False(db.Database.HasPendingModelChanges(), "Write a migration: see CONTRIBUTING.md.");
        Assert.False(postgres.Database.HasPendingModelChanges(), "Write a migration for PostgreSQL too: see CONTRIBUTING.md.");
        // Or a server would not apply it.
        Assert.Equal(SqliteDb.NewestMigration, db.Database.GetMigrations().Last());
        Assert.Equal(PostgresDb.NewestMigration, postgres.Database.GetMigrations().Last());
    }

    static bool Generated(string path) =>
        path.Split(System.IO.Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin") || parts.Contains("Migrations"));

    static string Root([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", ".."));
}
