using System.Xml.Linq;
using Orgvue.ScimEndpoint.Conformance.Commands;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class What_a_run_shows
{
    static async Task<(int Code, string Output, string Error)> Run(HttpMessageHandler server, bool terminal, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] args = ["run", "--url", "http://scim.example/scim/v2/directory_1", "--token", ScriptedServer.Token, "--suite", "rfc7644", .. more];
        var code = await ConformanceConsole.RunAsync(args, output, error, () => server, isTerminal: terminal);
        return (code, output.ToString(), error.ToString());
    }

    static ScriptedServer Server => ScriptedServer.Always(404, ScriptedServer.Error(404));

    [Fact]
    public void Is_a_line_at_every_tenth_where_nobody_watches()
    {
        var screen = new StringWriter();
        var progress = new Progress(screen, isTerminal: false, total: 40);

        for (var i = 0; i < 40; i++)
        {
            progress.Begin("case");
            progress.End("case", failed: i < 3);
        }
        progress.Close();

        var lines = screen.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, lines.Length);
        Assert.Equal((" 10 %  4/40, 3 failed", "100 %  40/40, 3 failed"), (lines[0], lines[^1]));
        Assert.DoesNotContain('\u001b', screen.ToString());
    }

    [Fact]
    public void Is_one_line_written_over_on_a_terminal()
    {
        var screen = new StringWriter();
        var progress = new Progress(screen, isTerminal: true, total: 2);

        progress.Begin("first");
        progress.End("first", failed: true);
        progress.Close();

        Assert.Equal(
            $"\r\u001b[K{new string('░', 24)} 0/2, 0 failed first\r\u001b[K{new string('█', 12)}{new string('░', 12)} 1/2, 1 failed first\r\u001b[K",
            screen.ToString());
    }

    [Fact]
    public async Task Is_progress_on_stderr_unless_it_is_to_be_quiet()
    {
        var (_, output, error) = await Run(Server, terminal: false, "--clause", "3.4.1");
        var (_, _, quiet) = await Run(Server, terminal: false, "--clause", "3.4.1", "--quiet");

        Assert.Contains("100 %", error, StringComparison.Ordinal);
        Assert.DoesNotContain("100 %", output + quiet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.4.1", "RFC 7644 §3.4.1", "RFC 7644 §3.4.2.2")]
    [InlineData("§3.4.2", "RFC 7644 §3.4.2.4", "RFC 7644 §3.4.1")]
    [InlineData("RFC 7643 §4", "RFC 7643 §4.1.1", "RFC 7644 §4")]
    [InlineData("3.1", "RFC 7644 §3.1", "RFC 7644 §3.12")]
    public async Task Are_only_the_cases_of_the_clause_that_was_asked_for(string clause, string there, string absent)
    {
        var (_, output, _) = await Run(Server, terminal: false, "--clause", clause);

        Assert.Contains($"  {there}", output, StringComparison.Ordinal);
        Assert.DoesNotContain($"  {absent}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[MUST]", "[SHOULD]", "--level", "must")]
    [InlineData("[SHOULD]", "[MUST]", "--level", "SHOULD,idp")]
    [InlineData("[SHOULD]", "[MUST]", "--level", "should", "--level", "orgvue")]
    public async Task Are_only_the_cases_of_the_levels_that_were_asked_for(string there, string absent, params string[] more)
    {
        var (_, output, _) = await Run(Server, terminal: false, more);

        Assert.Contains(there, output, StringComparison.Ordinal);
        Assert.DoesNotContain(absent, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--level", "often")]
    [InlineData("--clause", "99")]
    [InlineData("--html", "/no/such/folder/report.html")]
    public async Task Is_a_refusal_when_it_is_asked_for_what_cannot_be(params string[] more)
    {
        var (code, _, error) = await Run(Server, terminal: false, ["--case", "users-get-unknown", .. more]);

        Assert.Equal(2, code);
        Assert.NotEqual("", error);
    }

    [Fact]
    public async Task Goes_into_several_files_at_once_without_a_token_in_any()
    {
        var folder = Directory.CreateTempSubdirectory("reports");
        string At(string name) => Path.Combine(folder.FullName, name);
        try
        {
            var (_, output, _) = await Run(
                ScriptedServer.Always(400, $$"""{ "detail": "{{ScriptedServer.Token}}" }"""), terminal: false,
                "--case", "users-get-unknown", "--html", At("a.html"), "--json", At("a.json"), "--junit", At("a.xml"), "--out", At("a.txt"));

            Assert.Equal("0 passed, 2 failed, 0 skipped", output.Trim());
            Assert.Equal("2", XDocument.Load(At("a.xml")).Root!.Attribute("failures")!.Value);
            foreach (var name in (string[])["a.html", "a.json", "a.xml", "a.txt"])
            {
                var text = await File.ReadAllTextAsync(At(name));
                Assert.Contains("***", text, StringComparison.Ordinal);
                Assert.DoesNotContain(ScriptedServer.Token, text, StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Includes_that_nobody_can_tell_what_a_server_without_a_config_offers()
    {
        var (code, output, error) = await Run(Server, terminal: false, "--clause", "3.14", "--case", "etag");

        Assert.Equal(0, code);
        Assert.Contains("ServiceProviderConfig: 404", error, StringComparison.Ordinal);
        Assert.Contains("nobody knows of etag", output, StringComparison.Ordinal);
    }
}
