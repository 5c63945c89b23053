using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Orgvue.ScimEndpoint.Admin.Cli;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Verbs_of_the_command_line : IDisposable
{
    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-cli-");

    string ConnectionString => $"Data Source={System.IO.Path.Combine(_folder.FullName, "cli.db")}";

    [Fact]
    public async Task Make_a_directory_that_the_admin_api_would_show_alike()
    {
        var made = await JsonAsync("directory", "create", "--name", "Contoso", "--provider", "Entra", "--environment", "production",
            "--sync-delay", "00:01:00", "--tenant", "ACME", "--tenant", "MYTENANT,multiTenant,IAMAPP_Orgvue_SCIM_", "--base-url", "https://scim.example/");
        var list = await JsonAsync("directory", "list");

        Assert.StartsWith("ovscim_", (string)made["token"]!, StringComparison.Ordinal);
        Assert.Equal($"https://scim.example/scim/v2/{made["directoryId"]}", (string)made["scimBaseUrl"]!);
        Assert.Equal("PrefixOverlap", (string)made["warnings"]![0]!["code"]!);
        var directory = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal(("Contoso", "entra", "production", "00:01:00"),
            ((string)directory["name"]!, (string)directory["provider"]!, (string)directory["environment"]!, (string)directory["syncDelay"]!));
    }

    [Fact]
    public async Task Show_the_profile_and_the_traffic_of_a_directory()
    {
        await JsonAsync("directory", "create", "--name", "Contoso", "--profile", "WORKOS");
        var (code, _, error) = await RunAsync("directory", "create", "--name", "Other", "--profile", "lenient");

        Assert.Equal("workos", (string)(await JsonAsync("directory", "list"))["items"]![0]!["profile"]!);
        Assert.Equal((2, "--profile: Expected one of tolerant, strict, workos, interop.\n"), (code, error));
        Assert.Equal((0, "No client has left the RFC yet.\n"), ((await RunAsync("deviations")).Code, (await RunAsync("deviations")).Output));
        Assert.Equal("Nobody has called yet.\n", (await RunAsync("clients")).Output);
        Assert.Contains("Inspector:Enabled", (await RunAsync("requests", "--last", "5", "--status", "4xx")).Output, StringComparison.Ordinal);
        Assert.Empty((await JsonAsync("requests"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Issue_list_and_revoke_tokens_of_the_only_directory()
    {
        await JsonAsync("directory", "create", "--name", "Contoso");

        var made = await JsonAsync("token", "new");
        var (code, revoked, _) = await RunAsync("token", "revoke", (string)made["tokenId"]!);
        var tokens = (await JsonAsync("token", "list"))["items"]!.AsArray();

        Assert.Equal((0, $"Token {made["tokenId"]} is revoked.\n"), (code, revoked));
        Assert.Equal(2, tokens.Count);
        Assert.NotNull(tokens.Single(t => (string)t!["tokenId"]! == (string)made["tokenId"]!)!["revokedAt"]);
        Assert.DoesNotContain((string)made["token"]!, tokens.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>What a verb changes is told as WorkOS tells it, where the emulated API is on.</summary>
    [Fact]
    public async Task Tell_of_directories_and_tokens_as_the_server_does()
    {
        await JsonAsync("directory", "create", "--name", "Silent");
        await JsonAsync("directory", "create", "--name", "Contoso", "--WorkOs:ApiKey=sk_verbs");

        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(Event, ' ') FROM (SELECT Event FROM WorkOsEvents ORDER BY Sequence)";
        Assert.Equal("dsync.activated dsync.token.created", (string?)await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Issue_a_token_that_expires()
    {
        await JsonAsync("directory", "create", "--name", "Contoso");

        var made = await JsonAsync("token", "new", "--valid-for", "90.00:00:00");
        var (_, list, _) = await RunAsync("token", "list");
        var (code, _, error) = await RunAsync("token", "new", "--valid-for", "soon");

        Assert.Equal(90, ((DateTimeOffset)made["expiresAt"]! - (DateTimeOffset)made["createdAt"]!).TotalDays, 0.01);
        Assert.Contains($"  expires {(DateTimeOffset)made["expiresAt"]!:u}", list, StringComparison.Ordinal);
        Assert.Equal((2, "validFor: Expected a duration days.hh:mm:ss such as 90.00:00:00 (90 days).\n"), (code, error));
    }

    [Fact]
    public async Task Add_list_test_rotate_and_remove_webhooks()
    {
        const string address = "http://127.0.0.1:9/hook", allow = "--Notifications:AllowPrivateNetworks=true";
        var (refused, _, _) = await RunAsync("webhook", "add", "--url", address);
        var made = await JsonAsync("webhook", "add", "--url", address, "--event", "run.held", "--event", "run.failed", allow);
        var id = (string)made["webhookId"]!;

        var (_, list, _) = await RunAsync("webhook", "list");
        var (_, test, _) = await RunAsync("webhook", "test", id, allow);
        var rotated = await JsonAsync("webhook", "rotate", id);
        var (code, removed, _) = await RunAsync("webhook", "remove", id);

        Assert.Equal(2, refused);
        Assert.Equal($"{id}  {address}  every directory  run.held run.failed  0 pending\n", list);
        Assert.StartsWith("Not delivered: ", test, StringComparison.Ordinal);
        Assert.NotEqual((string)made["secret"]!, (string)rotated["secret"]!);
        Assert.Equal((0, $"Webhook {id} is removed.\n"), (code, removed));
        Assert.Equal("Nobody is told of anything yet.\n", (await RunAsync("webhook", "list")).Output);
        Assert.Equal(1, (await RunAsync("webhook", "test", id)).Code);
    }

    [Fact]
    public async Task Sync_now()
    {
        var directory = (string)(await JsonAsync("directory", "create", "--name", "Contoso", "--tenant", "ACME"))["directoryId"]!;

        var runs = await JsonAsync("sync", "now", "--directory", directory);
        var (code, text, _) = await RunAsync("sync", "now");

        Assert.Equal(("ACME", "Completed"), ((string)runs["runs"]![0]!["tenantId"]!, (string)runs["runs"]![0]!["status"]!));
        Assert.Equal((0, "ACME  Completed: created 0, updated 0, disabled 0, removed 0, unchanged 0, failed 0\n"), (code, text));
    }

    [Fact]
    public async Task Migrate()
    {
        var (code, text, _) = await RunAsync("migrate");

        Assert.Equal(0, code);
        Assert.StartsWith("The database is up to date (", text, StringComparison.Ordinal);
        Assert.NotEmpty((await JsonAsync("migrate"))["migrations"]!.AsArray());
    }

    [Fact]
    public async Task Print_what_a_person_reads()
    {
        var (code, text, error) = await RunAsync("directory", "create", "--name", "Contoso", "--tenant", "ACME,singleTenant,");

        Assert.Equal((0, ""), (code, error));
        var lines = text.Split('\n');
        Assert.StartsWith("Directory ID   directory_", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("SCIM base URL  http", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Bearer token   ovscim_", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "nonsense")]
    [InlineData(2, "directory", "create")]
    [InlineData(2, "directory", "create", "--name", "A", "--provider", "lotus")]
    [InlineData(2, "directory", "create", "--name", "A", "--tenant", "acme")]
    [InlineData(2, "directory", "create", "--name", "A", "--tenant", "ACME,both")]
    [InlineData(1, "directory", "create", "--name", "A", "--tenant", "ACME", "--tenant", "OTHER")]
    [InlineData(2, "token", "new")]
    [InlineData(1, "token", "new", "--directory", "directory_0")]
    [InlineData(2, "token", "revoke")]
    [InlineData(1, "sync", "now", "--directory", "directory_0")]
    [InlineData(2, "sync", "now", "--fast")]
    public async Task Fail_in_one_line_on_the_error_stream(int expected, params string[] args)
    {
        var (code, text, error) = await RunAsync(args);

        Assert.Equal((expected, ""), (code, text));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.NotEqual("\n", error);
        Assert.DoesNotContain(" at Orgvue", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_a_store_that_they_cannot_reach()
    {
        var error = new StringWriter();

        var code = await Commands.TryRunAsync(["directory", "list", "--Storage:Provider=InMemory"], new StringWriter(), error);

        Assert.Equal(1, code);
        Assert.StartsWith("Storage:Provider is InMemory", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_none_when_the_server_is_to_start()
    {
        Assert.Null(await Commands.TryRunAsync([]));
        Assert.Null(await Commands.TryRunAsync(["--urls", "http://127.0.0.1:6001"]));
    }

    [Fact]
    public async Task Explain_themselves()
    {
        var (code, text, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        foreach (var verb in new[] { "migrate", "directory", "token", "sync", "--json" }) Assert.Contains(verb, text, StringComparison.Ordinal);
    }

    async Task<JsonNode> JsonAsync(params string[] args)
    {
        var (code, text, error) = await RunAsync([.. args, "--json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(text)!;
    }

    async Task<(int? Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await Commands.TryRunAsync([.. args, $"--Storage:ConnectionString={ConnectionString}"], output, error);
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        using (var connection = new SqliteConnection(ConnectionString)) SqliteConnection.ClearPool(connection);
        _folder.Delete(recursive: true);
    }
}
