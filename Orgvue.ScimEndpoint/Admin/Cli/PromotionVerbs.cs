using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>export</c> and <c>import</c>: from staging to production.</summary>
static class PromotionVerbs
{
    static readonly JsonSerializerOptions Indented = new(PromotionDocument.Json)
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Export(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var export = new Command("export", "Print how a directory is configured, without its users and tokens, to be imported elsewhere.") { directory };
        export.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var document = await services.GetRequiredService<PromotionDesk>()
                .ExportAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), ct);
            return new(document, JsonSerializer.Serialize(document, Indented).Split('\n'));
        }));
        return export;
    }

    public static Command Import(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "What export printed." };
        var environment = new Option<string>("--environment") { Description = $"Where it goes: {EnumNames.Allowed<OrgvueEnvironment>()}. [default: production]" };
        var directory = new Option<string>("--directory") { Description = "The directory that is to be like the document; without it the one of the same name, or a new one." };
        var apply = new Option<bool>("--apply") { Description = "Do it. Without it, the differences are shown and nothing is changed." };
        var diff = new Option<string>("--diff") { Description = "With --apply: the hash of the differences that were looked at; nothing is done when they are others by now." };
        var import = new Command("import", "Show what a document would change, and change it.") { file, environment, directory, apply, diff };
        import.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var desk = services.GetRequiredService<PromotionDesk>();
            var wish = new ImportWish
            {
                Document = await DocumentAsync(parsed.GetRequiredValue(file), ct), DirectoryId = parsed.GetValue(directory),
                Environment = Environment(parsed.GetValue(environment)), DryRun = true,
            };
            var shown = await desk.ImportAsync(wish, ct);
            if (parsed.GetValue(apply) && shown.Changes.Count > 0)
                shown = await desk.ImportAsync(wish with { DryRun = false, DiffHash = parsed.GetValue(diff) ?? shown.DiffHash }, ct);
            return new(shown, Lines(shown, parsed.GetValue(file)!));
        }));
        return import;
    }

    static IEnumerable<string> Lines(ImportView import, string file)
    {
        yield return $"{import.DirectoryName} in {EnumNames.NameOf(import.Environment)}"
            + (import.NewDirectory ? import.Applied ? $" (new: {import.DirectoryId})" : " (a new directory)" : $" ({import.DirectoryId})");
        yield return $"{import.Summary} {(import.Applied ? "It is done; the next run looks at everybody." : "Nothing was changed.")}";
        foreach (var change in import.Changes)
            yield return change.Change switch
            {
                "added" => $"  + {change.Setting}: {Shown(change.To)}",
                "removed" => $"  - {change.Setting}: {Shown(change.From)}",
                _ => $"  ~ {change.Setting}: {Shown(change.From)} → {Shown(change.To)}",
            };
        foreach (var warning in import.Warnings) yield return $"  ? {warning.Code}: {warning.Message}";
        foreach (var conflict in import.Conflicts) yield return $"  ! {conflict.Setting} ({conflict.Rule}): {conflict.Message}";
        if (import is { Applied: false, Changes.Count: > 0, Conflicts.Count: 0 })
            yield return $"To do it: import {file} --environment {EnumNames.NameOf(import.Environment)}{(import.NewDirectory ? "" : $" --directory {import.DirectoryId}")} --apply --diff {import.DiffHash}";
    }

    static string Shown(JsonNode? value) => value?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";

    static OrgvueEnvironment? Environment(string? name) => name is null
        ? null
        : EnumNames.Parse<OrgvueEnvironment>(name)
            ?? throw Bad("--environment", $"Expected one of {EnumNames.Allowed<OrgvueEnvironment>()}.");

    static async Task<JsonObject> DocumentAsync(string path, CancellationToken ct)
    {
        if (!System.IO.File.Exists(path)) throw Bad("file", "There is no such file.");
        try
        {
            return JsonNode.Parse(await System.IO.File.ReadAllTextAsync(path, ct)) as JsonObject ?? throw Bad("file", "Expected a JSON object in the file.");
        }
        catch (JsonException e)
        {
            throw Bad("file", $"Not JSON: {e.Message}");
        }
    }

    static RefusalException Bad(string field, string message) =>
        new(StatusCodes.Status400BadRequest, "InvalidRequest", $"{field}: {message}", new FieldError(field, "format", message));
}
