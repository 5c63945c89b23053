using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>After a process that did not end in order, what it committed is there, and the file is checked.</summary>
public sealed class A_file_that_was_left_open
{
    [Fact]
    public async Task Is_taken_up_and_checked()
    {
        var (left, kept) = await LeftAsync();
        await using var host = new Host(StorageProvider.Sqlite) { Kept = left };
        var check = host.Services.GetRequiredService<DatabaseCheck>();
        await check.ExecuteTask!;
        using var scim = host.ClientWith(kept.Token);

        Assert.Null(check.Problem);
        Assert.Equal(HttpStatusCode.OK, (await scim.GetAsync($"/scim/v2/{kept.Id}/Users/{kept.User}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await scim.GetAsync("/health/ready")).StatusCode);
        left.Delete(recursive: true);
    }

    [Fact]
    public async Task Is_not_what_a_stop_in_order_leaves()
    {
        var kept = System.IO.Directory.CreateTempSubdirectory("orgvue-stopped-");
        await using (var host = new Host(StorageProvider.Sqlite) { Kept = kept })
        {
            var directory = await host.NewDirectoryAsync();
            Assert.Equal(HttpStatusCode.OK, (await directory.Scim.GetAsync("Users")).StatusCode);
            Assert.True(DatabaseCheck.IsLeftOpen(System.IO.Path.Combine(kept.FullName, "orgvue.db")));
        }

        Assert.False(DatabaseCheck.IsLeftOpen(System.IO.Path.Combine(kept.FullName, "orgvue.db")));
        kept.Delete(recursive: true);
    }

    [Fact]
    public async Task Is_said_to_be_damaged_where_it_is()
    {
        var (left, _) = await LeftAsync();
        var file = System.IO.Path.Combine(left.FullName, "orgvue.db");
        // What the log holds goes into the file, of which a page of an index is then overwritten.
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Requests' LIMIT 1";
            var page = (long)(await command.ExecuteScalarAsync())!;
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync();
            await using var writing = System.IO.File.OpenWrite(file);
            writing.Position = (page - 1) * 4096;
            writing.Write(new byte[4096]);
        }
        await using var host = new Host(StorageProvider.Sqlite, ("Storage:CheckOnStart", "Always")) { Kept = left };
        var check = host.Services.GetRequiredService<DatabaseCheck>();
        await check.ExecuteTask!;
        using var anybody = host.ClientWith(null);

        Assert.NotNull(check.Problem);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await anybody.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync("/health/live")).StatusCode);
        left.Delete(recursive: true);
    }

    // A copy of what is on the disk while the server runs is what a power failure leaves.
    static async Task<(System.IO.DirectoryInfo Left, (string Id, string Token, string User) Kept)> LeftAsync()
    {
        var left = System.IO.Directory.CreateTempSubdirectory("orgvue-left-");
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var user = await directory.Scim.PostAsync("Users", new
        {
            schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" }, userName = "kept",
        }, HttpStatusCode.Created);
        var from = System.IO.Path.GetDirectoryName(new SqliteConnectionStringBuilder(host.ConnectionString).DataSource)!;
        foreach (var file in System.IO.Directory.GetFiles(from)) System.IO.File.Copy(file, System.IO.Path.Combine(left.FullName, System.IO.Path.GetFileName(file)));
        Assert.True(DatabaseCheck.IsLeftOpen(System.IO.Path.Combine(left.FullName, "orgvue.db")));
        return (left, (directory.Id, directory.Token, (string)user["id"]!));
    }
}
