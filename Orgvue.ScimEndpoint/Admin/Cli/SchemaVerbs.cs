using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>schema add</c>, <c>schema list</c> and <c>schema remove</c>.</summary>
static class SchemaVerbs
{
    public static Command Of(Terminal terminal) =>
        new("schema", "The extension schemas of a directory.") { Add(terminal), List(terminal), Remove(terminal) };

    static Command Add(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var file = new Option<string>("--file") { Description = "JSON: the schema of RFC 7643, or { resourceType, definition } as the admin API takes it.", Required = true };
        var type = new Option<string>("--resource-type") { Description = "What the schema extends, User or Group, where the file does not say. [default: User]" };
        var add = new Command("add", "Add a schema, or put another definition in its place.") { directory, file, type };
        add.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var wish = await WishAsync(parsed.GetRequiredValue(file), parsed.GetValue(type), ct);
            var uri = wish.Definition?["id"] is JsonValue id && id.TryGetValue<string>(out var text) ? text
                : throw Bad("The definition needs an \"id\", the schema's URI.");
            var (schema, created) = await services.GetRequiredService<SchemaDesk>()
                .PutAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), uri, wish, ct);
            return new(schema, [$"{(created ? "Added" : "Replaced")}: {Line(schema)}"]);
        }));
        return add;
    }

    static Command List(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var list = new Command("list", "List a directory's own schemas.") { directory };
        list.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var page = await services.GetRequiredService<SchemaDesk>()
                .ListAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), new(Paging.MaxLimit, null), ct);
            return new(page, page.Items.Count == 0 ? ["The directory has no schemas of its own."] : page.Items.Select(Line));
        }));
        return list;
    }

    static Command Remove(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var uri = new Argument<string>("uri") { Description = "As schema list shows it." };
        var remove = new Command("remove", "Take a schema away; stored values stay for the day it comes back.") { directory, uri };
        remove.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var schema = parsed.GetRequiredValue(uri);
            await services.GetRequiredService<SchemaDesk>()
                .RemoveAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), schema, ct);
            return new(new { schemaId = schema, removed = true }, [$"The schema {schema} is removed."]);
        }));
        return remove;
    }

    static async Task<SchemaWish> WishAsync(string path, string? type, CancellationToken ct)
    {
        if (!System.IO.File.Exists(path)) throw Bad("There is no such file.");
        try
        {
            var json = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(path, ct)) as JsonObject ?? throw Bad("Expected a JSON object in the file.");
            if (json["definition"] is not JsonObject definition) return new() { ResourceType = type ?? "User", Definition = json };
            return new() { ResourceType = type ?? json["resourceType"]?.ToString(), Definition = definition.DeepClone().AsObject() };
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw Bad($"Not JSON: {e.Message}");
        }
    }

    static string Line(SchemaView schema) => $"{schema.SchemaId}  {schema.ResourceType,-5}  {string.Join(", ", schema.Attributes)}";

    static RefusalException Bad(string message) =>
        new(StatusCodes.Status400BadRequest, "InvalidRequest", $"--file: {message}", new FieldError("--file", "format", message));
}
