using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Orgvue.ScimEndpoint.Conformance.Commands;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

/// <summary>Each identity provider in front of the real server, on a port, as it would be outside.</summary>
public sealed class A_simulation(ListeningHost listening) : IClassFixture<ListeningHost>
{
    static int s_directories;

    readonly Host _host = listening.Host;

    static async Task<(int Code, string Output, string Error)> Play(
        string idp, string url, string token, Func<HttpMessageHandler>? network, TimeProvider? clock, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await ConformanceConsole.RunAsync(
            ["simulate", idp, "--url", url, "--token", token, .. more], output, error, network, clock);
        return (code, output.ToString(), error.ToString());
    }

    static Task<(int Code, string Output, string Error)> Play(string idp, TestDirectory directory, params string[] more) =>
        Play(idp, directory.Scim.BaseAddress!.AbsoluteUri, directory.Token, null, null, more);

    Task<TestDirectory> NewDirectoryAsync() => _host.NewDirectoryAsync(tenants: new TestTenant($"SIM{Interlocked.Increment(ref s_directories)}"));

    static int Total(string list) => int.Parse(Regex.Match(list, "\"totalResults\":\\s*(\\d+)").Groups[1].Value, null);

    [Theory]
    [InlineData("entra", 19, 4)]
    [InlineData("okta", 20, 4)]
    [InlineData("onelogin", 19, 4)]
    [InlineData("google", 19, 0)]
    [InlineData("jumpcloud", 19, 4)]
    [InlineData("authentik", 19, 4)]
    public async Task Leaves_the_server_with_what_the_provider_believes(string idp, int users, int groups)
    {
        var directory = await NewDirectoryAsync();

        var (code, output, error) = await Play(idp, directory, "--users", "20", "--groups", "4", "--seed", "7");

        Assert.True(code == 0, output + error);
        Assert.Contains("Unexpected   0", output, StringComparison.Ordinal);
        Assert.Contains($"{20 + groups} compared, 0 not as they should be", output, StringComparison.Ordinal);
        Assert.Equal(users, Total(await directory.Scim.GetStringAsync(new Uri("Users?count=0", UriKind.Relative))));
        Assert.Equal(groups, Total(await directory.Scim.GetStringAsync(new Uri("Groups?count=0", UriKind.Relative))));
        Assert.Contains("100 %", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fills_groups_by_several_requests_at_once_and_loses_nobody()
    {
        var directory = await NewDirectoryAsync();

        var (code, output, _) = await Play("entra", directory, "--users", "120", "--groups", "6", "--seed", "3", "--quiet");

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Gives_a_sync_something_to_do_and_something_to_refuse()
    {
        var directory = await _host.NewDirectoryAsync(environment: "production", tenants: new TestTenant("SIMULATED"));
        await Play("okta", directory, "--users", "40", "--groups", "5", "--seed", "1", "--quiet");

        var run = await _host.Admin.PostAsync(new Uri($"/admin/api/directories/{directory.Id}/sync", UriKind.Relative), null);

        Assert.True(run.IsSuccessStatusCode);
        var accounts = await _host.Admin.GetStringAsync(new Uri("/api/v1/SIMULATED/accounts?limit=1000", UriKind.Relative));
        var failures = await _host.Admin.GetStringAsync(
            new Uri($"/admin/api/directories/{directory.Id}/failures?state=open", UriKind.Relative));
        Assert.True(Regex.Count(accounts, "@contoso.example") >= 30, accounts);
        Assert.Contains("@contoso.example", failures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletes_what_it_created_when_it_is_told_to()
    {
        var directory = await NewDirectoryAsync();

        var (code, output, _) = await Play("jumpcloud", directory, "--users", "12", "--groups", "3", "--cleanup", "--quiet");

        Assert.True(code == 0, output);
        Assert.Equal(0, Total(await directory.Scim.GetStringAsync(new Uri("Users?count=0", UriKind.Relative))));
        Assert.Equal(0, Total(await directory.Scim.GetStringAsync(new Uri("Groups?count=0", UriKind.Relative))));
    }

    [Fact]
    public async Task Adopts_who_is_there_already()
    {
        var directory = await NewDirectoryAsync();
        // Fewer than ten users: nobody is renamed or deleted, so all are found again.
        await Play("authentik", directory, "--users", "8", "--groups", "3", "--seed", "5", "--quiet");

        var (code, output, _) = await Play("authentik", directory, "--users", "8", "--groups", "3", "--seed", "5", "--quiet");

        Assert.True(code == 0, output);
        Assert.Contains("409 × 8", output, StringComparison.Ordinal);
        Assert.Equal(8, Total(await directory.Scim.GetStringAsync(new Uri("Users?count=0", UriKind.Relative))));
    }

    [Fact]
    public async Task Fails_when_the_server_forgets_a_change_or_answers_otherwise()
    {
        var directory = await NewDirectoryAsync();

        var forgetful = await Play(
            "jumpcloud", directory.Scim.BaseAddress!.AbsoluteUri, directory.Token, () => new Forgetful("PATCH", 204), null,
            "--users", "12", "--groups", "3", "--quiet");
        var broken = await Play(
            "okta", directory.Scim.BaseAddress!.AbsoluteUri, directory.Token, () => new Forgetful("PUT", 500), null,
            "--users", "12", "--groups", "3", "--quiet");

        Assert.Equal((1, 1), (forgetful.Code, broken.Code));
        Assert.Contains("members missing", forgetful.Output, StringComparison.Ordinal);
        Assert.Contains("Unexpected   0", forgetful.Output, StringComparison.Ordinal);
        Assert.Contains("expected 200, got 500", broken.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(directory.Token, forgetful.Output + broken.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Pw-", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_the_same_requests_from_the_same_seed()
    {
        async Task<string> Sent(string seed)
        {
            var server = ScriptedServer.Always(404, ScriptedServer.Error(404));
            await Play("onelogin", "http://scim.example/scim/v2/directory_1", ScriptedServer.Token, () => server, null, "--seed", seed, "--users", "5", "--quiet");
            return string.Join('\n', server.Bodies);
        }

        var (first, again, other) = (await Sent("11"), await Sent("11"), await Sent("12"));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Sends_onelogins_add_byte_for_byte()
    {
        var server = new ScriptedServer(asked => asked switch
        {
            ['P', 'O', ..] => (201, """{ "id": "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f" }"""),
            ['P', ..] or ['D', ..] => (204, ""),
            _ => (200, "{}"),
        });

        await Play("onelogin", "http://scim.example/scim/v2/directory_1", ScriptedServer.Token, () => server, null, "--users", "1", "--groups", "1", "--seed", "7", "--quiet");

        var add = server.Bodies.Single(b => b.Contains("\"op\":\"add\"", StringComparison.Ordinal));
        Assert.Equal(165, Encoding.UTF8.GetByteCount(add));
    }

    [Theory]
    [InlineData("google", "30", 30)]
    [InlineData("okta", "30", 30)]
    [InlineData("okta", "soon", 300)]
    [InlineData("google", "soon", 1)]
    public async Task Waits_after_a_429_as_that_provider_does(string idp, string retryAfter, int seconds)
    {
        var times = await TimesOf(idp, retryAfter, refusals: 1, "--users", "1");

        Assert.Equal(seconds, (times[1] - times[0]).TotalSeconds);
    }

    [Fact]
    public async Task Keeps_to_its_rate()
    {
        var times = await TimesOf("google", "1", refusals: 0, "--users", "5", "--rate", "0.5");

        Assert.True(times.Count >= 11, $"{times.Count}");
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True((pair.Second - pair.First).TotalSeconds >= 2));
    }

    /// <summary>When each request came, by a clock that runs while it is waited for.</summary>
    static async Task<List<DateTimeOffset>> TimesOf(string idp, string retryAfter, int refusals, params string[] more)
    {
        var (clock, times) = (new SettableClock(DateTimeOffset.UnixEpoch), new List<DateTimeOffset>());
        var server = new ScriptedServer(_ =>
        {
            times.Add(clock.GetUtcNow());
            return times.Count <= refusals ? (429, "") : (404, ScriptedServer.Error(404));
        }) { Headers = { ["Retry-After"] = retryAfter } };
        await clock.PassAsync(async () =>
        {
            var play = await Play(idp, "http://scim.example/scim/v2/directory_1", ScriptedServer.Token, () => server, clock, ["--groups", "0", "--quiet", .. more]);
            Assert.Equal(1, play.Code);
        }, TimeSpan.FromSeconds(1));
        return times;
    }

    [Theory]
    [InlineData("ldap")]
    [InlineData("okta", "--users", "0")]
    [InlineData("okta", "--groups", "-1")]
    [InlineData("okta", "--rate", "0")]
    [InlineData("okta", "--token", "")]
    public async Task Says_2_when_it_is_used_wrongly(string idp, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] token = more.Contains("--token") ? [] : ["--token", "t"];

        var code = await ConformanceConsole.RunAsync(
            ["simulate", idp, "--url", "http://scim.example", .. token, .. more], output, error, () => ScriptedServer.Always(200, "{}"));

        Assert.Equal(2, code);
        Assert.NotEqual("", error.ToString());
    }

    [Fact]
    public async Task Says_2_when_nobody_answers()
    {
        var (code, _, error) = await Play(
            "entra", "http://scim.example", "t", () => new ScriptedServer(_ => throw new HttpRequestException("connection refused")), null, "--quiet");

        Assert.Equal((2, "No answer from http://scim.example."), (code, error.Trim()));
    }

    /// <summary>Between the provider and the server: answers one method by itself, as if all were well or all were lost.</summary>
    sealed class Forgetful(string method, int status) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method.Method == method
                ? Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent("") })
                : base.SendAsync(request, cancellationToken);
    }
}

/// <summary>The real server on a port, with time passing between requests as it does outside.</summary>
public sealed class ListeningHost : IAsyncDisposable, IAsyncLifetime
{
    public Host Host { get; } = new(StorageProvider.Sqlite);

    public Task InitializeAsync()
    {
        Host.UseKestrel(0);
        Host.StartServer();
        Host.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
