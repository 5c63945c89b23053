using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>The extension schemas of a directory, whoever asks (RFC 7643 §3.3). Every node goes by a change with its next request.</summary>
public sealed class Extensions(Store store, TimeProvider clock)
{
    public const int Most = 50;

    // RFC 7643 §10.3: what is registered there means the same everywhere.
    static readonly string[] Reserved =
        ["urn:ietf:params:scim:schemas:core:", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:", "urn:ietf:params:scim:api:"];

    static readonly ResourceType[] Types = [BuiltIn.User, BuiltIn.Group];

    /// <summary>All of a directory, in the order in which they came.</summary>
    public Task<List<DirectorySchema>> ListAsync(int directory, CancellationToken ct) => store.ReadAsync(db => Rows(db.Schemas.AsNoTracking(), directory, ct));

    public Task<DirectorySchema?> FindAsync(int directory, string uri, CancellationToken ct) =>
        store.ReadAsync(db => FindAsync(db.Schemas.AsNoTracking(), directory, uri, ct));

    /// <summary>Creates the schema of that URI, or puts another definition in its place; neither when stored values do not fit it.</summary>
    public async Task<ExtensionOutcome> PutAsync(int directory, string uri, string? resourceType, JsonObject definition, CancellationToken ct) =>
        Refused(uri, resourceType, definition) ?? await store.WriteAsync(directory, db => PutAsync(db, directory, uri, resourceType, definition, ct), ct);

    /// <summary>The same as part of a larger write; what is not saved after has only been tried.</summary>
    public async Task<ExtensionOutcome> PutAsync(ScimDb db, int directory, string uri, string? resourceType, JsonObject definition, CancellationToken ct) =>
        Refused(uri, resourceType, definition) ?? await PutAsync(db, directory, TypeOf(resourceType)!, Schema.Parse(Whole(uri, definition)), ct);

    /// <summary>What can be said against a definition without looking into a directory; null for nothing.</summary>
    public static ExtensionOutcome? Refused(string uri, string? resourceType, JsonObject definition)
    {
        if (Reserved.Any(r => uri.StartsWith(r, StringComparison.OrdinalIgnoreCase)))
            return new ExtensionOutcome.Conflict("SchemaIsBuiltIn", "id", "This URI belongs to a schema of RFC 7643 or RFC 7644; choose one of your own.");
        var problems = DefinitionCheck.ProblemsOf(definition, uri).Select(p => new ExtensionProblem($"definition.{p.Field}".TrimEnd('.'), p.Rule, p.Message)).ToList();
        if (TypeOf(resourceType) is null) problems.Insert(0, new("resourceType", "required", "Expected User or Group."));
        return problems.Count > 0 ? new ExtensionOutcome.Invalid(problems) : null;
    }

    /// <summary>A definition that was not refused, as it is stored.</summary>
    public static JsonObject Stored(string uri, JsonObject definition) => Schema.Parse(Whole(uri, definition)).ToJson();

    /// <summary>Takes the schema away; false when there is none. What is stored stays, unseen, for the day it comes back.</summary>
    public Task<bool> RemoveAsync(int directory, string uri, CancellationToken ct) => store.WriteAsync(directory, db => RemoveAsync(db, directory, uri, ct), ct);

    /// <summary>The same as part of a larger write.</summary>
    public async Task<bool> RemoveAsync(ScimDb db, int directory, string uri, CancellationToken ct)
    {
        if (await FindAsync(db.Schemas, directory, uri, ct) is not { } row) return false;
        await SettleAsync(db, directory, Read(row), [], ct);
        db.Remove(row);
        await TouchAsync(db, directory, ct);
        return true;
    }

    static ResourceType? TypeOf(string? name) => Array.Find(Types, t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    static JsonObject Whole(string uri, JsonObject definition)
    {
        var wanted = definition.DeepClone().AsObject();
        // An empty one says nothing, as everywhere in a definition.
        if ((string?)wanted["id"] is null or "") wanted["id"] = uri;
        return wanted;
    }

    async Task<ExtensionOutcome> PutAsync(ScimDb db, int directory, ResourceType type, Schema schema, CancellationToken ct)
    {
        var rows = await Rows(db.Schemas, directory, ct);
        var row = rows.Find(r => r.IdKey == Fold.Key(schema.Id));
        // Documents hold the URI as it was first written.
        if (row is not null) schema = schema with { Id = row.Id };
        if (row is null && rows.Count >= Most)
            return new ExtensionOutcome.Conflict("TooManySchemas", "id", $"The directory has {rows.Count} schemas; {Most} are allowed.");
        if (Ambiguous(schema, rows.Where(r => r != row).Select(Read)) is { } name)
            return new ExtensionOutcome.Invalid([new("definition.id", "ambiguous", $"{name} would name an attribute of one schema and the whole of another.")]);
        var values = await StoredValues.OfAsync(db, directory, type, schema, ct);
        if (row is not null && row.ResourceType != type.Name && await StoredValues.AnyAsync(db, directory, row.ResourceType, row.Id, ct))
            return new ExtensionOutcome.Conflict("SchemaInUse", "resourceType", $"Values of it are stored on a {row.ResourceType}.");
        if (values.Conflict is { } conflict) return conflict;

        var now = clock.GetUtcNow();
        await SettleAsync(db, directory, row is null ? schema : Read(row), values.Unique, ct);
        var saved = row ?? db.Add(new DirectorySchema
        {
            DirectoryKey = directory, Id = schema.Id, IdKey = Fold.Key(schema.Id), ResourceType = type.Name, Definition = "", CreatedAt = now,
        }).Entity;
        (saved.ResourceType, saved.Definition, saved.UpdatedAt) = (type.Name, schema.ToJson().ToJsonString(), now);
        await TouchAsync(db, directory, ct);
        return new ExtensionOutcome.Saved(saved, row is null);
    }

    async Task TouchAsync(ScimDb db, int directory, CancellationToken ct)
    {
        var row = await db.Directories.SingleAsync(d => d.Key == directory, ct);
        row.SchemasVersion++;
        row.Version++;
        row.UpdatedAt = clock.GetUtcNow();
    }

    // urn:x with an attribute y beside urn:x:y: the path urn:x:y would be either.
    static string? Ambiguous(Schema schema, IEnumerable<Schema> others) => others
        .SelectMany(o => Names(o).Where(n => Fold.Key(n) == Fold.Key(schema.Id)).Concat(Names(schema).Where(n => Fold.Key(n) == Fold.Key(o.Id))))
        .FirstOrDefault();

    static IEnumerable<string> Names(Schema schema) => schema.Attributes.Select(a => $"{schema.Id}:{a.Name}");

    // The rows of what was unique become the rows of what is.
    static async Task SettleAsync(ScimDb db, int directory, Schema before, IReadOnlyCollection<UniqueValue> wanted, CancellationToken ct)
    {
        var attributes = UniqueKeys.Attributes(before).Select(a => Fold.Key(a.Key)).ToArray();
        var held = (await db.UniqueValues.Where(v => v.DirectoryKey == directory && attributes.Contains(v.Attribute)).ToListAsync(ct))
            .ToDictionary(v => (v.Attribute, v.ValueKey));
        foreach (var value in wanted)
            if (held.Remove((value.Attribute, value.ValueKey), out var row)) row.ResourceId = value.ResourceId;
            else db.Add(value);
        db.RemoveRange(held.Values);
    }

    static Schema Read(DirectorySchema row) => Schema.Parse(JsonNode.Parse(row.Definition)!.AsObject());

    static async Task<List<DirectorySchema>> Rows(IQueryable<DirectorySchema> schemas, int directory, CancellationToken ct) =>
        [.. (await schemas.Where(s => s.DirectoryKey == directory).ToListAsync(ct)).OrderBy(s => s.CreatedAt).ThenBy(s => s.IdKey, StringComparer.Ordinal)];

    static Task<DirectorySchema?> FindAsync(IQueryable<DirectorySchema> schemas, int directory, string uri, CancellationToken ct)
    {
        var key = Fold.Key(uri);
        return schemas.SingleOrDefaultAsync(s => s.DirectoryKey == directory && s.IdKey == key, ct);
    }
}
