using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A directory's extension schemas, for the admin API and the command line.</summary>
public sealed class SchemaDesk(Extensions extensions, Onboarded directories)
{
    public async Task<Page<SchemaView>> ListAsync(string directoryId, Paging paging, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        // There are fifty at most.
        var rows = (await extensions.ListAsync(directory.Key, ct)).Select(s => (Key: Place(s), Schema: s)).OrderBy(r => r.Key)
            .Where(r => paging.After is not { } after || r.Key.CompareTo(after) > 0).Take(paging.Take).ToList();
        return paging.Page(rows, r => r.Key, r => SchemaView.Of(r.Schema));
    }

    public async Task<SchemaView> GetAsync(string directoryId, string uri, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        return SchemaView.Whole(await extensions.FindAsync(directory.Key, uri, ct) ?? throw RefusalException.NotFound("Schema", uri));
    }

    /// <summary>The schema as it is now, and whether it is new.</summary>
    public async Task<(SchemaView Schema, bool Created)> PutAsync(string directoryId, string uri, SchemaWish wish, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        var checks = new Checks();
        if (wish.ResourceType is null) checks.Add("resourceType", "required", "Expected User or Group.");
        if (wish.Definition is null) checks.Add("definition", "required", "Expected the schema as an object (RFC 7643 section 7).");
        else if (!ReadableJson.IsReadable(wish.Definition)) checks.Add("definition", "json", ReadableJson.Message);
        checks.Refuse();
        switch (await extensions.PutAsync(directory.Key, uri, wish.ResourceType, wish.Definition!, ct))
        {
            case ExtensionOutcome.Saved saved:
                return (SchemaView.Whole(saved.Schema), saved.Created);
            case ExtensionOutcome.Conflict conflict:
                throw new RefusalException(StatusCodes.Status409Conflict, conflict.Code, conflict.Message, new FieldError(conflict.Field, conflict.Code, conflict.Message));
            case ExtensionOutcome.Invalid invalid:
                foreach (var problem in invalid.Problems) checks.Add(problem.Field, problem.Rule, problem.Message);
                checks.Refuse();
                break;
            default:
                break;
        }
        throw new InvalidOperationException("An extension is saved or refused.");
    }

    public async Task RemoveAsync(string directoryId, string uri, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        if (!await extensions.RemoveAsync(directory.Key, uri, ct)) throw RefusalException.NotFound("Schema", uri);
    }

    /// <summary>A slash in a URI comes through a route as it was escaped.</summary>
    public static string Unescaped(string uri) => uri.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    // A place in the list that others coming and going do not move: when it was made, and then whatever tells two apart.
    static Guid Place(DirectorySchema schema)
    {
        Span<byte> place = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(place, schema.CreatedAt.UtcTicks);
        SHA256.HashData(Encoding.UTF8.GetBytes(schema.IdKey)).AsSpan(0, 8).CopyTo(place[8..]);
        return new Guid(place, bigEndian: true);
    }
}
