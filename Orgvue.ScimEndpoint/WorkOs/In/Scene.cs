using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>What everything that is shown in a directory is shown by.</summary>
sealed record Scene(DirectoryContext Directory, Standing Standing)
{
    public int Key => Directory.Key;

    /// <summary>Null where there is no such directory, or nothing links it to WorkOS.</summary>
    public static async Task<Scene?> OfAsync(Store store, DirectoryContexts contexts, int directory, CancellationToken ct)
    {
        var (row, link) = await store.ReadAsync(async db => (
            await db.Directories.AsNoTracking().SingleOrDefaultAsync(d => d.Key == directory, ct),
            await db.WorkOsLinks.AsNoTracking().SingleOrDefaultAsync(l => l.DirectoryKey == directory, ct)));
        return row is null || link is null
            ? null
            : new(await contexts.OfAsync(directory, row.Profile.ToString(), row.SchemasVersion, ct), Standing.Of(link));
    }

    /// <summary>By whom the audit trail says that it was done.</summary>
    public static Actor ActorOf(WorkOsItem item) => item.EventId.Length == 0 && item.EventAt > DateTimeOffset.MinValue ? Pull : Webhook;

    static readonly Actor Webhook = new("WorkOS webhook");
    static readonly Actor Pull = new("WorkOS pull");
}
