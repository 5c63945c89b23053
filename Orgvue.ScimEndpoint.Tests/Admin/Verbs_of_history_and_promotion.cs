using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Admin.Cli;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Verbs_of_history_and_promotion
{
    [Fact]
    public async Task Tell_what_the_admin_api_tells()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        // The command line has the machine's clock.
        host.Clock.SetUtcNow(TimeProvider.System.GetUtcNow().AddMinutes(-10));
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));
        await host.AfterTheDelayAsync();
        var ada = (string)(await host.AccountAsync("ada"))["accountId"]!;
        await host.Admin.PatchAsync($"/api/v1/ACME/accounts/{ada}", new { roles = new[] { "admin" } }, HttpStatusCode.OK);
        var run = (string)(await host.RunsAsync(directory))[0]!["runId"]!;

        var audit = await JsonAsync(host, "audit", "--subject", "account", "--tenant", "ACME", "--actor", "ADMIN", "--action", "changed");
        var lines = await TextAsync(host, "audit", "--run", run);
        var rolesAt = await JsonAsync(host, "roles-at", "ACME", "--role", "Admin", "--environment", "staging");
        var whoWasThere = await TextAsync(host, "roles-at", "ACME");
        var drift = await TextAsync(host, "drift");
        var overrode = await TextAsync(host, "drift", "--run", run);

        Assert.Equal(ada, (string)Assert.Single(audit["items"]!.AsArray())!["subjectId"]!);
        Assert.Contains("run  created account ada@contoso.example  (ACME)", lines, StringComparison.Ordinal);
        Assert.Contains("  + {\"email\":\"ada@contoso.example\",\"enabled\":true", lines, StringComparison.Ordinal);
        Assert.Equal(ada, (string)Assert.Single(rolesAt["items"]!.AsArray())!["accountId"]!);
        Assert.Matches(@"^ACME \(Staging\) at .*Z\n  ada@contoso\.example  admin  since .*Z by admin\n$", whoWasThere);
        Assert.Matches(
            @"^ACME  ada@contoso\.example  edited by hand, will be updated: roles differ from the directory's groups\n  by hand  .*Z admin: roles \[""user""\] → \[""admin""\]\n  undone   roles \[""admin""\] → \[""user""\]\n$",
            drift);
        Assert.Equal("Nothing that was done by hand is undone.\n", overrode);
    }

    [Fact]
    public async Task Are_told_of_in_the_audit_trail_as_what_they_are()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();

        var told = Assert.Single(await host.ToldAsync(() => JsonAsync(host, "token", "new", "--directory", directory.Id)));

        Assert.Equal(($"command line ({Environment.UserName})", "token new", null), (told.Actor, told.Request, told.Source));
    }

    [Fact]
    public async Task Carry_a_directory_to_production()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var file = System.IO.Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllTextAsync(file, await TextAsync(host, "export", "--directory", directory.Id));

            var shown = await TextAsync(host, "import", file);
            var notYet = (await JsonAsync(host, "directory", "list"))["items"]!.AsArray().Count;
            var hash = shown.TrimEnd().Split(' ')[^1];
            var stale = await RunAsync(host, "import", file, "--apply", "--diff", "0123");
            var done = await TextAsync(host, "import", file, "--environment", "production", "--apply", "--diff", hash);
            var again = await TextAsync(host, "import", file, "--apply");

            Assert.StartsWith("Contoso in production (a new directory)\nA new directory: 15 added; 0 alike. Nothing was changed.\n", shown, StringComparison.Ordinal);
            Assert.Contains("  + tenants[ACME].groupPrefix: \"IAMAPP_Orgvue_SCIM_\"\n", shown, StringComparison.Ordinal);
            Assert.Contains("  ? NoToken: ", shown, StringComparison.Ordinal);
            Assert.Equal(1, notYet);
            Assert.Equal((1, ""), (stale.Code, stale.Output));
            Assert.StartsWith("What differs has changed", stale.Error, StringComparison.Ordinal);
            Assert.Matches(@"^Contoso in production \(new: directory_[0-9A-Z]{26}\)\n.* It is done; the next run looks at everybody\.\n", done);
            Assert.Matches(@"^Contoso in production \(directory_[0-9A-Z]{26}\)\nNothing differs; 15 alike\. Nothing was changed\.\n$", again);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Theory]
    [InlineData(2, "roles-at")]
    [InlineData(2, "roles-at", "ACME", "--at", "soon")]
    [InlineData(1, "roles-at", "NOBODY")]
    [InlineData(2, "audit", "--subject", "person")]
    [InlineData(2, "audit", "--limit", "0")]
    [InlineData(1, "drift", "--run", "x")]
    [InlineData(1, "export", "--directory", "directory_0")]
    [InlineData(2, "import", "/no/such/file")]
    public async Task Fail_in_one_line_on_the_error_stream(int expected, params string[] args)
    {
        await using var host = new Host(StorageProvider.Sqlite);
        await host.NewDirectoryAsync();

        var (code, text, error) = await RunAsync(host, args);

        Assert.Equal((expected, ""), (code, text));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    static async Task<JsonNode> JsonAsync(Host host, params string[] args) => JsonNode.Parse(await TextAsync(host, [.. args, "--json"]))!;

    static async Task<string> TextAsync(Host host, params string[] args)
    {
        var (code, text, error) = await RunAsync(host, args);
        Assert.True(code == 0, error);
        return text;
    }

    static async Task<(int? Code, string Output, string Error)> RunAsync(Host host, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await Commands.TryRunAsync([.. args, $"--Storage:ConnectionString={host.ConnectionString}"], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
