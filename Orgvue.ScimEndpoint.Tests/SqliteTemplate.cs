using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>A SQLite file with all its tables, made once: twenty migrations cost a test as much as all the rest of its host's start.</summary>
static class SqliteTemplate
{
    static readonly Lazy<string> Made = new(() =>
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("orgvue-template-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var file = System.IO.Path.Combine(folder.FullName, "orgvue.db");
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()).Options);
        db.Database.Migrate();
        return file;
    });

    /// <summary>Puts a copy there, unless there is a file.</summary>
    public static void CopyTo(string file)
    {
        if (!System.IO.File.Exists(file)) System.IO.File.Copy(Made.Value, file);
    }
}
