using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What is stored already of an extension, seen by a definition that is to be: the unique values, or why it does not fit.</summary>
sealed class StoredValues
{
    const int Named = 5;
    static readonly ScimLimits None = new() { StringLength = int.MaxValue, NameLength = int.MaxValue, ValuesPerAttribute = int.MaxValue };

    readonly ResourceType _type;
    readonly Schema _schema;
    readonly Dictionary<(string Attribute, string Key), UniqueValue> _unique = [];
    readonly SortedSet<string> _twice = new(StringComparer.Ordinal);
    string? _misfit;
    int _misfits;

    StoredValues(ResourceType type, Schema schema) => (_type, _schema) = (type.With(schema), schema);

    public IReadOnlyCollection<UniqueValue> Unique => _unique.Values;

    public ExtensionOutcome.Conflict? Conflict { get; private set; }

    public static async Task<StoredValues> OfAsync(ScimDb db, int directory, ResourceType type, Schema schema, CancellationToken ct)
    {
        var values = new StoredValues(type, schema);
        await foreach (var (id, document) in Documents(db, directory, type.Name, schema.Id).AsAsyncEnumerable().WithCancellation(ct))
            values.Read(directory, id, JsonNode.Parse(document)!.AsObject());
        values.Judge();
        return values;
    }

    public static Task<bool> AnyAsync(ScimDb db, int directory, string type, string uri, CancellationToken ct) =>
        Documents(db, directory, type, uri).AnyAsync(ct);

    static IQueryable<Stored> Documents(ScimDb db, int directory, string type, string uri)
    {
        // As the document's text has it; documents of earlier versions have more escapes.
        var (name, escaped) = (DocumentText.Quoted(uri) + ":", JsonValue.Create(uri).ToJsonString() + ":");
        return type == BuiltIn.Group.Name
            ? db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory && (g.Document.Contains(name) || g.Document.Contains(escaped)))
                .Select(g => new Stored(g.Id, g.Document))
            : db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory && (u.Document.Contains(name) || u.Document.Contains(escaped)))
                .Select(u => new Stored(u.Id, u.Document));
    }

    sealed record Stored(Guid Id, string Document);

    void Read(int directory, Guid id, JsonObject document)
    {
        if (document[_schema.Id] is not JsonObject stored) return;
        if (Misfit(document, stored) is { } why)
        {
            _misfits++;
            _misfit ??= $"{_type.Name} {id}: {why}";
            return;
        }
        foreach (var value in UniqueKeys.Of(_schema, document))
        {
            var row = UniqueValues.Row(directory, id, value);
            if (!_unique.TryAdd((row.Attribute, row.ValueKey), row)) _twice.Add($"{value.Attribute} {value.Written}");
        }
    }

    // A stored value fits when reading it by the new definition gives the same value again.
    string? Misfit(JsonObject document, JsonObject stored)
    {
        try
        {
            var read = ResourceBody.Read(_type, document, new Tolerance(), None)[_schema.Id] as JsonObject;
            var lost = stored.Select(p => p.Key).FirstOrDefault(name => _schema.Attribute(name) is { Mutability: not Mutability.ReadOnly } attribute
                && !JsonNode.DeepEquals(stored[name], read?[attribute.Name]));
            return lost is null ? null : $"its {lost} would not be kept as it is.";
        }
        catch (ScimException refusal)
        {
            return refusal.Message;
        }
    }

    void Judge()
    {
        if (_misfits > 0)
            Conflict = new("SchemaInUse", "definition", $"The definition does not fit what is stored on {Count(_misfits, _type.Name.ToLowerInvariant())}. {_misfit}");
        else if (_twice.Count > 0)
            Conflict = new("ValuesNotUnique", "definition",
                $"{Count(_twice.Count, "value")} of what is to be unique {(_twice.Count == 1 ? "is" : "are")} there more than once: {string.Join(", ", _twice.Take(Named))}{(_twice.Count > Named ? ", …" : "")}.");
    }

    static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
