using System.CommandLine;
using System.Net.Http.Headers;
using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Reports;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>The <c>run</c> verb: dialogues against a server, then a report.</summary>
sealed class RunCommand : Command
{
    readonly Func<HttpMessageHandler> _network;
    readonly TimeProvider _clock;

    readonly Option<string> _url = new("--url") { Required = true, HelpName = "URL", Description = "SCIM base URL, e.g. http://localhost:5080/scim/v2/directory_01…" };
    readonly Option<string> _token = new("--token") { HelpName = "T", Description = "Bearer token; SCIM_TOKEN in the environment does too" };
    readonly Option<string> _suite = new("--suite") { Description = "Which dialogues", DefaultValueFactory = _ => "all" };
    readonly Option<string> _case = new("--case") { HelpName = "id prefix", Description = "Only the cases whose id begins so" };
    readonly Option<string> _adminUrl = new("--admin-url") { HelpName = "URL", Description = "Server root; without it, cases on the admin API are skipped" };
    readonly Option<string> _adminKey = new("--admin-key") { HelpName = "K", Description = "Admin key; SCIM_ADMIN_KEY in the environment does too" };
    readonly Option<string> _directory = new("--directory") { HelpName = "id", Description = "Directory id on the admin API [default: last segment of --url]" };
    readonly Option<string> _report = new("--report") { Description = "Form of the report", DefaultValueFactory = _ => "text" };
    readonly Option<string> _out = new("--out") { HelpName = "file", Description = "Write the report here; the console then shows the totals only" };
    readonly Option<bool> _verbose = new("--verbose") { Description = "Show every request and answer (never tokens)" };
    readonly Option<double> _timeout = new("--timeout") { HelpName = "s", Description = "Seconds to wait for one answer", DefaultValueFactory = _ => 30 };
    readonly Option<string> _dialogues = new("--dialogues") { HelpName = "folder", Description = "Your own dialogues in place of the shipped ones" };

    public RunCommand(Func<HttpMessageHandler> network, TimeProvider clock)
        : base("run", "Run the dialogues against a server. Exit code: 0 all passed, 1 something failed, 2 usage or unreachable server.")
    {
        (_network, _clock) = (network, clock);
        _suite.AcceptOnlyFromAmong("all", "rfc7644", "idp", "roles");
        _report.AcceptOnlyFromAmong(Reports.Report.Names);
        foreach (var option in (Option[])[
            _url, _token, _suite, _case, _adminUrl, _adminKey, _directory, _report, _out, _verbose, _timeout, _dialogues]) Options.Add(option);
        SetAction((parsed, ct) => Run(SettingsOf(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ct));
    }

    async Task<int> Run(RunSettings settings, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (settings.Fault is { } fault) return Refuse(error, fault);
        try
        {
            var cases = Selected(settings);
            if (cases.Count == 0) return Refuse(error, "No case fits --suite and --case; `list` shows what there is.");
            using var handler = _network();
            using var scim = Client(handler, settings, settings.Url, settings.Token);
            using var anonymous = Client(handler, settings, settings.Url, null);
            using var admin = settings.AdminUrl is { } root ? Client(handler, settings, root, settings.AdminKey) : null;
            using (await scim.GetAsync(new Uri("ServiceProviderConfig", UriKind.Relative), ct)) { }
            var runner = new DialogueRunner(scim, admin, new RunnerOptions { Anonymous = anonymous, Directory = settings.Directory, Clock = _clock });
            var run = await Hold(cases, runner, settings.Url, ct);
            await Tell(run, settings, output, ct);
            return run.Count(Verdict.Failed) == 0 ? 0 : 1;
        }
        catch (DialogueException e)
        {
            return Refuse(error, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return Refuse(error, $"No answer from {settings.Url}: {e.Message}");
        }
    }

    static List<DialogueCase> Selected(RunSettings settings) =>
    [
        .. from dialogue in Dialogues.LoadAll(settings.Dialogues ?? Dialogues.Shipped)
           where settings.Suite == "all" || dialogue.Suite == settings.Suite
           where settings.Case is null || dialogue.Id.StartsWith(settings.Case, StringComparison.OrdinalIgnoreCase)
           select dialogue,
    ];

    async Task<RunSummary> Hold(List<DialogueCase> cases, DialogueRunner runner, string url, CancellationToken ct)
    {
        var (started, began) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        var results = new List<CaseResult>();
        foreach (var dialogue in cases) results.Add(await runner.RunAsync(dialogue, ct));
        return new RunSummary(url, started, _clock.GetElapsedTime(began), results);
    }

    static async Task Tell(RunSummary run, RunSettings settings, TextWriter output, CancellationToken ct)
    {
        var report = Reports.Report.Of(settings.Report, run, settings.Verbose);
        if (settings.Out is null)
        {
            await output.WriteLineAsync(report.TrimEnd());
            return;
        }
        await File.WriteAllTextAsync(settings.Out, report, ct);
        await output.WriteLineAsync(TextReport.Totals(run));
    }

    static HttpClient Client(HttpMessageHandler handler, RunSettings settings, string root, string? key) => new(handler, disposeHandler: false)
    {
        BaseAddress = new Uri(root.TrimEnd('/') + "/"),
        Timeout = TimeSpan.FromSeconds(settings.Timeout),
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    RunSettings SettingsOf(ParseResult parsed) => new(
        parsed.GetRequiredValue(_url), parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable("SCIM_TOKEN"), parsed.GetRequiredValue(_suite),
        parsed.GetValue(_case), parsed.GetValue(_adminUrl), parsed.GetValue(_adminKey) ?? Environment.GetEnvironmentVariable("SCIM_ADMIN_KEY"),
        parsed.GetValue(_directory), parsed.GetRequiredValue(_report), parsed.GetValue(_out), parsed.GetValue(_verbose),
        parsed.GetValue(_timeout), parsed.GetValue(_dialogues));

    static int Refuse(TextWriter error, string why)
    {
        error.WriteLine(why);
        return 2;
    }
}
