using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>Explains a user, for the admin API and the command line: what is read is read at one instant, what is said of it is pure.</summary>
public sealed class ExplainDesk(Store store, Onboarded directories, PendingSyncs pending)
{
    public async Task<Explanation> OfAsync(string directoryId, string? user, CancellationToken ct)
    {
        var asked = UserSearch.Checked(user);
        var directory = await directories.FindAsync(directoryId, ct);
        var window = await pending.WindowAsync(directory.Key, ct);
        return Explanations.Of(await store.SnapshotAsync(db => new UserReader(db, directory, ct).ReadAsync(asked, window), ct));
    }
}
