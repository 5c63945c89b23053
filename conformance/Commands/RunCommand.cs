using System.CommandLine;
using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Reports;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>The <c>run</c> verb: dialogues against a server, then a report.</summary>
sealed class RunCommand : Command
{
    readonly Surroundings _around;

    readonly Option<string> _url = Text("--url", "URL", "SCIM base URL, e.g. http://localhost:5080/scim/v2/directory_01…", required: true);
    readonly Option<string> _token = Text("--token", "T", "Bearer token; SCIM_TOKEN in the environment does too");
    readonly Option<string> _suite = new("--suite") { Description = "Which dialogues", DefaultValueFactory = _ => "all" };
    readonly Option<string> _case = Text("--case", "id prefix", "Only the cases whose id begins so");
    readonly Option<string[]> _level = new("--level")
    {
        HelpName = "must|should|idp|orgvue", Description = "Only cases of these levels; several by comma, or the option again",
    };
    readonly Option<string> _clause = Text("--clause", "prefix", "Only cases of this clause and what is below it: 3.5, or \"RFC 7643 §4\"");
    readonly Option<string> _adminUrl = Text("--admin-url", "URL", "Server root; without it, cases on the admin API are skipped");
    readonly Option<string> _adminKey = Text("--admin-key", "K", "Admin key; SCIM_ADMIN_KEY in the environment does too");
    readonly Option<string> _directory = Text("--directory", "id", "Directory id on the admin API [default: last segment of --url]");
    readonly Option<string> _report = new("--report") { Description = "Form of the report", DefaultValueFactory = _ => "text" };
    readonly Option<string> _out = Text("--out", "file", "Write the report here; the console then shows the totals only");
    readonly Option<string> _html = Text("--html", "file", "Also write a report to read, print or send on");
    readonly Option<string> _json = Text("--json", "file", "Also write a report for machines");
    readonly Option<string> _junit = Text("--junit", "file", "Also write a report for build servers");
    readonly Option<bool> _verbose = new("--verbose") { Description = "Show every request and answer (never tokens)" };
    readonly Option<bool> _quiet = new("--quiet") { Description = "Do not show how far the run is" };
    readonly Option<string> _dialogues = Text("--dialogues", "folder", "Your own dialogues in place of the shipped ones");
    readonly Option<double> _timeout = new("--timeout")
    {
        HelpName = "s", Description = "Seconds to wait for one answer", DefaultValueFactory = _ => 30,
    };

    public RunCommand(Surroundings around)
        : base("run", "Run the dialogues against a server. Exit code: 0 all passed, 1 something failed, 2 usage or unreachable server.")
    {
        _around = around;
        _suite.AcceptOnlyFromAmong("all", "rfc7644", "idp", "roles");
        _report.AcceptOnlyFromAmong(Reports.Report.Names);
        Option[] options =
        [
            _url, _token, _suite, _case, _level, _clause, _adminUrl, _adminKey, _directory, _report, _out, _html, _json, _junit,
            _verbose, _quiet, _timeout, _dialogues,
        ];
        foreach (var option in options) Options.Add(option);
        SetAction((parsed, ct) => Run(SettingsOf(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ct));
    }

    static Option<string> Text(string name, string value, string description, bool required = false) =>
        new(name) { HelpName = value, Description = description, Required = required };

    async Task<int> Run(RunSettings settings, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (settings.Fault is { } fault) return Connection.Refuse(error, fault);
        try
        {
            var cases = settings.Selected(Dialogues.LoadAll(settings.Dialogues ?? Dialogues.Shipped));
            if (cases.Count == 0)
                return Connection.Refuse(error, "No case fits --suite, --case, --level and --clause; `list` shows what there is.");
            using var handler = _around.Network();
            using var scim = Connection.Client(handler, settings.Timeout, settings.Url, settings.Token);
            using var anonymous = Connection.Client(handler, settings.Timeout, settings.Url, null);
            using var admin = settings.AdminUrl is { } root ? Connection.Client(handler, settings.Timeout, root, settings.AdminKey) : null;
            var server = await Advertised.By(scim, new Secrets(scim, admin), ct);
            if (server.Config is null) await error.WriteLineAsync(server.Warning);
            var options = new RunnerOptions { Anonymous = anonymous, Directory = settings.Directory, Clock = _around.Clock };
            var progress = new Progress(settings.Quiet ? null : error, _around.IsTerminal, cases.Count);
            var run = await Hold(cases, new DialogueRunner(scim, admin, options), settings.Url, server, progress, ct);
            await Tell(run, settings, output, ct);
            return run.Count(Verdict.Failed) == 0 ? 0 : 1;
        }
        catch (DialogueException e)
        {
            return Connection.Refuse(error, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Connection.Refuse(error, $"The report cannot be written: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return Connection.Refuse(error, $"No answer from {settings.Url}: {e.Message}");
        }
    }

    async Task<RunSummary> Hold(
        IReadOnlyList<DialogueCase> cases, DialogueRunner runner, string url, Advertised server, Progress progress, CancellationToken ct)
    {
        var (started, began) = (_around.Clock.GetUtcNow(), _around.Clock.GetTimestamp());
        var results = new List<CaseResult>();
        foreach (var dialogue in cases)
        {
            progress.Begin(dialogue.Id);
            results.Add(await runner.RunAsync(dialogue, ct));
            progress.End(dialogue.Id, results[^1].Verdict == Verdict.Failed);
        }
        progress.Close();
        return new RunSummary(url, started, _around.Clock.GetElapsedTime(began), server, results);
    }

    static async Task Tell(RunSummary run, RunSettings settings, TextWriter output, CancellationToken ct)
    {
        foreach (var (format, file) in settings.Reports)
            await File.WriteAllTextAsync(file, Reports.Report.Of(format, run, settings.Verbose), ct);
        var report = Reports.Report.Of(settings.Report, run, settings.Verbose);
        if (settings.Out is null)
        {
            await output.WriteLineAsync(report.TrimEnd());
            return;
        }
        await File.WriteAllTextAsync(settings.Out, report, ct);
        await output.WriteLineAsync(TextReport.Totals(run));
    }

    RunSettings SettingsOf(ParseResult parsed) => new(
        parsed.GetRequiredValue(_url), parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable("SCIM_TOKEN"),
        parsed.GetValue(_adminUrl), parsed.GetValue(_adminKey) ?? Environment.GetEnvironmentVariable("SCIM_ADMIN_KEY"),
        parsed.GetValue(_directory), parsed.GetValue(_timeout), parsed.GetValue(_dialogues),
        new(parsed.GetRequiredValue(_suite), parsed.GetValue(_case), parsed.GetValue(_level) ?? [], parsed.GetValue(_clause)),
        [
            .. from o in (IEnumerable<(string Format, Option<string> Option)>)[("html", _html), ("json", _json), ("junit", _junit)]
               let file = parsed.GetValue(o.Option)
               where file is not null
               select new RunSettings.Outlet(o.Format, file),
        ],
        parsed.GetRequiredValue(_report), parsed.GetValue(_out), parsed.GetValue(_verbose), parsed.GetValue(_quiet));
}
