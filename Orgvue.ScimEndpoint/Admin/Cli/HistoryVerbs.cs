using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>audit</c>, <c>roles-at</c> and <c>drift</c>.</summary>
static class HistoryVerbs
{
    // As people write it: a line is to be read, not to be put into a page.
    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Audit(Terminal terminal)
    {
        var limit = new Option<int>("--limit") { Description = $"How many entries, 1 to {Paging.MaxLimit}.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string>("--cursor") { Description = "The nextCursor of the page before." };
        Option<string> Text(string name, string description) => new(name) { Description = description };
        var (directory, tenant, environment) = (Text("--directory", "Only of this directory; one that was deleted, too."),
            Text("--tenant", "Only of this tenant."), Text("--environment", "staging or production"));
        var (subject, id, actor) = (Text("--subject", "Only of this kind of thing: account, user, group, members, configuration …"),
            Text("--id", "Only of the thing with this id."), Text("--actor", "Only by those whose name holds this text."));
        var (run, action, name) = (Text("--run", "Only what this run did."), Text("--action", "created, changed or deleted"),
            Text("--name", "Only of things whose name holds this text."));
        var (from, to, zone) = (Text("--from", "An instant or a day."), Text("--to", "An instant or a day."), Zone());
        var audit = new Command("audit", "Who changed what, when and from where; newest first.")
        {
            directory, tenant, environment, subject, id, actor, run, action, name, from, to, zone, limit, cursor,
        };
        audit.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var page = await services.GetRequiredService<AuditDesk>().ListAsync(new()
            {
                DirectoryId = parsed.GetValue(directory), TenantId = parsed.GetValue(tenant), Environment = parsed.GetValue(environment),
                Subject = parsed.GetValue(subject), SubjectId = parsed.GetValue(id), Actor = parsed.GetValue(actor), RunId = parsed.GetValue(run),
                Action = parsed.GetValue(action), Name = parsed.GetValue(name), From = parsed.GetValue(from), To = parsed.GetValue(to),
                TimeZone = parsed.GetValue(zone),
            }, new(parsed.GetValue(limit), parsed.GetValue(cursor)), ct);
            return new(page, page.Items.Count == 0 ? ["There is no such entry."] : page.Items.SelectMany(Lines).Concat(More(page.NextCursor)));
        }));
        return audit;
    }

    public static Command RolesAt(Terminal terminal)
    {
        var tenant = new Argument<string>("tenant") { Description = "The tenant's id, such as ACME." };
        var at = new Option<string>("--at") { Description = "An instant such as 2026-11-01T12:00:00Z, or a day, at its end; now, unless given." };
        var (zone, role) = (Zone(), new Option<string>("--role") { Description = "Only accounts with this role." });
        var environment = new Option<string>("--environment") { Description = "staging or production; production where the tenant is in both." };
        var limit = new Option<int>("--limit") { Description = $"How many accounts, 1 to {Paging.MaxLimit}.", DefaultValueFactory = _ => Paging.MaxLimit };
        var cursor = new Option<string>("--cursor") { Description = "The nextCursor of the page before." };
        var verb = new Command("roles-at", "Who held which role at a time that is past.") { tenant, at, zone, role, environment, limit, cursor };
        verb.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var answer = await services.GetRequiredService<RolesAtDesk>().OfAsync(parsed.GetValue(tenant)!, new()
            {
                At = parsed.GetValue(at), TimeZone = parsed.GetValue(zone), Role = parsed.GetValue(role), Environment = parsed.GetValue(environment),
            }, new(parsed.GetValue(limit), parsed.GetValue(cursor)), ct);
            return new(answer,
            [
                $"{answer.TenantId} ({answer.Environment}) at {PlanText.Instant(answer.At)}{(answer.Items.Count == 0 ? ": nobody" : "")}",
                .. answer.Items.Select(h => $"  {h.Email}  {string.Join(", ", h.Roles.Select(r => r.Role))}{(h.Enabled ? "" : "  (disabled)")}"
                    + $"  since {PlanText.Instant(h.Since)} by {h.ChangedBy}"),
                .. More(answer.NextCursor),
            ]);
        }));
        return verb;
    }

    public static Command Drift(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var run = new Option<string>("--run") { Description = "Rather what this run undid." };
        var limit = new Option<int>("--limit") { Description = $"How many accounts, 1 to {Paging.MaxLimit}.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string>("--cursor") { Description = "The nextCursor of the page before." };
        var drift = new Command("drift", "What was done to accounts by hand that the next run will undo.") { directory, run, limit, cursor };
        drift.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var paging = new Paging(parsed.GetValue(limit), parsed.GetValue(cursor));
            var page = parsed.GetValue(run) is { } id
                ? await services.GetRequiredService<OverrodeDesk>().OfAsync(id, paging, ct)
                : await services.GetRequiredService<DriftDesk>().OfAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), paging, ct);
            var will = parsed.GetValue(run) is null ? "will be" : "was";
            return new(page, page.Items.Count == 0 ? ["Nothing that was done by hand is undone."] : page.Items.SelectMany(d => Lines(d, will)).Concat(More(page.NextCursor)));
        }));
        return drift;
    }

    static IEnumerable<string> Lines(AuditView entry)
    {
        var where = string.Join(' ', new[] { entry.TenantId, entry.Source, entry.Request }.OfType<string>());
        yield return $"{PlanText.Instant(entry.At)}  {entry.Actor}  {EnumNames.NameOf(entry.Action)} {EnumNames.NameOf(entry.Subject)} {entry.Name ?? entry.SubjectId}"
            + (where.Length == 0 ? "" : $"  ({where})");
        if (entry.Before is { } before) yield return $"  - {before.ToJsonString(Plain)}";
        if (entry.After is { } after) yield return $"  + {after.ToJsonString(Plain)}";
    }

    static IEnumerable<string> Lines(DriftView drift, string will)
    {
        yield return $"{drift.TenantId}  {drift.Email}  {drift.Kind} by hand, {will} {drift.Outcome}{(drift.Why is null ? "" : $": {drift.Why}")}";
        foreach (var edit in drift.Edits)
            yield return $"  by hand  {PlanText.Instant(edit.At)} {edit.Actor}{(edit.Source is null ? "" : $" from {edit.Source}")}: {Changes(edit.Changes)}";
        yield return $"  undone   {Changes(drift.Undone)}";
    }

    static string Changes(IReadOnlyList<FieldChange> changes) => changes.Count == 0
        ? "nothing that runs look at"
        : string.Join("; ", changes.Select(c => $"{c.Field} {Shown(c.From)} → {Shown(c.To)}"));

    static string Shown(JsonNode? value) => value?.ToJsonString(Plain) ?? "–";

    static IEnumerable<string> More(string? cursor) => cursor is null ? [] : [$"… and more: --cursor {cursor}"];

    static Option<string> Zone() => new("--time-zone") { Description = "Where days are days, such as Europe/Berlin; UTC otherwise." };
}
