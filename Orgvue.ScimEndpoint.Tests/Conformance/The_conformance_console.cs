using System.Text.Json;
using Orgvue.ScimEndpoint.Conformance.Commands;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class The_conformance_console
{
    const string Url = "http://scim.example/scim/v2/directory_1";

    static async Task<(int Code, string Output, string Error)> Run(HttpMessageHandler server, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await ConformanceConsole.RunAsync(args, output, error, () => server);
        return (code, output.ToString(), error.ToString());
    }

    static string[] Arguments(params string[] more) =>
        ["run", "--url", Url, "--token", ScriptedServer.Token, "--case", "users-get-unknown", .. more];

    [Fact]
    public async Task Says_0_when_all_pass_and_ends_with_the_totals()
    {
        var (code, output, _) = await Run(ScriptedServer.Always(404, ScriptedServer.Error(404)), Arguments());

        Assert.Equal(0, code);
        Assert.EndsWith("2 passed, 0 failed, 0 skipped", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("RFC 7644 §3.4.1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_1_when_something_failed_and_shows_what()
    {
        var (code, output, _) = await Run(ScriptedServer.Always(200, "{}"), Arguments());

        Assert.Equal(1, code);
        Assert.Contains("✗ users-get-unknown", output, StringComparison.Ordinal);
        Assert.Contains("expected status 404", output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 2 failed, 0 skipped", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "--url", "not a url", "--token", "t")]
    [InlineData("run", "--url", Url, "--token", "t", "--suite", "rfc9999")]
    [InlineData("run", "--url", Url, "--token", "t", "--case", "no-such-case")]
    [InlineData("run", "--url", Url, "--token", "t", "--admin-url", "http://scim.example", "--admin-key", "")]
    [InlineData("run", "--url", Url, "--token", "t", "--timeout", "0")]
    [InlineData("run", "--url", Url, "--token", "t", "--dialogues", "/no/such/folder")]
    [InlineData("fly")]
    public async Task Says_2_when_it_is_used_wrongly(params string[] args)
    {
        var (code, _, error) = await Run(ScriptedServer.Always(200, "{}"), args);

        Assert.Equal(2, code);
        Assert.NotEqual("", error);
    }

    [Fact]
    public async Task Says_2_when_nobody_answers()
    {
        var (code, _, error) = await Run(new ScriptedServer(_ => throw new HttpRequestException("connection refused")), Arguments());

        Assert.Equal(2, code);
        Assert.Contains("connection refused", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Never_shows_a_token_even_when_the_server_echoes_it(string report)
    {
        var echo = $$"""{ "detail": "{{ScriptedServer.Token}} {{ScriptedServer.AdminKey}}", "token": "a-fresh-one" }""";

        var (code, output, error) = await Run(
            ScriptedServer.Always(400, echo),
            ["run", "--url", Url, "--token", ScriptedServer.Token, "--admin-url", "http://scim.example", "--admin-key", ScriptedServer.AdminKey,
             "--report", report, "--verbose"]);

        Assert.Equal(1, code);
        Assert.Contains("***", output, StringComparison.Ordinal);
        foreach (var secret in (string[])[ScriptedServer.Token, ScriptedServer.AdminKey, "a-fresh-one"])
            Assert.DoesNotContain(secret, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_the_report_for_machines_into_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (_, output, _) = await Run(ScriptedServer.Always(200, "{}"), Arguments("--report", "json", "--out", file));

            using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            Assert.Equal(2, report.RootElement.GetProperty("failed").GetInt32());
            Assert.Equal("failed", report.RootElement.GetProperty("results")[0].GetProperty("verdict").GetString());
            Assert.Equal("0 passed, 2 failed, 0 skipped", output.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Skips_and_says_why_without_failing()
    {
        var (code, output, _) = await Run(ScriptedServer.Always(200, "{}"), ["run", "--url", Url, "--token", ScriptedServer.Token, "--suite", "roles"]);

        Assert.Equal(0, code);
        Assert.Contains("– roles-guide-table", output, StringComparison.Ordinal);
        Assert.Contains("--admin-url", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_every_case()
    {
        var (code, output, _) = await Run(ScriptedServer.Always(200, "{}"), "list");

        Assert.Equal(0, code);
        Assert.Contains("roles-guide-table", output, StringComparison.Ordinal);
    }
}
