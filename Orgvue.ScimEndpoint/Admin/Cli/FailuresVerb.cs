using System.CommandLine;
using Orgvue.ScimEndpoint.Admin.Failures;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>failures</c>: who has no account, by cause or as a table, and <c>failures rerun</c>.</summary>
static class FailuresVerb
{
    public static Command Of(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var state = new Option<string>("--state") { Description = "open (as it is without it), resolved or all." };
        var limit = new Option<int>("--limit") { Description = "How many are shown.", DefaultValueFactory = _ => 50 };
        var causes = new Option<bool>("--causes") { Description = "Grouped by what one act would mend." };
        var csv = new Option<bool>("--csv") { Description = "All of them, as a table for a spreadsheet." };
        var failures = new Command("failures", "Who has no account, why, and what to change.") { directory, state, limit, causes, csv, Rerun(terminal) };
        failures.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var id = await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct);
            var (shown, paging) = (parsed.GetValue(state), new Paging(parsed.GetValue(limit), null));
            var desk = services.GetRequiredService<FailureDesk>();
            if (parsed.GetValue(csv))
            {
                var lines = new List<string>();
                await foreach (var line in await desk.TableAsync(id, shown, ct)) lines.Add(line);
                return new(lines, [string.Join(Csv.LineEnd, lines)]);
            }
            if (parsed.GetValue(causes))
            {
                var page = await desk.CausesAsync(id, shown, paging, ct);
                return new(page, page.Items.Count == 0 ? ["Nobody fails."] : page.Items.SelectMany(Lines));
            }
            var list = await services.GetRequiredService<SyncHistory>().FailuresAsync(id, shown, paging, ct);
            return new(list, list.Items.Count == 0 ? ["Nobody fails."] : list.Items.SelectMany(Lines));
        }));
        return failures;
    }

    static Command Rerun(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var rerun = new Command("rerun", "Run the users with open failures again, and nobody else.") { directory };
        rerun.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var done = await services.GetRequiredService<FailureDesk>().RerunAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), ct);
            return new(done, done.Users == 0 ? ["Nobody fails."] : done.Runs.SelectMany(SyncVerbs.Lines).Prepend($"{done.Users} looked at again."));
        }));
        return rerun;
    }

    static IEnumerable<string> Lines(FailureCause cause) =>
    [
        $"{cause.Count,6} × {cause.Code}{(cause.TenantId is { } tenant ? $" in {tenant}" : "")}"
            + $"{(cause.Group is { } group ? $", by the group {group}" : "")}: {cause.Reason}",
        .. ExplainText.Wrapped("         what to do: ", cause.Remedy),
        $"         {PlanText.Instant(cause.FirstSeenAt)} to {PlanText.Instant(cause.LastSeenAt)}: {string.Join(", ", cause.Users.Select(u => u.UserName))}"
            + (cause.Count > cause.Users.Count ? " …" : ""),
    ];

    static IEnumerable<string> Lines(FailureView failure) =>
    [
        $"{failure.UserName}  {failure.Code}{(failure.TenantId is { } tenant ? $" in {tenant}" : "")}, {(failure.ResolvedAt is { } at ? $"resolved {PlanText.Instant(at)}" : "open")}"
            + $" since {PlanText.Instant(failure.FirstSeenAt)}: {failure.Reason}",
        .. ExplainText.Wrapped("         what to do: ", failure.Remedy),
    ];
}
