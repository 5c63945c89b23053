using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Orgvue.ScimEndpoint.Admin.Cli;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class Verbs_of_WorkOS : IDisposable
{
    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-cli-workos-");

    string ConnectionString => $"Data Source={System.IO.Path.Combine(_folder.FullName, "cli.db")}";

    [Fact]
    public async Task Link_show_pull_rotate_and_unlink_the_only_directory()
    {
        await using var api = await ScriptedWorkOs.StartAsync(TimeProvider.System);
        api.Directory.Fill(users: 7, groups: 3);
        await RunAsync("directory", "create", "--name", "Contoso", "--provider", "workos");
        string[] allowed = ["--Notifications:AllowPrivateNetworks=true", "--WorkOs:RequestsPerSecond=1000"];

        var (refused, _, why) = await RunAsync("workos", "link", "--workos-url", api.Url, "--api-key", ScriptedWorkOs.Key);
        var (misused, _, _) = await RunAsync("workos", "link", "--deleted-users", "keep");
        var (missing, _, _) = await RunAsync("workos", "show");
        var made = await JsonAsync(["workos", "link", "--workos-url", api.Url, "--api-key", ScriptedWorkOs.Key, "--webhook-secret", "whsec_0123456789abcdef",
            "--base-url", "https://scim.example", .. allowed]);
        var (pulled, text, error) = await RunAsync(["workos", "pull", "--wait", .. allowed]);
        var (rotated, _, _) = await RunAsync("workos", "rotate", "--webhook-secret", "whsec_next_6789abcwxyz");
        var (again, _, _) = await RunAsync("workos", "rotate", "--webhook-secret", "whsec_next_6789abcwxyz");
        var (ended, _, _) = await RunAsync("workos", "rotate", "--end");
        var (_, shown, _) = await RunAsync("workos", "show");
        var (unlinked, gone, _) = await RunAsync("workos", "unlink");

        Assert.Equal((2, 2, 1), (refused, misused, missing));
        Assert.Contains("Notifications:AllowPrivateNetworks", why, StringComparison.Ordinal);
        Assert.StartsWith("https://scim.example/workos/webhooks/directory_", (string)made["webhookUrl"]!, StringComparison.Ordinal);
        Assert.True(pulled == 0, error);
        Assert.Contains("7 users, 3 groups, 21 memberships", text, StringComparison.Ordinal);
        Assert.Equal((0, 1, 0), (rotated, again, ended));
        Assert.Contains("…wxyz", shown, StringComparison.Ordinal);
        Assert.Contains("7 users, 3 groups, 21 memberships; 31 waiting", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedWorkOs.Key, shown, StringComparison.Ordinal);
        Assert.Equal(0, unlinked);
        Assert.Contains("is unlinked from WorkOS", gone, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        using (var connection = new SqliteConnection(ConnectionString)) SqliteConnection.ClearPool(connection);
        _folder.Delete(recursive: true);
    }

    async Task<JsonNode> JsonAsync(params string[] verb)
    {
        var (code, output, error) = await RunAsync([.. verb, "--json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }

    async Task<(int? Code, string Output, string Error)> RunAsync(params string[] verb)
    {
        var (output, error) = (new System.IO.StringWriter(), new System.IO.StringWriter());
        var code = await Commands.TryRunAsync([.. verb, $"--Storage:ConnectionString={ConnectionString}"], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
