using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Keeps the rows of values that extensions want unique in step with the documents (RFC 7643 §7).</summary>
static class UniqueValues
{
    /// <summary>
    /// Takes the values that a document gains and gives back those that it loses. Asked before it is saved; who comes second at the same time
    /// fails by the primary key, and is asked again.
    /// </summary>
    public static async Task KeepAsync(
        ScimDb db, DirectoryContext directory, ResourceType type, Guid resource, JsonObject? before, JsonObject after, CancellationToken ct)
    {
        if (directory.SchemasVersion == 0) return;
        await RefuseOldSchemasAsync(db, directory, ct);
        var had = before is null ? [] : UniqueKeys.Of(type, before);
        var has = UniqueKeys.Of(type, after);
        foreach (var value in has.Where(h => !had.Any(b => Same(b, h))))
        {
            var row = await FindAsync(db, directory.Key, value, ct);
            if (row is not null && row.ResourceId != resource)
                throw new ScimException(ScimTypes.Uniqueness, $"{value.Attribute}: another {type.Name.ToLowerInvariant()} of this directory has this value.");
            if (row is null) db.Add(Row(directory.Key, resource, value));
        }
        foreach (var value in had.Where(b => !has.Any(h => Same(b, h))))
            if (await FindAsync(db, directory.Key, value, ct) is { } row && row.ResourceId == resource)
                db.Remove(row);
    }

    /// <summary>Gives back what a resource that is being deleted had.</summary>
    public static Task ReleaseAsync(ScimDb db, DirectoryContext directory, Guid resource, CancellationToken ct) =>
        db.ReleaseValuesAsync(directory.Key, resource, ct);

    public static UniqueValue Row(int directory, Guid resource, UniqueKey value) =>
        new() { DirectoryKey = directory, Attribute = Fold.Key(value.Attribute), ValueKey = value.Key, ResourceId = resource };

    // A document read by an older definition must not slip past a newer one.
    static async Task RefuseOldSchemasAsync(ScimDb db, DirectoryContext directory, CancellationToken ct)
    {
        var version = await db.Directories.Where(d => d.Key == directory.Key).Select(d => d.SchemasVersion).SingleOrDefaultAsync(ct);
        if (version != directory.SchemasVersion)
            throw new ScimException(409, null, "The directory's schemas were changed while this request was served; send it again.");
    }

    static Task<UniqueValue?> FindAsync(ScimDb db, int directory, UniqueKey value, CancellationToken ct)
    {
        var attribute = Fold.Key(value.Attribute);
        return db.UniqueValues.SingleOrDefaultAsync(v => v.DirectoryKey == directory && v.Attribute == attribute && v.ValueKey == value.Key, ct);
    }

    static bool Same(UniqueKey left, UniqueKey right) => left.Attribute == right.Attribute && left.Key == right.Key;
}
