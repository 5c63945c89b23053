using System.CommandLine;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>sync now</c>.</summary>
static class SyncVerbs
{
    public static Command Of(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var now = new Command("now", "Run what is pending without waiting for the delay.") { directory };
        now.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var runs = await services.GetRequiredService<SyncNow>()
                .RunAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), ct);
            return new(runs, runs.Items.Count == 0 ? ["Nothing ran: the directory has no enabled configuration."] : runs.Items.SelectMany(Lines));
        }));
        return new("sync", "The runs of a directory.") { now };
    }

    static IEnumerable<string> Lines(RunView run) =>
    [
        $"{run.TenantId}  {run.Status}: created {run.Created}, updated {run.Updated}, disabled {run.Disabled}, removed {run.Removed}, "
            + $"unchanged {run.Unchanged}, failed {run.Failed}",
        .. run.Warnings.Select(w => $"  warning {w.Code}: {w.Message}"),
    ];
}
