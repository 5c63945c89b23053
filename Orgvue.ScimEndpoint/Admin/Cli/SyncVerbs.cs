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
        return new("sync", "The runs of a directory.") { now, Preview(terminal), Hold(terminal), Release(terminal), Discard(terminal),
            SupposeVerbs.WhatIf(terminal), SupposeVerbs.Replay(terminal) };
    }

    static Command Preview(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var limit = new Option<int>("--limit") { Description = "How many entries of each kind are shown.", DefaultValueFactory = _ => 50 };
        var preview = new Command("preview", "What the next run would do; nothing is applied.") { directory, limit };
        preview.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var plan = await services.GetRequiredService<HoldDesk>().PreviewAsync(
                await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), parsed.GetValue(limit), ct);
            return new(plan, PlanText.Lines(plan));
        }));
        return preview;
    }

    static Command Hold(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var tenant = new Option<string>("--tenant") { Description = "One tenant; without it, all of the directory." };
        var reason = new Option<string>("--reason") { Description = "For whoever finds it held." };
        var hold = new Command("hold", "Have the next runs wait until somebody releases or discards them.") { directory, tenant, reason };
        hold.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var runs = await services.GetRequiredService<HoldDesk>().HoldAsync(
                await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct),
                new() { TenantId = parsed.GetValue(tenant), Reason = parsed.GetValue(reason) }, ct);
            return new(runs, runs.Items.SelectMany(Lines));
        }));
        return hold;
    }

    static Command Release(Terminal terminal)
    {
        var (run, hash) = (RunArgument(), new Option<string>("--plan") { Description = "The hash of the plan that was looked at.", Required = true });
        var release = new Command("release", "Carry out a held run, if its plan is still the one that was looked at.") { run, hash };
        release.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var released = await services.GetRequiredService<HoldDesk>().ReleaseAsync(parsed.GetValue(run)!, parsed.GetValue(hash), ct);
            return new(released, Lines(released));
        }));
        return release;
    }

    static Command Discard(Terminal terminal)
    {
        var run = RunArgument();
        var discard = new Command("discard", "Have a held run not happen.") { run };
        discard.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var discarded = await services.GetRequiredService<HoldDesk>().DiscardAsync(parsed.GetValue(run)!, ct);
            return new(discarded, Lines(discarded));
        }));
        return discard;
    }

    static Argument<string> RunArgument() => new("run") { Description = "The run's id, as preview and runs show it." };

    internal static IEnumerable<string> Lines(RunView run) =>
    [
        $"{run.TenantId}  {run.Status}: created {run.Created}, updated {run.Updated}, disabled {run.Disabled}, removed {run.Removed}, "
            + $"unchanged {run.Unchanged}, failed {run.Failed}",
        .. run.HeldBecause is { } because && run.Status == Model.SyncRunStatus.Held
            ? new[] { $"  held: {because}", $"  release it with: sync release {run.RunId} --plan {run.PlanHash}", $"  or not: sync discard {run.RunId}" }
            : [],
        .. run.Warnings.Select(w => $"  warning {w.Code}: {w.Message}"),
    ];
}
