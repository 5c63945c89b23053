using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Admin.Cli;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Tests.Admin;

/// <summary>A database is copied while it is in use, and put back while it is not.</summary>
public sealed class A_backup : IDisposable
{
    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-backup-");

    string Copy => System.IO.Path.Combine(_folder.FullName, "copy");

    string Database => System.IO.Path.Combine(_folder.FullName, "orgvue.db");

    [Fact]
    public async Task Is_what_was_there_when_it_was_made()
    {
        TestDirectory directory;
        byte[] sealedSecret;
        string secret;
        await using (var host = Server())
        {
            directory = await host.NewDirectoryAsync();
            await AddAsync(directory, "before");
            (secret, sealedSecret) = host.Services.GetRequiredService<EndpointSecrets>().Make();
            var made = await RunAsync("backup", Copy, "--json");
            Assert.Equal(0, made.Code);
            Assert.True((long)JsonNode.Parse(made.Output)!["bytes"]! > 0);
            await AddAsync(directory, "after");

            Assert.Equal((1, $"{Database} is in use: stop the server first.\n"), await ErrorAsync("restore", Copy));
        }
        // As on another machine.
        System.IO.Directory.Delete(System.IO.Path.Combine(_folder.FullName, "keys"), recursive: true);

        var restored = await RunAsync("restore", Copy, "--json");

        Assert.Equal(0, restored.Code);
        Assert.True(System.IO.File.Exists((string)JsonNode.Parse(restored.Output)!["kept"]!));
        Assert.False(System.IO.File.Exists(Database + "-wal"));
        await using var again = Server();
        using var scim = again.ClientWith(directory.Token);
        scim.BaseAddress = directory.Scim.BaseAddress;
        Assert.Equal(["before"], await NamesAsync(scim));
        Assert.Equal(secret, again.Services.GetRequiredService<EndpointSecrets>().Open(sealedSecret));
        Assert.Equal(HttpStatusCode.Created, (await scim.PostAsync("Users", Body("next"))).StatusCode);
    }

    [Fact]
    public async Task Overwrites_nothing()
    {
        System.IO.Directory.CreateDirectory(Copy);
        await System.IO.File.WriteAllTextAsync(System.IO.Path.Combine(Copy, "mine.txt"), "mine");
        await using (var host = Server()) await host.NewDirectoryAsync();

        Assert.Equal((1, $"{Copy} is not empty; a backup overwrites nothing.\n"), await ErrorAsync("backup", Copy));
    }

    [Fact]
    public async Task Is_not_restored_where_it_is_damaged()
    {
        await using (var host = Server())
        {
            await host.NewDirectoryAsync();
            Assert.Equal(0, (await RunAsync("backup", Copy)).Code);
        }
        var file = System.IO.Path.Combine(Copy, "orgvue-scim.db");
        var bytes = await System.IO.File.ReadAllBytesAsync(file);
        // Pages behind the first, which has the schema.
        for (var at = 8192; at < bytes.Length; at++) bytes[at] = 0xff;
        await System.IO.File.WriteAllBytesAsync(file, bytes);
        var before = await System.IO.File.ReadAllBytesAsync(Database);

        var (code, error) = await ErrorAsync("restore", Copy);

        Assert.Equal(1, code);
        Assert.StartsWith($"{file} is damaged", error, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task Is_not_restored_where_a_newer_version_wrote_it()
    {
        await using (var host = Server())
        {
            await host.NewDirectoryAsync();
            Assert.Equal(0, (await RunAsync("backup", Copy)).Code);
        }
        var file = System.IO.Path.Combine(Copy, "orgvue-scim.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """INSERT INTO "__EFMigrationsHistory" VALUES ('99991231000000_Tomorrow', '10.0.0')""";
            await command.ExecuteNonQueryAsync();
        }

        var (code, error) = await ErrorAsync("restore", Copy);

        Assert.Equal(1, code);
        Assert.Contains("by a newer version of the server", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_PostgreSQL_is_left_to_its_own_tools()
    {
        var (code, error) = await ErrorAsync("backup", Copy, "--Storage:Provider=PostgreSql");

        Assert.Equal(1, code);
        Assert.Contains("pg_dump", error, StringComparison.Ordinal);
    }

    Host Server() => new(StorageProvider.Sqlite) { Kept = _folder };

    static async Task AddAsync(TestDirectory directory, string userName) =>
        Assert.Equal(HttpStatusCode.Created, (await directory.Scim.PostAsync("Users", Body(userName))).StatusCode);

    static StringContent Body(string userName) => new(
        new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = userName }.ToJsonString(),
        System.Text.Encoding.UTF8, "application/scim+json");

    static async Task<string[]> NamesAsync(HttpClient scim) =>
        [.. JsonNode.Parse(await scim.GetStringAsync("Users"))!["Resources"]!.AsArray().Select(u => (string)u!["userName"]!)];

    async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new System.IO.StringWriter { NewLine = "\n" };
        using var error = new System.IO.StringWriter { NewLine = "\n" };
        var code = await Commands.TryRunAsync([.. arguments, $"--Storage:ConnectionString=Data Source={Database}"], output, error);
        return (code!.Value, output.ToString(), error.ToString());
    }

    async Task<(int Code, string Error)> ErrorAsync(params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);
        return (code, error);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
