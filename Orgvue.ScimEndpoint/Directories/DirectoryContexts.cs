using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Makes the context of a request. A directory's extensions are read again only when their version has moved.</summary>
public sealed class DirectoryContexts(Store store)
{
    readonly ConcurrentDictionary<int, Types> _known = new();

    /// <param name="schemasVersion">As read with the caller's token, so that every node sees a new extension with the next request.</param>
    public async ValueTask<DirectoryContext> OfAsync(int directory, string profile, int schemasVersion, CancellationToken ct)
    {
        var types = await TypesAsync(directory, schemasVersion, ct);
        return new(directory, types.User, types.Group, new Tolerance(Profile.Named(profile))) { SchemasVersion = schemasVersion };
    }

    async ValueTask<Types> TypesAsync(int directory, int version, CancellationToken ct)
    {
        if (version == 0) return BuiltInAlone;
        if (_known.TryGetValue(directory, out var known) && known.Version == version) return known;
        var rows = await store.ReadAsync(db => db.Schemas.AsNoTracking()
            .Where(s => s.DirectoryKey == directory).OrderBy(s => s.IdKey).ToListAsync(ct));
        var (user, group) = (BuiltIn.User, BuiltIn.Group);
        foreach (var row in rows)
        {
            var schema = Schema.Parse(JsonNode.Parse(row.Definition)!.AsObject());
            if (row.ResourceType == BuiltIn.Group.Name) group = group.With(schema);
            else user = user.With(schema);
        }
        return _known[directory] = new(version, user, group);
    }

    static readonly Types BuiltInAlone = new(0, BuiltIn.User, BuiltIn.Group);

    sealed record Types(int Version, ResourceType User, ResourceType Group);
}
