using System.CommandLine;
using TextWriter = System.IO.TextWriter;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary>The verbs of the executable. Without one it serves.</summary>
public static partial class Commands
{
    const int Failed = 1;
    const int Misused = 2;
    static readonly string[] Asking = ["--help", "-h", "-?", "--version"];

    /// <summary>
    /// The exit code of the verb, or null when the arguments hold none and the server is to start. Settings may be given as the server takes
    /// them: <c>--Storage:ConnectionString=…</c>.
    /// </summary>
    public static async Task<int?> TryRunAsync(string[] args, TextWriter? output = null, TextWriter? error = null, CancellationToken ct = default)
    {
        if (args.Length == 0 || args[0].StartsWith('-') && !Asking.Contains(args[0])) return null;
        var settings = args.Where(a => Setting().IsMatch(a)).ToArray();
        error ??= Console.Error;

        var parsed = Root(new(settings, output ?? Console.Out), output ?? Console.Out).Parse([.. args.Where(a => !Setting().IsMatch(a))]);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(OneLine(string.Join(" ", parsed.Errors.Select(e => e.Message))) + " See --help.");
            return Misused;
        }
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output ?? Console.Out, Error = error }, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await error.WriteLineAsync(OneLine(e.Message));
            return e is RefusalException { Status: StatusCodes.Status400BadRequest } ? Misused : Failed;
        }
    }

    static RootCommand Root(Terminal terminal, TextWriter output) => new("Orgvue's side of its SCIM integration. Without a verb: serve.")
    {
        terminal.Json,
        MigrateVerb.Of(terminal),
        BackupVerbs.Backup(terminal),
        BackupVerbs.Restore(terminal),
        DirectoryVerbs.Of(terminal),
        TokenVerbs.Of(terminal),
        KeyVerbs.Of(terminal),
        AdministratorVerbs.Of(terminal),
        SchemaVerbs.Of(terminal),
        SyncVerbs.Of(terminal),
        ExplainVerb.Of(terminal),
        FailuresVerb.Of(terminal),
        HistoryVerbs.Audit(terminal),
        HistoryVerbs.RolesAt(terminal),
        HistoryVerbs.Drift(terminal),
        PromotionVerbs.Export(terminal),
        PromotionVerbs.Import(terminal),
        TrafficVerbs.Clients(terminal),
        TrafficVerbs.Deviations(terminal),
        TrafficVerbs.Requests(terminal),
        WebhookVerbs.Of(terminal),
        WorkOsVerbs.Of(terminal),
        OpenApiVerb.Of(output),
    };

    static string OneLine(string text) => LineBreaks().Replace(text.Trim(), " ");

    [GeneratedRegex("^--[A-Za-z]+:[A-Za-z:]+=")]
    internal static partial Regex Setting();

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    internal static partial Regex LineBreaks();
}
