using Orgvue.ScimEndpoint.Admin.Cli;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>The command line on the database of a running server.</summary>
public sealed class Verbs_that_explain
{
    [Fact]
    public async Task Read_as_sentences_with_what_to_do_before_the_why()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var (directory, _) = await GuidesTable.PushedAsync(host, GuidesTable.Written);
        await host.AfterTheDelayAsync();

        var (code, text, _) = await RunAsync(host, "explain", "testuser5@contoso.example");
        var (ambiguous, _, error) = await RunAsync(host, "explain", "nobody");

        Assert.Equal(0, code);
        Assert.True(text.IndexOf("WHAT TO DO", StringComparison.Ordinal) < text.IndexOf("GROUPS", StringComparison.Ordinal));
        Assert.Contains("  1. Add testuser5@contoso.example to the group IMAPP_Orgvue_SCIM_user or IMAPP_Orgvue_SCIM_admin", text, StringComparison.Ordinal);
        Assert.Contains("TENANT ACME (its groups begin with \"IMAPP_Orgvue_SCIM_\")", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 140 && line == line.TrimEnd(), line));
        Assert.Equal(1, ambiguous);
        Assert.Contains("tried as id, userName", error, StringComparison.Ordinal);
        Assert.Contains("\"summary\"", (await RunAsync(host, "explain", "testuser5@contoso.example", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains(directory.Id, (await RunAsync(host, "explain", "testuser5@contoso.example", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lead_from_the_preview_over_what_if_to_the_healed_directory()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        await GuidesTable.PushedAsync(host, GuidesTable.Default);

        var (_, preview, _) = await RunAsync(host, "sync", "preview");
        var (code, whatIf, error) = await RunAsync(host, "sync", "what-if", "--tenant", "ACME", "--tenant", "MYTENANT", "--prefix", GuidesTable.Written);
        var (refused, _, why) = await RunAsync(host, "sync", "what-if", "--prefix", new string('p', 300));
        var (misused, _, _) = await RunAsync(host, "sync", "what-if", "--rename", "nothing");

        Assert.Contains("LOOK HERE FIRST: 8 groups begin with \"IMAPP_Orgvue_SCIM_\"", preview, StringComparison.Ordinal);
        Assert.Contains("sync what-if --tenant ACME --tenant MYTENANT --prefix \"IMAPP_Orgvue_SCIM_\"", preview, StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("+ create   testuser3@contoso.example  ManagerRetail, Retail, user", whatIf, StringComparison.Ordinal);
        Assert.Contains("! fails    testuser6@contoso.example", whatIf, StringComparison.Ordinal);
        Assert.Equal((2, 2), (refused, misused));
        Assert.Contains("configurations[0].groupPrefix", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_failures_by_cause_and_as_a_table_run_them_again_and_replay()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var (directory, _) = await GuidesTable.PushedAsync(host, GuidesTable.Written);
        await host.AfterTheDelayAsync();
        var run = (string)(await host.RunsAsync(directory))[0]!["runId"]!;

        Assert.Contains("1 × MissingPlatformRole in ACME: User is not part of", (await RunAsync(host, "failures", "--causes")).Output, StringComparison.Ordinal);
        Assert.StartsWith("failureId,directoryId,tenantId,", (await RunAsync(host, "failures", "--csv")).Output, StringComparison.Ordinal);
        Assert.Contains("what to do: Add testuser5@contoso.example", (await RunAsync(host, "failures")).Output, StringComparison.Ordinal);
        Assert.Equal("Nobody fails.\n", (await RunAsync(host, "failures", "--state", "resolved")).Output);
        Assert.StartsWith("2 looked at again.\n", (await RunAsync(host, "failures", "rerun")).Output, StringComparison.Ordinal);
        Assert.Contains("would treat every account as the run did", (await RunAsync(host, "sync", "replay", run)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(host, "sync", "replay", "nonsense")).Code);
    }

    static async Task<(int? Code, string Output, string Error)> RunAsync(Host host, params string[] args)
    {
        var (output, error) = (new System.IO.StringWriter { NewLine = "\n" }, new System.IO.StringWriter { NewLine = "\n" });
        var code = await Commands.TryRunAsync([.. args, $"--Storage:ConnectionString={host.ConnectionString}"], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
