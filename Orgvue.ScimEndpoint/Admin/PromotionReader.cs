using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Reads an exported document strictly: whatever it does not understand must not be lost on the way to production. Pure.</summary>
static class PromotionReader
{
    const int MostTenants = 200;
    const string At = "document";

    /// <summary>The document, as it would be exported once it was imported; refuses with all that is wrong.</summary>
    public static PromotionDocument Read(JsonObject? document)
    {
        var checks = new Checks();
        if (document is null) checks.Add(At, "required", "Give the document that an export answered.");
        else if (!ReadableJson.IsReadable(document)) checks.Add(At, "json", ReadableJson.Message);
        else Head(checks, document);
        checks.Refuse();

        Unknown(checks, document!, typeof(PromotionDocument), At);
        checks.Refuse();
        var read = Parsed(checks, document!);
        checks.Refuse();

        Required(checks, read!, At);
        checks.Refuse();
        if (read!.Tenants!.Count > MostTenants) checks.Add($"{At}.tenants", "length", $"Has {read.Tenants.Count} tenants; {MostTenants} are allowed.");
        if (read.Schemas!.Count > Extensions.Most) checks.Add($"{At}.schemas", "length", $"Has {read.Schemas.Count} schemas; {Extensions.Most} are allowed.");
        checks.Refuse();

        var name = checks.Text($"{At}.directory.name", read.Directory!.Name, NewDirectory.MaxName);
        checks.Delay($"{At}.directory.syncDelay", read.Directory.SyncDelay);
        for (var i = 0; i < read.Schemas.Count; i++) Schema(checks, read.Schemas[i]!, $"{At}.schemas[{i}].");
        for (var i = 0; i < read.Tenants.Count; i++)
        {
            Fields.TenantId(checks, $"{At}.tenants[{i}].tenantId", read.Tenants[i]!.TenantId);
            read.Tenants[i]!.ToEdit().LookAt(checks, $"{At}.tenants[{i}].");
        }
        Once(checks, $"{At}.tenants", "tenantId", "M9", read.Tenants.Select(t => t!.TenantId));
        checks.Refuse();
        Once(checks, $"{At}.schemas", "definition.id", "unique", read.Schemas.Select(s => s!.Uri.ToUpperInvariant()));
        checks.Refuse();

        return read with
        {
            Directory = read.Directory with { Name = name },
            Schemas = [.. read.Schemas.Select(s => s! with { Definition = Extensions.Stored(s.Uri, s.Definition!) })],
            Tenants = [.. read.Tenants.Select(t => PromotedTenant.Of(t!.ToConfiguration()))],
        };
    }

    // A document of a later version may well have fields that are unknown here: that is said first, and by itself.
    static void Head(Checks checks, JsonObject document)
    {
        if (Text(document["kind"]) != PromotionDocument.TheKind)
            checks.Add($"{At}.kind", "format", $"Expected \"{PromotionDocument.TheKind}\", as an export has it.");
        else if (document["version"] is not JsonValue version || !version.TryGetValue<int>(out var number) || number < 1)
            checks.Add($"{At}.version", "format", "Expected the version of the document, a number.");
        else if (number > PromotionDocument.TheVersion)
            checks.Add($"{At}.version", "version",
                $"The document is of version {number}; this server reads up to {PromotionDocument.TheVersion}. Import it where it was exported, or update this server.");
    }

    static void Unknown(Checks checks, JsonObject value, Type type, string at)
    {
        var known = type.GetProperties().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), p => p.PropertyType);
        foreach (var (name, inner) in value)
            if (!known.TryGetValue(name, out var innerType)) checks.Add($"{at}.{Shown(name)}", "unknown", "This server knows no such field; nothing is imported.");
            else if (inner is JsonObject child && IsOurs(innerType)) Unknown(checks, child, innerType, $"{at}.{name}");
            else if (inner is JsonArray list && innerType.IsGenericType && innerType.GetGenericArguments()[0] is var item && IsOurs(item))
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is JsonObject element) Unknown(checks, element, item, $"{at}.{name}[{i}]");
    }

    static PromotionDocument? Parsed(Checks checks, JsonObject document)
    {
        try
        {
            return document.Deserialize<PromotionDocument>(PromotionDocument.Json);
        }
        catch (JsonException e)
        {
            checks.Add($"{At}.{e.Path?.TrimStart('$').TrimStart('.')}".TrimEnd('.'), "format",
                e.Message.StartsWith("Expected", StringComparison.Ordinal) ? e.Message.Split(" Path:")[0] : "The value is not of the expected type.");
            return null;
        }
    }

    // What an export always has: a setting that is left out would silently take a default.
    static void Required(Checks checks, object of, string at)
    {
        foreach (var property in of.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var field = $"{at}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}";
            var value = property.GetValue(of);
            if (value is null && property.Name is not (nameof(PromotedDirectory.SyncDelay) or nameof(PromotionDocument.ExportedFrom)))
                checks.Add(field, "required", "Expected what an export has here.");
            else if (value is not null && IsOurs(value.GetType())) Required(checks, value, field);
            else if (value is System.Collections.IList list and not JsonNode)
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is null) checks.Add($"{field}[{i}]", "required", "Expected a value.");
                    else if (IsOurs(list[i]!.GetType())) Required(checks, list[i]!, $"{field}[{i}]");
        }
    }

    static void Schema(Checks checks, PromotedSchema schema, string at)
    {
        if (Text(schema.Definition!["id"]) is not { Length: > 0 } uri)
        {
            checks.Add($"{at}definition.id", "required", "Expected the schema's URI.");
            return;
        }
        switch (Extensions.Refused(uri, schema.ResourceType, schema.Definition!))
        {
            case ExtensionOutcome.Invalid invalid:
                foreach (var problem in invalid.Problems) checks.Add(at + problem.Field, problem.Rule, problem.Message);
                break;
            case ExtensionOutcome.Conflict conflict:
                checks.Add($"{at}definition.{conflict.Field}", conflict.Code, conflict.Message);
                break;
            default:
                break;
        }
    }

    static void Once(Checks checks, string list, string field, string rule, IEnumerable<string?> names)
    {
        var seen = new HashSet<string?>();
        foreach (var (i, name) in names.Index())
            if (!seen.Add(name)) checks.Add($"{list}[{i}].{field}", rule, "Is in the document twice.");
    }

    static bool IsOurs(Type type) => type.Namespace == typeof(PromotionDocument).Namespace;

    static string? Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    static string Shown(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
